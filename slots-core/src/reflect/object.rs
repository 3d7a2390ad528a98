//! Objects: whole slotted values, type-erased and known by their layout.

use crate::erased::ptr::{Ptr, PtrMut};
use crate::name::NameKey;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::iter::SlotIter;
use crate::reflect::layout::lookup::{Probe, SlotLocation};
use crate::reflect::slot_ref::{SlotMut, SlotRef};
use crate::reflect::slotted::Slotted;
use crate::reflect::variant::{SlotEnum, active_layout};
use crate::value::dict::Dict;

/// A shared reference to an object.
///
/// Invariant 1: `ptr` points to a whole value of the type that `layout` describes; if `layout` is
/// that of an enum's variant, this variant is active. (`of` takes both from one `T: Slotted`, whose
/// contract guarantees this; `of_enum` checks that the layout is one of the enum.)
#[derive(Clone, Copy)]
pub struct Object<'a> {
    ptr: Ptr<'a>,
    layout: &'a SlotLayout,
}

impl<'a> Object<'a> {
    #[inline(always)]
    pub(crate) fn of<T: Slotted>(value: &'a T) -> Self {
        Object { ptr: Ptr::new(value), layout: T::LAYOUT }
    }

    pub(in crate::reflect) fn of_enum<E: SlotEnum>(value: &'a E) -> Self {
        Object { ptr: Ptr::new(value), layout: active_layout(value) }
    }

    /// # Safety
    ///
    /// `ptr` points to a whole value of the type that `layout` describes, which is that of a struct
    /// or of a run-time class.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: Ptr<'a>, layout: &'a SlotLayout) -> Self {
        Object { ptr, layout }
    }

    #[inline(always)]
    pub(crate) fn layout(self) -> &'a SlotLayout {
        self.layout
    }

    #[inline(always)]
    pub(in crate::reflect) fn ptr(self) -> Ptr<'a> {
        self.ptr
    }

    /// Returns the whole object as a value, if it is an enum with data. `None` for a struct.
    pub(crate) fn whole(self) -> Option<AttrRef<'a>> {
        let vtable = self.layout.variant_of()?.enum_info().vtable();
        assert!(
            vtable.ty().id() == SlotLayout::type_id(self.layout),
            "the variant is of this enum"
        );
        // SAFETY: `ptr` points to a whole value of the type that `layout` describes (invariant 1),
        // which is that of `vtable`: the identities were just compared.
        Some(unsafe { AttrRef::from_raw(self.ptr, vtable) })
    }

    /// Returns the slot at a location.
    ///
    /// # Safety
    ///
    /// `found` is a location in the layout of this object.
    #[inline(always)]
    pub(in crate::reflect) unsafe fn located(self, found: &SlotLocation<'a>) -> SlotRef<'a> {
        match self.layout.variant_of() {
            // SAFETY: `found` is a location in `layout` (contract of this function), which
            // describes the value that `ptr` points to (invariant 1), and is that of a struct.
            None => unsafe { SlotRef::located(self.ptr, found) },
            // SAFETY: `found` is a location in the layout of this variant (contract of this
            // function), which is active in the enum that `ptr` points to (invariant 1).
            Some(variant) => unsafe { SlotRef::in_variant(self.ptr, variant, found) },
        }
    }

    /// Returns the own slot of that name, of up to 16 bytes, if one probe of the index finds it;
    /// otherwise the result of the probe.
    #[inline(always)]
    pub(crate) fn probe_key(self, length: usize, key: NameKey) -> Result<SlotRef<'a>, Probe<'a>> {
        self.own_or(self.layout.probe_key(length, key))
    }

    /// Returns the own slot of that name, as [`probe_key`](Object::probe_key) does, where the
    /// layout is a constant.
    #[inline(always)]
    pub(crate) fn probe_in_constant(self, name: &str) -> Result<SlotRef<'a>, Probe<'a>> {
        self.own_or(self.layout.probe_in_constant(name))
    }

    #[inline(always)]
    fn own_or(self, probe: Probe<'a>) -> Result<SlotRef<'a>, Probe<'a>> {
        match probe {
            // SAFETY: `info` is an own slot of `layout`, which describes the value that `ptr`
            // points to (invariant 1), and is that of a struct: no probe finds a slot in that of a
            // variant (invariant 5 of `SlotLayout`).
            Probe::Hit(info, _) => Ok(unsafe { SlotRef::own(self.ptr, info) }),
            other => Err(other),
        }
    }

    /// Returns the base inside the object, if it has exactly one.
    #[inline(always)]
    pub(crate) fn only_base(self) -> Option<Object<'a>> {
        let [base] = self.layout.bases() else { return None };
        // SAFETY: a base is a field at its offset of the struct that `layout` describes (invariant
        // 2 of `SlotLayout`), which `ptr` points to (invariant 1; a layout with bases is that of a
        // struct, by invariant 5 of `SlotLayout`).
        let ptr = unsafe { self.ptr.field(base.offset()) };
        // Invariant 1: that field is a whole value of the type of the base's layout (invariant 1 of
        // `BaseInfo`).
        Some(Object { ptr, layout: base.layout() })
    }

    /// Returns the slot of that name, own or inherited.
    #[inline(always)]
    pub(crate) fn slot(self, name: &str, key: NameKey) -> Option<SlotRef<'a>> {
        let found = self.layout.locate_key(name, key)?;
        // SAFETY: `found` is a location in the layout of this object.
        Some(unsafe { self.located(&found) })
    }

    /// Iterates over all slots, own and inherited, in the order of [`SlotLayout::iter`].
    #[inline]
    pub(crate) fn slots(self) -> ObjectSlots<'a> {
        let rows = match self.layout.variant_of() {
            None => self.layout.first_rows(),
            Some(_) => [].iter(),
        };
        ObjectSlots { owner: self.ptr, rows, object: self, rest: None }
    }

    /// Returns the slot that `info` describes.
    ///
    /// # Safety
    ///
    /// `info` is the row of an own slot of this object's layout, which is that of a struct.
    pub(crate) unsafe fn own_slot(self, info: &'a SlotInfo) -> SlotRef<'a> {
        // SAFETY: `info` is an own slot of `layout`, that of a struct (contract of this function),
        // which describes the value that `ptr` points to (invariant 1).
        unsafe { SlotRef::own(self.ptr, info) }
    }

    /// Returns the attribute of that name of the object's run-time class, if it is one of a class.
    pub(crate) fn class_attribute(self, name: &str) -> Option<AttrRef<'a>> {
        self.layout.class_attribute(name).map(AttrRef::from)
    }

    /// Returns the `Dict`, own or inherited.
    #[inline(always)]
    pub(crate) fn dict(self) -> Option<&'a Dict> {
        let offset = self.layout.dict_offset()?;
        // SAFETY: every value that `layout` describes has a `Dict` at that offset (invariant 3 of
        // `SlotLayout`), and `ptr` points to such a value (invariant 1).
        Some(unsafe { self.ptr.field(offset).cast::<Dict>() })
    }
}

