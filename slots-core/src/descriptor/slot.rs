//! Slots as typed, first-class values.

use core::any::TypeId;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::{mem, slice};

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::access::{Access, Join, ReadOnly, ReadWrite, Writable};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::slotted::Slotted;

/// One slot of `Base`, of type `Type`, as a value: Python's member descriptor.
///
/// A descriptor is `Copy`, takes two words, and holds the offset of its slot. So reading through it
/// costs what reading the field costs (the example `measure` shows it). `Point::SLOTS.x` is a
/// descriptor known at compile time; [`SlottedExt::slot`](crate::SlottedExt::slot) finds one by a
/// name known only at run time.
///
/// The third parameter tells whether the slot can be written. A slot declared `#[slots(readonly)]`
/// is a [`ReadOnlySlot`]: another type, without [`set`](Slot::set) and [`get_mut`](Slot::get_mut).
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// let mut points = [Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 }];
/// assert_eq!(Point::SLOTS.x.replace(&mut points[0], 10.0), 1.0);
/// assert_eq!(Point::SLOTS.x.column(&points).sum::<f64>(), 13.0);
/// ```
///
/// Invariant 1: every `Base` has a `Type` at `offset`, which may be written if `A` is
/// [`ReadWrite`]. (Descriptors are made only by `table::descriptors`, [`then`](Slot::then),
/// [`read_only`](Slot::read_only), `by_name` and the inline part of a path.)
///
/// Invariant 2: `repr(C)` and two words, since `table::descriptors` writes descriptors of every
/// kind as the same two words.
#[repr(C)]
#[doc(alias = "member_descriptor")]
pub struct Slot<Base, Type, A = ReadWrite> {
    offset: usize,
    info: &'static SlotInfo,
    // Invariant in `Base` and `Type`: `get_mut` allows both reading and writing a `Type`.
    types: PhantomData<fn(&mut Base) -> &mut Type>,
    access: PhantomData<A>,
}

/// The descriptor of a slot that can only be read: what `#[slots(readonly)]` and `#[slots(frozen)]`
/// declare.
///
/// ```
/// use slotted::ReadOnlySlot;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct User { #[slots(readonly)] id: u64, name: String }
///
/// let user = User { id: 7, name: "ada".to_owned() };
/// let id: ReadOnlySlot<User, u64> = User::SLOTS.id;
/// assert_eq!(*id.get(&user), 7);
/// // Any slot can be lent as one that is read only.
/// let name: ReadOnlySlot<User, String> = User::SLOTS.name.read_only();
/// assert_eq!(name.get(&user), "ada");
/// ```
pub type ReadOnlySlot<Base, Type> = Slot<Base, Type, ReadOnly>;

impl<Base, Type, A: Access> Slot<Base, Type, A> {
    /// # Safety
    ///
    /// Every `Base` has a `Type` at `offset`, which `info` describes. If `A` is `ReadWrite`, it may
    /// be written.
    pub(crate) const unsafe fn from_raw(offset: usize, info: &'static SlotInfo) -> Self {
        Slot { offset, info, types: PhantomData, access: PhantomData }
    }

    /// Returns the slot's value in `base`.
    #[inline(always)]
    pub fn get(self, base: &Base) -> &Type {
        // SAFETY: every `Base` has a `Type` at `offset` (invariant 1).
        unsafe { Ptr::new(base).field(self.offset).cast::<Type>() }
    }

    /// Returns the slot's value in `base`, to change in place.
    #[inline(always)]
    pub fn get_mut(self, base: &mut Base) -> &mut Type
    where
        A: Writable,
    {
        // SAFETY: every `Base` has a `Type` at `offset` (invariant 1), which `A: Writable` allows
        // to write.
        unsafe { PtrMut::new(base).field(self.offset).cast::<Type>() }
    }

    /// Writes the slot in `base`. The previous value is dropped once the new one is in place.
    #[inline(always)]
    pub fn set(self, base: &mut Base, value: Type)
    where
        A: Writable,
    {
        drop(self.replace(base, value));
    }

    /// Writes the slot in `base` and returns the previous value.
    #[inline(always)]
    pub fn replace(self, base: &mut Base, value: Type) -> Type
    where
        A: Writable,
    {
        mem::replace(self.get_mut(base), value)
    }

