//! A whole struct that is known by its layout, and the step from it to one of its slots.

use super::attr::{AttrMut, AttrRef};
use super::ptr::{Ptr, PtrMut};
use crate::dict::Dict;
use crate::layout::{Located, SlotInfo, SlotLayout};
use crate::slotted::Slotted;
use crate::value::{Mismatch, Value};

/// A shared reference to a slotted struct.
///
/// Invariant 1: `ptr` points to a whole value of the type that `layout` describes. (`of` takes both
/// from one `T: Slotted`, whose contract it is; `base` follows an entry of that layout.)
#[derive(Clone, Copy)]
pub(crate) struct Object<'a> {
    ptr: Ptr<'a>,
    layout: &'static SlotLayout,
}

impl<'a> Object<'a> {
    #[inline(always)]
    pub(crate) fn of<T: Slotted>(value: &'a T) -> Self {
        Object { ptr: Ptr::new(value), layout: T::LAYOUT }
    }

    #[inline(always)]
    pub(crate) fn layout(self) -> &'static SlotLayout {
        self.layout
    }

    /// The slot of that name, own or of a base.
    #[inline(always)]
    pub(crate) fn slot(self, name: &str) -> Option<SlotRef<'a>> {
        let found = self.layout.locate(name)?;
        // SAFETY: `found` is of `layout`, which describes what `ptr` points to (invariant 1).
        let ptr = unsafe { self.ptr.field(found.offset) };
        Some(SlotRef { ptr, info: found.info })
    }

    /// The own slot at `index`.
    pub(crate) fn own_slot(self, index: usize) -> SlotRef<'a> {
        let info = &self.layout.slots()[index];
        // SAFETY: `info` is of `layout`, which describes what `ptr` points to (invariant 1).
        let ptr = unsafe { self.ptr.field(info.offset()) };
        SlotRef { ptr, info }
    }

    /// The base, as a struct of its own.
    pub(crate) fn base(self, index: usize) -> Object<'a> {
        let base = &self.layout.bases()[index];
        // SAFETY: `base` is of `layout`, which describes what `ptr` points to (invariant 1), and
        // says that a whole value of the base's type lies at that offset.
        let ptr = unsafe { self.ptr.field(base.offset()) };
        Object { ptr, layout: base.layout() }
    }

    /// The `Dict`, own or of a base.
    #[inline(always)]
    pub(crate) fn dict(self) -> Option<&'a Dict> {
        let offset = self.layout.dict_offset()?;
        // SAFETY: a `Dict` lies at that offset of what `ptr` points to (invariant 1).
        Some(unsafe { self.ptr.field(offset).cast::<Dict>() })
    }
}

/// One slot of one struct.
///
/// Invariant 1: `ptr` points to a field as `info` describes it.
#[derive(Clone, Copy)]
pub(crate) struct SlotRef<'a> {
    ptr: Ptr<'a>,
    info: &'static SlotInfo,
}

impl<'a> SlotRef<'a> {
    pub(crate) fn info(self) -> &'static SlotInfo {
        self.info
    }

    /// The value, or `None` where the slot is unbound.
    #[inline(always)]
    pub(crate) fn read(self) -> Option<AttrRef<'a>> {
        let ops = self.info.ops();
        let ptr = match ops.option {
            None => self.ptr,
            // SAFETY: `ops` belongs to the field (invariant 1).
            Some(option) => unsafe { option.get(self.ptr) }?,
        };
        // SAFETY: the field itself, or the value in its `Option`: of the type of `ops.value`.
        Some(unsafe { AttrRef::from_raw(ptr, ops.value) })
    }
}

/// An exclusive reference to a slotted struct; the invariant of [`Object`].
pub(crate) struct ObjectMut<'a> {
    ptr: PtrMut<'a>,
    layout: &'static SlotLayout,
}

impl<'a> ObjectMut<'a> {
    #[inline(always)]
    pub(crate) fn of<T: Slotted>(value: &'a mut T) -> Self {
        ObjectMut { ptr: PtrMut::new(value), layout: T::LAYOUT }
    }

    pub(crate) fn layout(&self) -> &'static SlotLayout {
        self.layout
    }

    pub(crate) fn shared(&self) -> Object<'_> {
        Object { ptr: self.ptr.shared(), layout: self.layout }
    }

    /// The slot of that name, own or of a base; or the object again.
    #[inline(always)]
    pub(crate) fn slot(self, name: &str) -> Result<SlotMut<'a>, Self> {
        match self.layout.locate(name) {
            Some(found) => Ok(SlotMut { object: self, found }),
            None => Err(self),
        }
    }

    /// The `Dict`, own or of a base; or the object again.
    pub(crate) fn dict(self) -> Result<&'a mut Dict, Self> {
        let Some(offset) = self.layout.dict_offset() else {
            return Err(self);
        };
        // SAFETY: a `Dict` lies at that offset of what `ptr` points to (invariant 1).
        Ok(unsafe { self.ptr.field(offset).cast::<Dict>() })
    }

    /// The same object for a shorter time.
    pub(crate) fn reborrow(&mut self) -> ObjectMut<'_> {
        ObjectMut { ptr: self.ptr.reborrow(), layout: self.layout }
    }
}

/// One slot of one struct, to write.
///
/// Invariant 1: `found` is of the layout of `object`.
pub(crate) struct SlotMut<'a> {
    object: ObjectMut<'a>,
    found: Located,
}

impl<'a> SlotMut<'a> {
    pub(crate) fn info(&self) -> &'static SlotInfo {
        self.found.info
    }

    /// The whole object.
    pub(crate) fn object(&self) -> Object<'_> {
        self.object.shared()
    }

    /// Whether the object, or its base that declares the slot, is frozen.
    pub(crate) fn is_frozen(&self) -> bool {
        self.found.frozen
    }

    pub(crate) fn shared(&self) -> SlotRef<'_> {
        // SAFETY: the layout, of which `found` is (invariant 1), describes what the pointer points to.
        let ptr = unsafe { self.object.ptr.shared().field(self.found.offset) };
        SlotRef { ptr, info: self.found.info }
    }

    #[inline(always)]
    fn into_ptr(self) -> PtrMut<'a> {
        // SAFETY: the layout, of which `found` is (invariant 1), describes what the pointer points to.
        unsafe { self.object.ptr.field(self.found.offset) }
    }

    /// The value, or `None` where the slot is unbound.
    pub(crate) fn read(self) -> Option<AttrMut<'a>> {
        let ops = self.info().ops();
        let ptr = self.into_ptr();
        let ptr = match ops.option {
            None => ptr,
            // SAFETY: `ops` belongs to the field (invariant 1).
            Some(option) => unsafe { option.get_mut(ptr) }?,
        };
        // SAFETY: the field itself, or the value in its `Option`: of the type of `ops.value`.
        Some(unsafe { AttrMut::from_raw(ptr, ops.value) })
    }

    /// Converts and writes; binds an unbound slot.
    pub(crate) fn write(self, value: Value) -> Result<(), Mismatch> {
        let ops = self.info().ops();
        let ptr = self.into_ptr();
        match ops.option {
            // SAFETY: `ops` belongs to the field (invariant 1).
            None => unsafe { ops.value.assign(ptr, value) },
            // SAFETY: the same.
            Some(option) => unsafe { option.bind(ptr, value) },
        }
    }

    /// Unbinds an optional slot; another one stays as it is.
    pub(crate) fn unbind(self) {
        if let Some(option) = self.info().ops().option {
            // SAFETY: `ops` belongs to the field (invariant 1).
            unsafe { option.unbind(self.into_ptr()) }
        }
    }
}
