//! What can be done with a value whose type is forgotten: constant tables, one per type.

use core::any::{Any, TypeId};
use core::mem;
use core::ptr::NonNull;

use super::ptr::{Ptr, PtrMut};
use super::put::{Check, Place, Source, put, put_held};
use crate::layout::SlotLayout;
use crate::path::{Inside, Step};
use crate::slotted::mode::Mode;
use crate::value::{Kind, Mismatch, ValueRef};

/// The identity and the extent of a type.
#[derive(Clone, Copy)]
pub(crate) struct TypeInfo {
    pub(crate) id: TypeId,
    /// A function: `type_name` is not const.
    pub(crate) name: fn() -> &'static str,
    pub(crate) size: usize,
    pub(crate) align: usize,
}

impl TypeInfo {
    pub(crate) const fn of<T: 'static>() -> Self {
        TypeInfo {
            id: TypeId::of::<T>(),
            name: core::any::type_name::<T>,
            size: size_of::<T>(),
            align: align_of::<T>(),
        }
    }
}

/// How a value of one type is seen and written by name.
///
/// Invariant 1: every function here takes a pointer to a value of the type `ty`. (Only `new` makes
/// one, and takes all of it from one `T`.)
pub(crate) struct ValueOps {
    ty: TypeInfo,
    kind: Kind,
    view: for<'a> unsafe fn(Ptr<'a>) -> ValueRef<'a>,
    put: unsafe fn(Place<'_>, Source<'_>, Option<&Check>) -> Result<(), Mismatch>,
    swap: unsafe fn(PtrMut<'_>, &mut dyn Any, Option<&Check>) -> Result<bool, Mismatch>,
    inside: for<'a> unsafe fn(PtrMut<'a>, &Step) -> Inside<'a>,
    layout: Option<fn() -> &'static SlotLayout>,
}

impl ValueOps {
    pub(crate) const fn new<T: 'static, M: Mode<T>>() -> Self {
        ValueOps {
            ty: TypeInfo::of::<T>(),
            kind: M::KIND,
            view: view::<T, M>,
            put: put::<T, M>,
            swap: swap::<T, M>,
            inside: inside::<T, M>,
            layout: M::LAYOUT,
        }
    }

    #[inline(always)]
    pub(crate) const fn ty(&self) -> &TypeInfo {
        &self.ty
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn view<'a>(&self, ptr: Ptr<'a>) -> ValueRef<'a> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.view)(ptr) }
    }

    /// Writes what the source makes.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn assign(
        &self,
        ptr: PtrMut<'_>,
        source: Source<'_>,
    ) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.put)(Place::Held(ptr), source, None) }
    }

    /// What lies inside the value, one step of a path further.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn inside<'a>(&self, ptr: PtrMut<'a>, step: &Step) -> Inside<'a> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.inside)(ptr, step) }
    }

    /// The layout of the type, if it is a slotted one.
    pub(crate) fn layout(&self) -> Option<&'static SlotLayout> {
        // What the type says is not trusted; what the layout says of itself is. (Asked by its full name: of a
        // reference to a reference, `Any` would answer.)
        let layout = self.layout?();
        (SlotLayout::type_id(layout) == self.ty.id).then_some(layout)
    }

    /// Exchanges the value with `other`, if that is of its type.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn swap(
        &self,
        ptr: PtrMut<'_>,
        other: &mut dyn Any,
        check: Option<&Check>,
    ) -> Result<bool, Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.swap)(ptr, other, check) }
    }
}

/// How a field is filled and emptied.
///
/// Invariant 1: every function here takes a place for a value of the type `ty`. (Only `always` and `held` make
/// one, and take all of it from one type.)
pub(crate) struct FieldTable {
    pub(crate) ty: TypeInfo,
    put: unsafe fn(Place<'_>, Source<'_>, Option<&Check>) -> Result<(), Mismatch>,
    exchange: unsafe fn(PtrMut<'_>, &mut dyn Any) -> bool,
    drop: unsafe fn(NonNull<()>),
}

impl FieldTable {
    /// A field that holds its value itself.
    pub(crate) const fn always<T: 'static, M: Mode<T>>() -> Self {
        FieldTable {
            ty: TypeInfo::of::<T>(),
            put: put::<T, M>,
            exchange: exchange::<T>,
            drop: drop_in::<T>,
        }
    }

    /// A field that may hold no value.
    pub(crate) const fn held<H: Holder, M: Mode<H::Inner>>() -> Self {
        FieldTable {
            ty: TypeInfo::of::<H>(),
            put: put_held::<H, M>,
            exchange: exchange::<H>,
            drop: drop_in::<H>,
        }
    }

    /// Puts what the source makes in the place.
    ///
    /// # Safety
    ///
    /// The place is for a value of the type `ty`.
    pub(crate) unsafe fn put(
        &self,
        place: Place<'_>,
        source: Source<'_>,
        check: Option<&Check>,
    ) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.put)(place, source, check) }
    }

    /// Exchanges the whole field with `other`, if that is of its type; nothing is checked.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn exchange(&self, ptr: PtrMut<'_>, other: &mut dyn Any) -> bool {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.exchange)(ptr, other) }
    }

    /// Drops the field, which is gone then.
    ///
    /// # Safety
    ///
    /// `place` holds a value of the type `ty`, which nobody uses afterwards.
    pub(crate) unsafe fn drop(&self, place: NonNull<()>) {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.drop)(place) }
    }
}

