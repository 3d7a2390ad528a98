//! One slot of one object.

use alloc::boxed::Box;
use core::any::Any;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lookup::SlotLocation;
use crate::reflect::object::{Object, ObjectMut};
#[cfg(feature = "serde")]
use crate::reflect::slotted::Slotted;
use crate::reflect::variant::VariantOf;
use crate::reflect::vtable::put::{Dest, Source};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// One slot of one object, borrowed for reading.
///
/// Invariants:
///
/// 1. `field` points to a field of the type of the vtables of `info`.
/// 2. If the slot is lazy, `owner` points to the whole struct that declares it, and `field` to its
///    field in it. (That struct is the object itself, a base inside it, or a slotted struct in one
///    of its slots.)
#[derive(Clone, Copy)]
pub(crate) struct SlotRef<'a> {
    owner: Ptr<'a>,
    field: Ptr<'a>,
    info: &'a SlotInfo,
}

impl<'a> SlotRef<'a> {
    /// # Safety
    ///
    /// `owner` points to a whole value of the struct that declares the slot `info`.
    #[inline(always)]
    pub(in crate::reflect) unsafe fn own(owner: Ptr<'a>, info: &'a SlotInfo) -> Self {
        // SAFETY: `owner` points to a whole struct with the field `info` at that offset (contract
        // of this function, and invariant 1 of `SlotInfo`).
        let field = unsafe { owner.field(info.offset()) };
        SlotRef { owner, field, info }
    }

    /// Returns the own slot in that row of a `T`. Where the row is a constant, so is all of it but
    /// the address.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn of<T: Slotted>(value: &'a T, row: usize) -> Option<Self> {
        let info = T::LAYOUT.slots().get(row)?;
        // SAFETY: `T::LAYOUT` describes a `T` (contract of `Slotted`), so `value` is a whole value of
        // the struct that declares its own slots.
        Some(unsafe { SlotRef::own(Ptr::new(value), info) })
    }

    /// # Safety
    ///
    /// `whole` points to an enum in which `variant` is active, and `found` is a location in the
    /// layout of that variant.
    #[cold]
    pub(in crate::reflect) unsafe fn in_variant(
        whole: Ptr<'a>,
        variant: VariantOf,
        found: &SlotLocation<'a>,
    ) -> Self {
        let info = found.info();
        let ty = info.vtables().field.ty.id();
        // SAFETY: `whole` points to the enum that the variant is of (contract of this function).
        // `field` checks that what it returns is of the type of the vtables.
        let field = unsafe { variant.enum_info().field(whole, found.field(), ty) };
        // A variant has no lazy slots (invariant 5 of `SlotLayout`), so `owner` is not used.
        SlotRef { owner: whole, field, info }
    }

    /// # Safety
    ///
    /// `whole` points to a whole value of a struct in whose layout `found` is a location.
    #[inline(always)]
    pub(in crate::reflect) unsafe fn located(whole: Ptr<'a>, found: &SlotLocation<'a>) -> Self {
        // SAFETY: `found` is a location in the layout of `whole` (contract of this function), so
        // its slot lies at its offset there (invariant 1 of `SlotLocation`).
        unsafe { SlotRef::at(whole, found.offset(), found.info()) }
    }

    /// # Safety
    ///
    /// `whole` points to a whole value in which the slot `info` lies at `offset`, inside a value of
    /// the struct that declares it.
    #[inline(always)]
    pub(crate) unsafe fn at(whole: Ptr<'a>, offset: usize, info: &'a SlotInfo) -> Self {
        // SAFETY: `info.offset()` counts from the start of the struct that declares the slot, and
        // `offset` from the start of `whole` (contract of this function). So that struct lies in
        // `whole` at the difference of the two.
        let owner = unsafe { whole.field(offset - info.offset()) };
        // SAFETY: `owner` points to the struct that declares the slot, as just shown.
        unsafe { SlotRef::own(owner, info) }
    }

    pub(crate) fn info(self) -> &'a SlotInfo {
        self.info
    }

    /// Returns the value, or `None` if the slot is unbound. Computes a lazy slot.
    #[inline(always)]
    pub(crate) fn get(self) -> Option<AttrRef<'a>> {
        if self.info.is_direct() {
            // SAFETY: `field` is of the type of the vtables of `info` (invariant 1). The slot is
            // not optional, so the field is the value itself, and of the type of the vtable `value`
            // (invariant 1 of `SlotVTables`).
            return Some(unsafe { AttrRef::from_raw(self.field, self.info.vtables().value) });
        }
        // SAFETY: these are the parts of `self`.
        unsafe { SlotRef::get_inside(self.owner, self.field, self.info) }
    }

    /// Does what [`get`](SlotRef::get) does. It takes the parts of the slot: a `SlotRef` would be
    /// passed in memory, and written there even on the path that makes no call.
    ///
    /// # Safety
    ///
    /// The three are the parts of a `SlotRef`: its invariants hold of them.
    #[inline(never)]
    unsafe fn get_inside(
        owner: Ptr<'a>,
        field: Ptr<'a>,
        info: &'a SlotInfo,
    ) -> Option<AttrRef<'a>> {
        match info.lazy() {
            None => SlotRef { owner, field, info }.read(),
            Some(lazy) => {
                // SAFETY: `owner` points to the struct that declares the slot, and `field` to the
                // slot's field in it (invariant 2).
                let value = unsafe { lazy.force(owner, field) };
                // SAFETY: `force` returns the value inside the cell, which is of the type of the
                // vtable `value` (invariant 1 of `SlotVTables`).
                Some(unsafe { AttrRef::from_raw(value, info.vtables().value) })
            }
        }
    }

    /// Whether the slot's `skip_serializing_if` leaves it out in data.
    #[cfg(feature = "serde")]
    pub(crate) fn is_skipped(self) -> bool {
        // SAFETY: `field` points to a field of the type of the vtables of `info` (invariant 1),
        // which `skip` takes (invariant 1 of `SlotInfo`).
        self.info.skip().is_some_and(|skip| unsafe { skip.skips(self.field) })
    }

    /// Returns the value, or `None` if the slot is unbound. Does not compute a lazy slot.
    #[inline(always)]
    pub(crate) fn read(self) -> Option<AttrRef<'a>> {
        let vtables = self.info.vtables();
        // SAFETY: `field` points to a field of the type of these vtables (invariant 1).
        let value = unsafe { vtables.value_in(self.field) }?;
        // SAFETY: `value_in` returns a pointer to a value of the type of the vtable `value`.
        Some(unsafe { AttrRef::from_raw(value, vtables.value) })
    }
}

