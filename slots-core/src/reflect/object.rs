//! A whole struct that is known by its layout.

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::attr::AttrMut;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::iter::SlotIter;
use crate::reflect::layout::lookup::Probe;
use crate::reflect::slot_ref::{SlotMut, SlotRef};
use crate::reflect::slotted::Slotted;
use crate::value::dict::Dict;

/// A shared reference to a slotted struct.
///
/// Invariant 1: `ptr` points to a whole value of the type that `layout` describes. (`of` takes both from one
/// `T: Slotted`, whose contract it is.)
#[derive(Clone, Copy)]
pub struct Object<'a> {
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

    /// The own slot of that name, if one look into the index finds it; else what the look tells.
    #[inline(always)]
    pub(crate) fn probe(self, name: &str) -> Result<SlotRef<'a>, Probe> {
        match self.layout.probe(name) {
            // SAFETY: an own slot of the layout, which describes what `ptr` points to (invariant 1).
            Probe::Hit(info, _) => Ok(unsafe { SlotRef::own(self.ptr, info) }),
            other => Err(other),
        }
    }

    /// The slot of that name, own or of a base.
    #[inline(always)]
    pub(crate) fn slot(self, name: &str) -> Option<SlotRef<'a>> {
        let found = self.layout.locate(name)?;
        // SAFETY: `found` is of the layout, which describes what `ptr` points to (invariant 1).
        Some(unsafe { SlotRef::located(self.ptr, &found) })
    }

    /// All slots, own and inherited, in the order of [`SlotLayout::iter`].
    #[inline]
    pub(crate) fn slots(self) -> ObjectSlots<'a> {
        ObjectSlots { whole: self.ptr, slots: self.layout.iter() }
    }

    /// The slot that `info` describes.
    ///
    /// # Safety
    ///
    /// `info` is of an own slot of the layout.
    pub(crate) unsafe fn own_slot(self, info: &'static SlotInfo) -> SlotRef<'a> {
        // SAFETY: `info` is of an own slot of what `ptr` points to (invariant 1, and the contract here).
        unsafe { SlotRef::own(self.ptr, info) }
    }

    /// The `Dict`, own or of a base.
    #[inline(always)]
    pub(crate) fn dict(self) -> Option<&'a Dict> {
        let offset = self.layout.dict_offset()?;
        // SAFETY: a `Dict` lies at that offset of what `ptr` points to (invariant 1, and 3 of `SlotLayout`).
        Some(unsafe { self.ptr.field(offset).cast::<Dict>() })
    }
}

/// The slots of an object; see [`Object::slots`].
///
/// Invariant 1: `whole` points to a value of the type whose layout `slots` goes through.
#[derive(Clone)]
pub(crate) struct ObjectSlots<'a> {
    whole: Ptr<'a>,
    slots: SlotIter,
}

impl<'a> Iterator for ObjectSlots<'a> {
    type Item = SlotRef<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<SlotRef<'a>> {
        let location = self.slots.next()?;
        // SAFETY: the location is of the layout of what `whole` points to (invariant 1).
        Some(unsafe { SlotRef::located(self.whole, &location) })
    }
}

/// An exclusive reference to a slotted struct.
///
/// Invariant 1 of [`Object`].
pub struct ObjectMut<'a> {
    ptr: PtrMut<'a>,
    layout: &'static SlotLayout,
}

impl<'a> ObjectMut<'a> {
    #[inline(always)]
    pub(crate) fn of<T: Slotted>(value: &'a mut T) -> Self {
        ObjectMut { ptr: PtrMut::new(value), layout: T::LAYOUT }
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type that `layout` describes.
    pub(in crate::reflect) unsafe fn from_raw(
        ptr: PtrMut<'a>,
        layout: &'static SlotLayout,
    ) -> Self {
        ObjectMut { ptr, layout }
    }

    pub(crate) fn layout(&self) -> &'static SlotLayout {
        self.layout
    }

    #[inline(always)]
    pub(in crate::reflect) fn ptr(&self) -> Ptr<'_> {
        self.ptr.shared()
    }

    #[inline(always)]
    pub(in crate::reflect) fn into_ptr(self) -> PtrMut<'a> {
        self.ptr
    }

    pub(crate) fn shared(&self) -> Object<'_> {
        Object { ptr: self.ptr.shared(), layout: self.layout }
    }

    /// The same object for a shorter time.
    pub(crate) fn reborrow(&mut self) -> ObjectMut<'_> {
        ObjectMut { ptr: self.ptr.reborrow(), layout: self.layout }
    }

    /// The slot of that name, own or of a base; or the object again.
    #[inline(always)]
    pub(crate) fn slot(self, name: &str) -> Result<SlotMut<'a>, Self> {
        match self.layout.locate(name) {
            // SAFETY: `found` is of the layout of this object.
            Some(found) => Ok(unsafe { SlotMut::located(self, found) }),
            None => Err(self),
        }
    }

    /// What the own slot of that name holds, if one look into the index finds it, and it may be lent out and written
    /// without a question; or the object again.
    #[inline(always)]
    pub(crate) fn probe(self, name: &str) -> Result<(&'static SlotInfo, AttrMut<'a>), Self> {
        match self.layout.probe(name) {
            Probe::Hit(info, _) if info.is_free() && !self.layout.is_frozen() => {
                // SAFETY: an own slot of what `ptr` points to (invariant 1). It is not optional: so the field is
                // the value, and of the type of `value`.
                let value = unsafe {
                    AttrMut::from_raw(self.ptr.field(info.offset()), info.vtables().value)
                };
                Ok((info, value))
            }
            _ => Err(self),
        }
    }

    /// The `Dict`, own or of a base; or the object again.
    pub(crate) fn dict(self) -> Result<&'a mut Dict, Self> {
        let Some(offset) = self.layout.dict_offset() else {
            return Err(self);
        };
        // SAFETY: a `Dict` lies at that offset of what `ptr` points to (invariant 1, and 3 of `SlotLayout`).
        Ok(unsafe { self.ptr.field(offset).cast::<Dict>() })
    }
}
