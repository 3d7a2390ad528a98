//! One slot of one struct.

use alloc::boxed::Box;
use core::any::Any;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lookup::SlotLocation;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::vtable::put::{Dest, Source};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// One slot of one struct, to read.
///
/// Invariant 1: `owner` points to a value of the type that declares the slot that `info` describes.
#[derive(Clone, Copy)]
pub(crate) struct SlotRef<'a> {
    owner: Ptr<'a>,
    info: &'static SlotInfo,
}

impl<'a> SlotRef<'a> {
    /// # Safety
    ///
    /// `owner` points to a value of the type that declares the slot that `info` describes.
    #[inline(always)]
    pub(in crate::reflect) unsafe fn own(owner: Ptr<'a>, info: &'static SlotInfo) -> Self {
        SlotRef { owner, info }
    }

    /// # Safety
    ///
    /// `found` is of the layout of what `whole` points to.
    #[inline(always)]
    pub(in crate::reflect) unsafe fn located(whole: Ptr<'a>, found: &SlotLocation) -> Self {
        // SAFETY: the contract of this function, and invariant 1 of `SlotLocation`.
        unsafe { SlotRef::at(whole, found.offset(), found.info()) }
    }

    /// # Safety
    ///
    /// The slot that `info` describes lies at `offset` of what `whole` points to.
    #[inline(always)]
    pub(crate) unsafe fn at(whole: Ptr<'a>, offset: usize, info: &'static SlotInfo) -> Self {
        // SAFETY: the slot's own offset is from the start of the struct that declares it, which so lies in the
        // whole, at the difference.
        let owner = unsafe { whole.field(offset - info.offset()) };
        SlotRef { owner, info }
    }

    pub(crate) fn info(self) -> &'static SlotInfo {
        self.info
    }

    #[inline(always)]
    fn field(self) -> Ptr<'a> {
        // SAFETY: `info` describes a field of the owner (invariant 1).
        unsafe { self.owner.field(self.info.offset()) }
    }

    /// The value, or `None` where the slot is unbound. A lazy slot is computed.
    #[inline(always)]
    pub(crate) fn get(self) -> Option<AttrRef<'a>> {
        match self.info.lazy() {
            None => self.read(),
            Some(lazy) => {
                // SAFETY: `owner` is of the type that declares the slot (invariant 1), and this is its field.
                let value = unsafe { lazy.force(self.owner, self.field()) };
                // SAFETY: what the cell holds is of the type of `value`.
                Some(unsafe { AttrRef::from_raw(value, self.info.vtables().value) })
            }
        }
    }

    /// The value, or `None` where the slot is unbound. Nothing is computed.
    #[inline(always)]
    pub(crate) fn read(self) -> Option<AttrRef<'a>> {
        let vtables = self.info.vtables();
        // SAFETY: the vtables are of the field (invariant 1 of `SlotInfo`).
        let value = unsafe { vtables.value_in(self.field()) }?;
        // SAFETY: what `value_in` returns is of the type of `value`.
        Some(unsafe { AttrRef::from_raw(value, vtables.value) })
    }
}

/// One slot of one struct, to write.
///
/// Invariant 1: `found` is of the layout of `object`.
pub(crate) struct SlotMut<'a> {
    object: ObjectMut<'a>,
    found: SlotLocation,
}

impl<'a> SlotMut<'a> {
    /// # Safety
    ///
    /// `found` is of the layout of `object`.
    #[inline(always)]
    pub(in crate::reflect) unsafe fn located(object: ObjectMut<'a>, found: SlotLocation) -> Self {
        SlotMut { object, found }
    }

    pub(crate) fn info(&self) -> &'static SlotInfo {
        self.found.info()
    }

    /// The whole object.
    pub(crate) fn object(&self) -> Object<'_> {
        self.object.shared()
    }

    /// Whether the object, or its base that declares the slot, is frozen.
    pub(crate) fn is_frozen(&self) -> bool {
        self.found.is_frozen()
    }

    pub(crate) fn shared(&self) -> SlotRef<'_> {
        // SAFETY: `found` is of the layout (invariant 1) that describes the object.
        unsafe { SlotRef::located(self.object.ptr(), &self.found) }
    }

    #[inline(always)]
    fn into_field(self) -> PtrMut<'a> {
        // SAFETY: the slot lies at that offset of the object (invariant 1).
        unsafe { self.object.into_ptr().field(self.found.offset()) }
    }

    /// The value, or `None` where the slot is unbound. It can be changed without a question: so callers refuse
    /// validated slots before.
    pub(crate) fn read(self) -> Option<AttrMut<'a>> {
        let vtables = self.info().vtables();
        // SAFETY: the vtables are of the field (invariant 1 of `SlotInfo`).
        let value = unsafe { vtables.value_in_mut(self.into_field()) }?;
        // SAFETY: what `value_in_mut` returns is of the type of `value`.
        Some(unsafe { AttrMut::from_raw(value, vtables.value) })
    }

    /// Writes what the source makes and the slot's validator accepts; binds an unbound slot.
    pub(crate) fn write(self, source: Source<'_>) -> Result<(), ConversionError> {
        let info = self.info();
        let dest = Dest::Init(self.into_field());
        // SAFETY: the destination is the field of `info`.
        unsafe { info.vtables().field.put(dest, source, info.validator()) }
    }

    /// Makes what would be written, aside: for [`swap_field`](SlotMut::swap_field).
    pub(crate) fn prepare(&self, value: &mut Value) -> Result<Box<dyn Any>, ConversionError> {
        let info = self.info();
        let mut boxed = None;
        let dest = Dest::Boxed(&mut boxed);
        // SAFETY: a box is a destination for any type.
        unsafe { info.vtables().field.put(dest, Source::Value(value), info.validator()) }?;
        Ok(boxed.expect("a successful `put` fills the box"))
    }

    /// Swaps the whole field with what was prepared for it.
    pub(crate) fn swap_field(self, prepared: &mut dyn Any) {
        let ty = &self.info().vtables().field.ty;
        // SAFETY: the pointer is to the field of `info`.
        let swapped = unsafe { ty.swap(self.into_field(), prepared) };
        assert!(swapped, "it was prepared for this slot");
    }

    /// Swaps the value with `other`, if that is of the same type and the slot's validator accepts it. `None` where the
    /// slot is unbound.
    pub(crate) fn swap(self, other: &mut dyn Any) -> Option<Result<bool, ConversionError>> {
        let info = self.info();
        let vtables = info.vtables();
        // SAFETY: the vtables are of the field (invariant 1 of `SlotInfo`).
        let value = unsafe { vtables.value_in_mut(self.into_field()) }?;
        if let Some(validator) = info.validator()
            && (*other).type_id() == vtables.value.ty().id
        {
            // SAFETY: `other` is of the type of `value`, by the identity just compared.
            if let Err(error) = unsafe { vtables.value.validate(Ptr::new(&*other), validator) } {
                return Some(Err(error));
            }
        }
        // SAFETY: what `value_in_mut` returns is of the type of `value`.
        Some(Ok(unsafe { vtables.value.ty().swap(value, other) }))
    }

    /// Unbinds an optional slot; another one stays as it is.
    pub(crate) fn unbind(self) {
        if let Some(option) = self.info().vtables().option {
            // SAFETY: the vtables are of the field (invariant 1 of `SlotInfo`).
            unsafe { option.unbind(self.into_field()) }
        }
    }
}