/// One slot of one object, borrowed for writing.
///
/// Invariant 1: `found` is a location in the layout of `object`.
pub(crate) struct SlotMut<'a> {
    object: ObjectMut<'a>,
    found: SlotLocation<'a>,
}

impl<'a> SlotMut<'a> {
    /// # Safety
    ///
    /// `found` is a location in the layout of `object`.
    #[inline(always)]
    pub(in crate::reflect) unsafe fn located(
        object: ObjectMut<'a>,
        found: SlotLocation<'a>,
    ) -> Self {
        SlotMut { object, found }
    }

    pub(crate) fn info(&self) -> &'a SlotInfo {
        self.found.info()
    }

    /// Returns the whole object.
    pub(crate) fn object(&self) -> Object<'_> {
        self.object.shared()
    }

    /// Whether the object, or a base on the way to the slot, is frozen.
    pub(crate) fn is_frozen(&self) -> bool {
        self.found.is_frozen()
    }

    pub(crate) fn shared(&self) -> SlotRef<'_> {
        // SAFETY: `found` is a location in the layout of `object` (invariant 1).
        unsafe { self.object.shared().located(&self.found) }
    }

    #[inline(always)]
    fn into_field(self) -> PtrMut<'a> {
        match self.object.layout().variant_of() {
            // SAFETY: `into_ptr` points to the whole object, and `found` is a location in its
            // layout (invariant 1), that of a struct; so the slot's field lies at that offset
            // (invariant 1 of `SlotLocation`).
            None => unsafe { self.object.into_ptr().field(self.found.offset()) },
            // SAFETY: `found` is a location in the layout of `object` (invariant 1).
            Some(variant) => unsafe { in_variant_mut(self.object, variant, &self.found) },
        }
    }

    /// Returns the value, or `None` if the slot is unbound. Writing through the result runs no
    /// validator, so callers refuse validated slots first.
    pub(crate) fn read(self) -> Option<AttrMut<'a>> {
        let vtables = self.info().vtables();
        // SAFETY: `into_field` points to the field of `info`, whose type the vtables are for
        // (invariant 1 of `SlotInfo`).
        let value = unsafe { vtables.value_in_mut(self.into_field()) }?;
        // SAFETY: `value_in_mut` returns a pointer to a value of the type of the vtable `value`.
        Some(unsafe { AttrMut::from_raw(value, vtables.value) })
    }

    /// Converts the source and writes the result, if the slot's validator accepts it. Binds an
    /// unbound slot.
    pub(crate) fn write(self, source: Source<'_>) -> Result<(), ConversionError> {
        let info = self.info();
        let dest = Dest::Init(self.into_field());
        // SAFETY: `dest` is the field of `info`, whose type the vtables are for (invariant 1 of
        // `SlotInfo`).
        unsafe { info.vtables().put(dest, source, info.validator()) }
    }

    /// Makes the field that [`write`](SlotMut::write) would write, in a box, to be swapped in by
    /// [`swap_field`](SlotMut::swap_field).
    pub(crate) fn prepare(&self, value: &mut Value) -> Result<Box<dyn Any>, ConversionError> {
        SlotMut::prepare_for(self.info(), Source::Value(value))
    }

    /// Makes the field of any object's slot `info`, as [`prepare`](SlotMut::prepare) does of one.
    pub(crate) fn prepare_for(
        info: &SlotInfo,
        source: Source<'_>,
    ) -> Result<Box<dyn Any>, ConversionError> {
        let mut boxed = None;
        let dest = Dest::Boxed(&mut boxed);
        // SAFETY: `Dest::Boxed` is a destination for any type.
        unsafe { info.vtables().put(dest, source, info.validator()) }?;
        Ok(boxed.expect("a successful `put` fills the box"))
    }

    /// Makes an unbound field as [`prepare`](SlotMut::prepare) makes a bound one. Returns `None` if
    /// the slot always holds a value.
    pub(crate) fn prepare_unbound(&self) -> Option<Box<dyn Any>> {
        Some(self.info().vtables().option()?.boxed_empty())
    }

    /// Swaps the whole field with what [`prepare`](SlotMut::prepare) made for this slot.
    pub(crate) fn swap_field(self, prepared: &mut dyn Any) {
        let vtables = self.info().vtables();
        // SAFETY: `into_field` points to the field of `info`, whose type the vtables are for
        // (invariant 1 of `SlotInfo`).
        let swapped = unsafe { vtables.swap_field(self.into_field(), prepared) };
        assert!(swapped, "it was prepared for this slot");
    }

    /// Swaps the value with `other` and returns `true`, if both have the same type and the slot's
    /// validator accepts `other`. Returns `None` if the slot is unbound. Refuses what is nested too
    /// deep (spec 7.12).
    pub(crate) fn swap(self, other: &mut dyn Any) -> Option<Result<bool, ConversionError>> {
        let info = self.info();
        let vtables = info.vtables();
        // SAFETY: `into_field` points to the field of `info`, whose type the vtables are for
        // (invariant 1 of `SlotInfo`).
        let value = unsafe { vtables.value_in_mut(self.into_field()) }?;
        if (*other).type_id() == vtables.value.ty().id() {
            let other = Ptr::new(&*other);
            // SAFETY: `other` is of the type of the vtable `value`: the identities were just
            // compared.
            let accepted = unsafe { AttrRef::from_raw(other, vtables.value) }.within_depth();
            let accepted = accepted.and_then(|()| match info.validator() {
                // SAFETY: `other` is of the type of the vtable `value`, as above.
                Some(validator) => unsafe { vtables.value.validate(other, validator) },
                None => Ok(()),
            });
            if let Err(error) = accepted {
                return Some(Err(error));
            }
        }
        // SAFETY: `value_in_mut` returns a pointer to a value of the type of the vtable `value`.
        Some(Ok(unsafe { vtables.value.ty().swap(value, other) }))
    }

    /// Unbinds an optional slot. Does nothing to any other slot.
    pub(crate) fn unbind(self) {
        if let Some(option) = self.info().vtables().option() {
            // SAFETY: `into_field` points to the field of `info`, whose type the vtables are for
            // (invariant 1 of `SlotInfo`).
            unsafe { option.unbind(self.into_field()) }
        }
    }
}

/// Returns the field of a slot of an enum's active variant. It is of the type of the slot's
/// vtables.
///
/// # Safety
///
/// `variant` is that of the layout of `object`, in which `found` is a location.
#[cold]
unsafe fn in_variant_mut<'a>(
    object: ObjectMut<'a>,
    variant: VariantOf,
    found: &SlotLocation<'a>,
) -> PtrMut<'a> {
    let ty = found.info().vtables().field.ty.id();
    // SAFETY: `into_ptr` points to the enum that the layout is of (invariant 1 of `ObjectMut`),
    // which is that of `variant` (contract of this function).
    unsafe { variant.enum_info().field_mut(object.into_ptr(), found.field(), ty) }
}