/// Iterator over the slots of an object; see [`Object::slots`].
///
/// Invariants:
///
/// 1. `owner` points to a whole value of a struct that has the slots `rows`.
/// 2. `rest` iterates over the layout of `object`.
#[derive(Clone)]
pub(crate) struct ObjectSlots<'a> {
    owner: Ptr<'a>,
    rows: core::slice::Iter<'a, SlotInfo>,
    object: Object<'a>,
    /// The slots after `rows`. `None` before the first ones have been yielded: a struct without
    /// bases has no others.
    rest: Option<SlotIter<'a>>,
}

impl<'a> Iterator for ObjectSlots<'a> {
    type Item = SlotRef<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<SlotRef<'a>> {
        match self.rows.next() {
            // SAFETY: `owner` points to a whole value of the struct that has this slot (invariant
            // 1).
            Some(info) => Some(unsafe { SlotRef::own(self.owner, info) }),
            None => self.next_elsewhere(),
        }
    }
}

impl<'a> ObjectSlots<'a> {
    /// Returns the next slot of a base, or of an enum's variant.
    #[inline(always)]
    fn next_elsewhere(&mut self) -> Option<SlotRef<'a>> {
        let layout = self.object.layout;
        if layout.bases().is_empty() && layout.variant_of().is_none() {
            None
        } else {
            self.next_of_rest()
        }
    }

    #[inline(never)]
    fn next_of_rest(&mut self) -> Option<SlotRef<'a>> {
        let layout = self.object.layout;
        let rest = self.rest.get_or_insert_with(|| match layout.variant_of() {
            None => layout.iter_after_first_rows(),
            Some(_) => layout.iter(),
        });
        let location = rest.next()?;
        // SAFETY: `location` is in the layout of `object` (invariant 2).
        Some(unsafe { self.object.located(&location) })
    }
}

