//! One slot as a typed, first-class value.

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
/// It is `Copy`, two words, and holds its offset inline, so that reading through it costs what reading
/// the field costs (`measure` shows it). `Point::SLOTS.x` is one, known at compile time;
/// [`Slotted::slot`](crate::Slotted::slot) finds one by a name known only at run time.
///
/// The third parameter says what it may do. A slot declared `#[slots(readonly)]` is a
/// [`ReadOnlySlot`]: another type, without [`set`](Slot::set) and [`get_mut`](Slot::get_mut).
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
/// Invariant 1: every `Base` has a `Type` at `offset`, and with [`ReadWrite`] it may be written.
/// (Only `table::descriptors`, [`then`](Slot::then), [`read_only`](Slot::read_only), [`by_name`](Slot::by_name) and the inline
/// part of a path make one.)
///
/// Invariant 2: `repr(C)`, two words: for `table::descriptors`.
#[repr(C)]
pub struct Slot<Base, Type, A = ReadWrite> {
    offset: usize,
    info: &'static SlotInfo,
    // Invariant in `Base` and `Type`: `get_mut` lends out both ways.
    types: PhantomData<fn(&mut Base) -> &mut Type>,
    access: PhantomData<A>,
}

/// A slot that can be read only: what `#[slots(readonly)]` and `#[slots(frozen)]` make.
pub type ReadOnlySlot<Base, Type> = Slot<Base, Type, ReadOnly>;

impl<Base, Type, A: Access> Slot<Base, Type, A> {
    /// # Safety
    ///
    /// Every `Base` has a `Type` at `offset`; `info` describes it, and may be written if `A` says so.
    pub(crate) const unsafe fn from_raw(offset: usize, info: &'static SlotInfo) -> Self {
        Slot { offset, info, types: PhantomData, access: PhantomData }
    }

    /// The slot's value in `base`.
    #[inline(always)]
    pub fn get(self, base: &Base) -> &Type {
        // SAFETY: invariant 1.
        unsafe { Ptr::new(base).field(self.offset).cast::<Type>() }
    }

    /// The slot's value in `base`, to change in place.
    #[inline(always)]
    pub fn get_mut(self, base: &mut Base) -> &mut Type
    where
        A: Writable,
    {
        // SAFETY: invariant 1.
        unsafe { PtrMut::new(base).field(self.offset).cast::<Type>() }
    }

    /// Writes the slot in `base`. What it held is dropped once the new value is in place.
    #[inline(always)]
    pub fn set(self, base: &mut Base, value: Type)
    where
        A: Writable,
    {
        drop(self.replace(base, value));
    }

    /// Writes the slot in `base` and returns what it held.
    #[inline(always)]
    pub fn replace(self, base: &mut Base, value: Type) -> Type
    where
        A: Writable,
    {
        mem::replace(self.get_mut(base), value)
    }

    /// This slot of many instances, in order.
    #[inline]
    pub fn column(self, bases: &[Base]) -> Column<'_, Base, Type, A> {
        Column { bases: bases.iter(), slot: self }
    }

    /// The slot inside this slot: `Car::SLOTS.engine.then(Engine::SLOTS.rpm)` is a `Slot<Car, f64>`.
    /// Both offsets are added once, here; what one of the two may not write, the result may not.
    #[inline]
    pub const fn then<Next, B>(self, next: Slot<Type, Next, B>) -> Slot<Base, Next, A::Output>
    where
        A: Join<B>,
        B: Access,
    {
        // SAFETY: a `Type` at `self.offset` in each `Base`, a `Next` at `next.offset` in each `Type`
        // (invariant 1 twice); `Join` is read-write only where both are.
        unsafe { Slot::from_raw(self.offset + next.offset, next.info) }
    }

    /// The same slot without the right to write.
    #[inline]
    pub const fn read_only(self) -> ReadOnlySlot<Base, Type> {
        // SAFETY: invariant 1; reading is less than `A` allows.
        unsafe { Slot::from_raw(self.offset, self.info) }
    }

    /// The distance from the start of `Base`, in bytes.
    #[inline]
    pub const fn offset(self) -> usize {
        self.offset
    }

    /// What the layout says of this slot. Of a slot made by [`then`](Slot::then), the last one.
    #[inline]
    pub const fn info(self) -> &'static SlotInfo {
        self.info
    }

    /// The slot's name.
    #[inline]
    pub const fn name(self) -> &'static str {
        self.info.name()
    }
}

/// Why a name leads to no descriptor.
pub(crate) enum NoDescriptor {
    /// No slot, own or of a base, has that name.
    NoSuchSlot,
    /// It is to be written, and the slot, or a struct on the way to it, is read-only.
    ReadOnly,
    /// It is to be written, and the slot is validated.
    Validated,
    /// The slot's field is of another type.
    OtherType(&'static SlotInfo),
}

impl<Base: Slotted, Type: 'static, A: Access> Slot<Base, Type, A> {
    /// The descriptor of the slot of that name, own or of a base.
    pub(crate) fn by_name(name: &str) -> Result<Self, NoDescriptor> {
        let found = Base::LAYOUT.locate(name).ok_or(NoDescriptor::NoSuchSlot)?;
        let info = found.info();
        if A::WRITES && (info.is_read_only() || found.is_frozen()) {
            return Err(NoDescriptor::ReadOnly);
        }
        if A::WRITES && info.is_validated() {
            return Err(NoDescriptor::Validated);
        }
        if info.type_id() != TypeId::of::<Type>() {
            return Err(NoDescriptor::OtherType(info));
        }
        // SAFETY: `locate` found the slot at that offset of every `Base`; its field is a `Type`, by the
        // identity just compared, and may be written where `A` writes.
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
        // By name, since slots of no size may share an offset; and not by the address of `info`: a constant
        // may lie in several places.
        self.offset == other.offset && self.name() == other.name()
    }
}

impl<Base, Type, A: Access> Eq for Slot<Base, Type, A> {}

/// As Python prints a member descriptor.
impl<Base: Slotted, Type, A: Access> fmt::Debug for Slot<Base, Type, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<member '{}' of '{}' objects>", self.name(), Base::LAYOUT.name())
    }
}

/// One slot of many instances; see [`Slot::column`].
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

    // Handed on, so that the compiler sees one loop over the slice.
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
