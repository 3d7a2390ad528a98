//! A whole struct that is known by its layout, and the step from it to one of its slots.

use alloc::boxed::Box;
use core::any::Any;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lookup::{Glance, Located};
use crate::reflect::slotted::Slotted;
use crate::reflect::vtable::put::{Place, Source};
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::mismatch::Mismatch;

/// A shared reference to a slotted struct.
///
/// Invariant 1: `ptr` points to a whole value of the type that `layout` describes. (`of` takes both
/// from one `T: Slotted`, whose contract it is; `base` follows an entry of that layout.)
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

    /// The own slot of that name, if a glance at the index finds it; else whether it could be elsewhere.
    #[inline(always)]
    pub(crate) fn glance(self, name: &str) -> Result<SlotRef<'a>, Glance> {
        match self.layout.glance(name) {
            // The struct itself declares it.
            Glance::Own(info) => Ok(SlotRef { owner: self.ptr, info }),
            other => Err(other),
        }
    }

    /// The slot of that name, own or of a base.
    #[inline(always)]
    pub(crate) fn slot(self, name: &str) -> Option<SlotRef<'a>> {
        let found = self.layout.locate(name)?;
        // SAFETY: `found` is of `layout`, which describes what `ptr` points to (invariant 1).
        Some(unsafe { SlotRef::located(self.ptr, &found) })
    }

    /// The own slot at `index`.
    pub(crate) fn own_slot(self, index: usize) -> SlotRef<'a> {
        // The struct itself declares it.
        SlotRef { owner: self.ptr, info: &self.layout.slots()[index] }
    }

    /// # Safety
    ///
    /// `info` is of an own slot of the layout.
    pub(crate) unsafe fn own_slot_of(self, info: &'static SlotInfo) -> SlotRef<'a> {
        SlotRef { owner: self.ptr, info }
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
/// Invariant 1: `owner` points to a value of the type that declares the slot that `info` describes.
#[derive(Clone, Copy)]
pub(crate) struct SlotRef<'a> {
    owner: Ptr<'a>,
    info: &'static SlotInfo,
}

impl<'a> SlotRef<'a> {
    /// # Safety
    ///
    /// `found` is of the layout of what `whole` points to.
    #[inline(always)]
    pub(crate) unsafe fn located(whole: Ptr<'a>, found: &Located) -> Self {
        // SAFETY: the slot's own offset is from the start of the struct that declares it: that lies in the whole.
        let owner = unsafe { whole.field(found.offset - found.info.offset()) };
        SlotRef { owner, info: found.info }
    }

    pub(crate) fn info(self) -> &'static SlotInfo {
        self.info
    }

    #[inline(always)]
    fn ptr(self) -> Ptr<'a> {
        // SAFETY: `info` describes a field of the owner (invariant 1).
        unsafe { self.owner.field(self.info.offset()) }
    }

    /// The value, or `None` where the slot is unbound. A lazy slot is computed.
    #[inline(always)]
    pub(crate) fn get(self) -> Option<AttrRef<'a>> {
        match self.info.lazy() {
            None => self.read(),
            Some(lazy) => {
                // SAFETY: the owner declares the slot, and `ptr` is its field (invariant 1).
                let ptr = unsafe { lazy.force(self.owner, self.ptr()) };
                // SAFETY: what the cell holds is of the type of `ops.value`.
                Some(unsafe { AttrRef::from_raw(ptr, self.info.ops().value) })
            }
        }
    }

    /// The value, or `None` where the slot is unbound; nothing is computed.
    #[inline(always)]
    pub(crate) fn read(self) -> Option<AttrRef<'a>> {
        let ops = self.info.ops();
        // SAFETY: `ops` belongs to the field (invariant 1).
        let value = unsafe { ops.value_in(self.ptr()) }?;
        // SAFETY: it is of the type of `ops.value`.
        Some(unsafe { AttrRef::from_raw(value, ops.value) })
    }
}