    /// Iterates over this slot of each of `bases`, in order.
    #[inline]
    pub fn column(self, bases: &[Base]) -> Column<'_, Base, Type, A> {
        Column { bases: bases.iter(), slot: self }
    }

    /// Returns the descriptor of the slot `next` inside this slot:
    /// `Car::SLOTS.engine.then(Engine::SLOTS.rpm)` is a `Slot<Car, f64>`. The offsets are added
    /// once, here. The result can be written only if both slots can.
    #[inline]
    #[must_use]
    pub const fn then<Next, B>(self, next: Slot<Type, Next, B>) -> Slot<Base, Next, A::Output>
    where
        A: Join<B>,
        B: Access,
    {
        // SAFETY: every `Base` has a `Type` at `self.offset`, and every `Type` has a `Next` at
        // `next.offset`, which `next.info` describes (invariant 1 of both). `Join` is `ReadWrite`
        // only if both accesses are.
        unsafe { Slot::from_raw(self.offset + next.offset, next.info) }
    }

    /// Returns the descriptor of the same slot without the right to write.
    #[inline]
    #[must_use]
    pub const fn read_only(self) -> ReadOnlySlot<Base, Type> {
        // SAFETY: every `Base` has a `Type` at `offset` (invariant 1), and `ReadOnly` allows no
        // writes.
        unsafe { Slot::from_raw(self.offset, self.info) }
    }

    /// Returns the distance of the slot from the start of `Base`, in bytes.
    #[inline]
    #[must_use]
    pub const fn offset(self) -> usize {
        self.offset
    }

    /// Returns what the layout says of the slot: of the last one, for a descriptor made by
    /// [`then`](Slot::then).
    #[inline]
    #[must_use]
    pub const fn info(self) -> &'static SlotInfo {
        self.info
    }

    /// Returns the slot's name.
    #[inline]
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.info.name()
    }
}

/// Why a name has no descriptor of the requested type and access.
pub(crate) enum NoDescriptor {
    /// Neither the type nor a base has a slot of that name.
    NoSuchSlot,
    /// Write access is requested, and the slot, or a struct on the way to it, is read-only.
    ReadOnly,
    /// Write access is requested, and the slot is validated.
    Validated,
    /// The slot's field is of another type, described by this row.
    OtherType(&'static SlotInfo),
}

impl<Base: Slotted, Type: 'static, A: Access> Slot<Base, Type, A> {
    /// Finds the descriptor of the slot of that name, own or of a base.
    pub(crate) fn by_name(name: &str) -> Result<Self, NoDescriptor> {
        let found = Base::LAYOUT.locate(name).ok_or(NoDescriptor::NoSuchSlot)?;
        let info = found.info();
        if A::WRITES && !found.is_writable() {
            return Err(NoDescriptor::ReadOnly);
        }
        if A::WRITES && info.is_validated() {
            return Err(NoDescriptor::Validated);
        }
        if info.memory_type().id() != TypeId::of::<Type>() {
            return Err(NoDescriptor::OtherType(info));
        }
        // SAFETY: `locate` found the slot that `info` describes at that offset in every `Base`. Its
        // field is a `Type`, since the type ids are equal. If `A` writes, the slot may be written:
        // it was checked above that it is neither read-only nor frozen nor validated.
        Ok(unsafe { Slot::from_raw(found.offset(), info) })
    }
}

impl<Base, Type, A> Clone for Slot<Base, Type, A> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Base, Type, A> Copy for Slot<Base, Type, A> {}

impl<Base, Type, A: Access> PartialEq for Slot<Base, Type, A> {
    fn eq(&self, other: &Self) -> bool {
        // The offset alone is not enough: slots of size zero may share one. The address of `info`
        // would be too much: a constant may lie in several places. So compare names.
        self.offset == other.offset && self.name() == other.name()
    }
}

impl<Base, Type, A: Access> Eq for Slot<Base, Type, A> {}

/// Prints as Python does for a member descriptor.
impl<Base: Slotted, Type, A: Access> fmt::Debug for Slot<Base, Type, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<member '{}' of '{}' objects>", self.name(), Base::LAYOUT.name())
    }
}

/// One slot of many instances; see [`Slot::column`].
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// let points = [Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 }];
/// let ys = Point::SLOTS.y.column(&points);
/// assert_eq!(ys.len(), 2);
/// assert_eq!(ys.rev().copied().collect::<Vec<_>>(), [4.0, 2.0]);
/// ```
pub struct Column<'a, Base, Type, A = ReadWrite> {
    bases: slice::Iter<'a, Base>,
    slot: Slot<Base, Type, A>,
}

impl<Base, Type, A> Clone for Column<'_, Base, Type, A> {
    fn clone(&self) -> Self {
        Column { bases: self.bases.clone(), slot: self.slot }
    }
}

impl<Base, Type: fmt::Debug, A: Access> fmt::Debug for Column<'_, Base, Type, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a, Base, Type: 'a, A: Access> Iterator for Column<'a, Base, Type, A> {
    type Item = &'a Type;

    #[inline]
    fn next(&mut self) -> Option<&'a Type> {
        self.bases.next().map(|base| self.slot.get(base))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.bases.size_hint()
    }

    // Delegates to `fold` of the slice, so that the compiler sees one loop over it.
    #[inline]
    fn fold<B, F: FnMut(B, &'a Type) -> B>(self, start: B, mut f: F) -> B {
        self.bases.fold(start, |all, base| f(all, self.slot.get(base)))
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<&'a Type> {
        self.bases.nth(n).map(|base| self.slot.get(base))
    }
}

impl<'a, Base, Type: 'a, A: Access> DoubleEndedIterator for Column<'a, Base, Type, A> {
    #[inline]
    fn next_back(&mut self) -> Option<&'a Type> {
        self.bases.next_back().map(|base| self.slot.get(base))
    }
}

impl<'a, Base, Type: 'a, A: Access> ExactSizeIterator for Column<'a, Base, Type, A> {}
impl<'a, Base, Type: 'a, A: Access> FusedIterator for Column<'a, Base, Type, A> {}
