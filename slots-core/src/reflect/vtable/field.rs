//! How a field is filled, exchanged and dropped when its type is forgotten.

use core::any::Any;
use core::mem;
use core::ptr::NonNull;

use crate::erased::ptr::PtrMut;
use crate::reflect::layout::extent::Extent;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::Holder;
use crate::reflect::vtable::put::{Place, Source, put, put_held};
use crate::reflect::vtable::validator::Check;
use crate::reflect::vtable::value::TypeInfo;
use crate::value::mismatch::Mismatch;

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
    pub(crate) extent: Extent,
    drop: unsafe fn(NonNull<()>),
}

impl HiddenTable {
    pub(crate) const fn of<T>() -> Self {
        HiddenTable {
            name: core::any::type_name::<T>,
            extent: Extent::of::<T>(),
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

// The bodies behind the tables. Each has the contract of the method that calls it: the place is for the type of
// its table.

pub(crate) unsafe fn exchange<T: 'static>(ptr: PtrMut<'_>, other: &mut dyn Any) -> bool {
    let other = other.downcast_mut::<T>();
    // SAFETY: the caller.
    other.map(|other| mem::swap(unsafe { ptr.cast::<T>() }, other)).is_some()
}

unsafe fn drop_in<T>(place: NonNull<()>) {
    // SAFETY: the caller.
    unsafe { place.cast::<T>().drop_in_place() }
}