/// An exclusive reference to a slotted struct; the invariant of [`Object`].
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
    pub(crate) unsafe fn from_raw(ptr: PtrMut<'a>, layout: &'static SlotLayout) -> Self {
        ObjectMut { ptr, layout }
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

    /// What the own slot of that name holds, if a glance at the index finds it, and nothing has to be asked
    /// before it is lent out or written; or the object again.
    #[inline(always)]
    pub(crate) fn glance(self, name: &str) -> Result<(&'static SlotInfo, AttrMut<'a>), Self> {
        match self.layout.glance(name) {
            Glance::Own(info) if info.is_free() && !self.layout.is_frozen() => {
                let ops = info.ops().value;
                // SAFETY: a slot of the layout's own, so in what the pointer points to. It always holds a value, which is
                // then the field itself, and of the type of `ops`.
                Ok((info, unsafe { AttrMut::from_raw(self.ptr.field(info.offset()), ops) }))
            }
            _ => Err(self),
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
        unsafe { SlotRef::located(self.object.ptr.shared(), &self.found) }
    }

    #[inline(always)]
    fn into_ptr(self) -> PtrMut<'a> {
        // SAFETY: the layout, of which `found` is (invariant 1), describes what the pointer points to.
        unsafe { self.object.ptr.field(self.found.offset) }
    }

    /// The value, or `None` where the slot is unbound. It can be changed unasked: the callers keep validated slots
    /// from it.
    pub(crate) fn read(self) -> Option<AttrMut<'a>> {
        let ops = self.info().ops();
        // SAFETY: `ops` belongs to the field (invariant 1).
        let value = unsafe { ops.value_in_mut(self.into_ptr()) }?;
        // SAFETY: it is of the type of `ops.value`.
        Some(unsafe { AttrMut::from_raw(value, ops.value) })
    }

    /// Makes a value of the source, asks the slot's check, and writes it; binds an unbound slot.
    pub(crate) fn write(self, source: Source<'_>) -> Result<(), Mismatch> {
        let info = self.info();
        let place = Place::Held(self.into_ptr());
        // SAFETY: the place is the field of `info` (invariant 1), and the check is the slot's own.
        unsafe { info.ops().field.put(place, source, info.check()) }
    }

    /// The same, but aside: for [`exchange`](SlotMut::exchange).
    pub(crate) fn prepare(&self, value: &mut Value) -> Result<Box<dyn Any>, Mismatch> {
        let info = self.info();
        let mut aside = None;
        // SAFETY: aside there is place for any type, and the check is the slot's own.
        unsafe {
            info.ops().field.put(Place::Aside(&mut aside), Source::Value(value), info.check())
        }?;
        Ok(aside.expect("what was put aside is there"))
    }

    /// Exchanges the whole field with what was prepared for it.
    pub(crate) fn exchange(self, prepared: &mut dyn Any) {
        let field = self.info().ops().field;
        // SAFETY: the pointer is to the field of `info` (invariant 1).
        let done = unsafe { field.exchange(self.into_ptr(), prepared) };
        assert!(done, "it was prepared for this slot");
    }

    /// Exchanges the value with `other`, if that is of its type and the slot's check has nothing against it.
    pub(crate) fn swap(self, other: &mut dyn Any) -> Option<Result<bool, Mismatch>> {
        let info = self.info();
        // SAFETY: `ops` belongs to the field (invariant 1).
        let value = unsafe { info.ops().value_in_mut(self.into_ptr()) }?;
        // SAFETY: it is of the type of `ops.value`; the check is the slot's own.
        Some(unsafe { info.ops().value.swap(value, other, info.check()) })
    }

    /// Unbinds an optional slot; another one stays as it is.
    pub(crate) fn unbind(self) {
        if let Some(option) = self.info().ops().option {
            // SAFETY: `ops` belongs to the field (invariant 1).
            unsafe { option.unbind(self.into_ptr()) }
        }
    }
}