/// An exclusive reference to an object.
///
/// Invariant 1: that of [`Object`], for this `ptr` and `layout`.
pub struct ObjectMut<'a> {
    ptr: PtrMut<'a>,
    layout: &'a SlotLayout,
}

impl<'a> ObjectMut<'a> {
    #[inline(always)]
    pub(crate) fn of<T: Slotted>(value: &'a mut T) -> Self {
        ObjectMut { ptr: PtrMut::new(value), layout: T::LAYOUT }
    }

    pub(in crate::reflect) fn of_enum<E: SlotEnum>(value: &'a mut E) -> Self {
        let layout = active_layout(value);
        ObjectMut { ptr: PtrMut::new(value), layout }
    }

    /// # Safety
    ///
    /// `ptr` points to a whole value of the type that `layout` describes.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: PtrMut<'a>, layout: &'a SlotLayout) -> Self {
        ObjectMut { ptr, layout }
    }

    pub(crate) fn layout(&self) -> &'a SlotLayout {
        self.layout
    }

    #[inline(always)]
    pub(in crate::reflect) fn into_ptr(self) -> PtrMut<'a> {
        self.ptr
    }

    pub(crate) fn shared(&self) -> Object<'_> {
        Object { ptr: self.ptr.shared(), layout: self.layout }
    }

    /// Reborrows the object.
    pub(crate) fn reborrow(&mut self) -> ObjectMut<'_> {
        ObjectMut { ptr: self.ptr.reborrow(), layout: self.layout }
    }

    /// Returns the slot of that name, own or inherited; `Err(self)` if there is none.
    #[inline(always)]
    pub(crate) fn slot(self, name: &str) -> Result<SlotMut<'a>, Self> {
        match self.layout.locate(name) {
            // SAFETY: `found` is a location in the layout of this object.
            Some(found) => Ok(unsafe { SlotMut::located(self, found) }),
            None => Err(self),
        }
    }

    /// Returns the row and the value of the own slot of that name.
    ///
    /// Returns `Err(self)` unless one probe of the index finds the slot and its value may be lent
    /// out and written without further checks.
    #[inline(always)]
    pub(crate) fn probe(self, name: &str) -> Result<(&'a SlotInfo, AttrMut<'a>), Self> {
        let probe = self.layout.probe(name);
        self.free_or(probe)
    }

    /// Does what [`probe`](ObjectMut::probe) does, where the layout is a constant.
    #[inline(always)]
    pub(crate) fn probe_in_constant(self, name: &str) -> Result<(&'a SlotInfo, AttrMut<'a>), Self> {
        let probe = self.layout.probe_in_constant(name);
        self.free_or(probe)
    }

    /// Returns the slot that `probe` found in the layout of this object.
    #[inline(always)]
    fn free_or(self, probe: Probe<'a>) -> Result<(&'a SlotInfo, AttrMut<'a>), Self> {
        match probe {
            Probe::Hit(info, _) if info.is_free() && !self.layout.is_frozen() => {
                // SAFETY: `info` is an own slot of the struct that `ptr` points to (invariant 1; no
                // probe finds a slot of a variant, by invariant 5 of `SlotLayout`). A free slot is
                // not optional, so the field is the value itself, and of the type of the vtable
                // `value` (invariant 1 of `SlotVTables`).
                let value = unsafe {
                    AttrMut::from_raw(self.ptr.field(info.offset()), info.vtables().value)
                };
                Ok((info, value))
            }
            _ => Err(self),
        }
    }

    /// Returns the `Dict`, own or inherited; `Err(self)` if there is none.
    pub(crate) fn dict(self) -> Result<&'a mut Dict, Self> {
        let Some(offset) = self.layout.dict_offset() else {
            return Err(self);
        };
        // SAFETY: every value that `layout` describes has a `Dict` at that offset (invariant 3 of
        // `SlotLayout`), and `ptr` points to such a value (invariant 1).
        Ok(unsafe { self.ptr.field(offset).cast::<Dict>() })
    }
}