/// The extent of a field that is no slot, and how it ends.
#[derive(Clone, Copy)]
pub(crate) struct HiddenTable {
    pub(crate) name: fn() -> &'static str,
    pub(crate) size: usize,
    pub(crate) align: usize,
    drop: unsafe fn(NonNull<()>),
}

impl HiddenTable {
    pub(crate) const fn of<T>() -> Self {
        HiddenTable {
            name: core::any::type_name::<T>,
            size: size_of::<T>(),
            align: align_of::<T>(),
            drop: drop_in::<T>,
        }
    }

    /// Drops the field, which is gone then.
    ///
    /// # Safety
    ///
    /// `place` holds a value of the type of this table, which nobody uses afterwards.
    pub(crate) unsafe fn drop(&self, place: NonNull<()>) {
        // SAFETY: the caller.
        unsafe { (self.drop)(place) }
    }
}

/// A field's type that holds a value, or none.
pub trait Holder: 'static {
    /// The value.
    type Inner: 'static;

    /// With a value.
    fn wrap(value: Self::Inner) -> Self;

    /// Without one.
    fn empty() -> Self;

    /// The value.
    fn get(&self) -> Option<&Self::Inner>;

    /// The value, to change.
    fn get_mut(&mut self) -> Option<&mut Self::Inner>;
}

/// How a [`Holder`] is read as a slot that is bound or unbound.
///
/// Invariant 1: every function here takes a pointer to one type of holder, and what `get` and `get_mut` return
/// points to its value. (Only `new` makes one, and takes all of it from one type.)
pub(crate) struct OptionOps {
    get: for<'a> unsafe fn(Ptr<'a>) -> Option<Ptr<'a>>,
    get_mut: for<'a> unsafe fn(PtrMut<'a>) -> Option<PtrMut<'a>>,
    unbind: unsafe fn(PtrMut<'_>),
    write_empty: unsafe fn(NonNull<()>),
}

impl OptionOps {
    pub(crate) const fn new<H: Holder>() -> Self {
        OptionOps {
            get: get::<H>,
            get_mut: get_mut::<H>,
            unbind: unbind::<H>,
            write_empty: write_empty::<H>,
        }
    }

    /// # Safety
    ///
    /// `ptr` points to the holder of this table.
    #[inline(always)]
    pub(crate) unsafe fn get<'a>(&self, ptr: Ptr<'a>) -> Option<Ptr<'a>> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.get)(ptr) }
    }

    /// # Safety
    ///
    /// `ptr` points to the holder of this table.
    pub(crate) unsafe fn get_mut<'a>(&self, ptr: PtrMut<'a>) -> Option<PtrMut<'a>> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.get_mut)(ptr) }
    }

    /// # Safety
    ///
    /// `ptr` points to the holder of this table.
    pub(crate) unsafe fn unbind(&self, ptr: PtrMut<'_>) {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.unbind)(ptr) }
    }

    /// Writes an empty holder where nothing is yet.
    ///
    /// # Safety
    ///
    /// `place` is memory for the holder of this table.
    pub(crate) unsafe fn write_empty(&self, place: NonNull<()>) {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.write_empty)(place) }
    }
}

// The bodies behind the tables. Each has the contract of the method that calls it: the pointer is of the
// type of its table.

unsafe fn view<T: 'static, M: Mode<T>>(ptr: Ptr<'_>) -> ValueRef<'_> {
    // SAFETY: the caller.
    M::view(unsafe { ptr.cast::<T>() })
}

unsafe fn inside<'a, T: 'static, M: Mode<T>>(ptr: PtrMut<'a>, step: &Step) -> Inside<'a> {
    // SAFETY: the caller.
    M::inside(unsafe { ptr.cast::<T>() }, step)
}

unsafe fn exchange<T: 'static>(ptr: PtrMut<'_>, other: &mut dyn Any) -> bool {
    let other = other.downcast_mut::<T>();
    // SAFETY: the caller.
    other.map(|other| mem::swap(unsafe { ptr.cast::<T>() }, other)).is_some()
}

unsafe fn swap<T: 'static, M: Mode<T>>(
    ptr: PtrMut<'_>,
    other: &mut dyn Any,
    check: Option<&Check>,
) -> Result<bool, Mismatch> {
    if let (Some(check), Some(value)) = (check, other.downcast_ref::<T>())
        && let Err(why) = check.ask(value)
    {
        return Err(Mismatch::refused(M::view(value), why));
    }
    // SAFETY: the caller.
    Ok(unsafe { exchange::<T>(ptr, other) })
}

unsafe fn drop_in<T>(place: NonNull<()>) {
    // SAFETY: the caller.
    unsafe { place.cast::<T>().drop_in_place() }
}

unsafe fn get<H: Holder>(ptr: Ptr<'_>) -> Option<Ptr<'_>> {
    // SAFETY: the caller.
    unsafe { ptr.cast::<H>() }.get().map(Ptr::new)
}

unsafe fn get_mut<H: Holder>(ptr: PtrMut<'_>) -> Option<PtrMut<'_>> {
    // SAFETY: the caller.
    unsafe { ptr.cast::<H>() }.get_mut().map(PtrMut::new)
}

unsafe fn unbind<H: Holder>(ptr: PtrMut<'_>) {
    // SAFETY: the caller.
    drop(mem::replace(unsafe { ptr.cast::<H>() }, H::empty()));
}

unsafe fn write_empty<H: Holder>(place: NonNull<()>) {
    // SAFETY: the caller.
    unsafe { place.cast::<H>().write(H::empty()) }
}
