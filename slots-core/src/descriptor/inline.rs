//! The leading part of a path, as far as it lies inside one struct: reduced to one offset.

use core::any::TypeId;
use core::marker::PhantomData;

use crate::descriptor::slot::{ReadOnlySlot, Slot};
use crate::erased::ptr::Ptr;
use crate::reflect::access::Access;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::slot_ref::SlotRef;
use crate::reflect::slotted::Slotted;
use crate::reflect::step::Step;
use crate::reflect::vtable::value::ValueVTable;

/// A slot of a `Base`, or of a struct nested in it at any depth.
///
/// Invariant 1: in every `Base`, the slot that `info` describes lies at `offset`, inside a value of
/// the type that declares the slot. The slot may be written if `writable` is set.
///
/// Invariant 2: if `is_itself` is set, the slot's field is the value itself: the slot is neither
/// optional nor lazy.
pub(crate) struct Inline<Base> {
    offset: usize,
    info: &'static SlotInfo,
    writable: bool,
    is_itself: bool,
    base: PhantomData<fn(&mut Base)>,
}

impl<Base> Clone for Inline<Base> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Base> Copy for Inline<Base> {}

impl<Base: Slotted> Inline<Base> {
    /// Resolves as many leading steps as lie inside a `Base`, and returns how many they are. `None`
    /// if the first step names no slot.
    pub(crate) fn along(steps: &[Step]) -> Option<(Self, usize)> {
        let mut layout = Base::LAYOUT;
        let mut so_far: Option<Self> = None;
        for (step, name) in steps.iter().enumerate() {
            let Some(found) = name.as_name().and_then(|name| layout.locate(name)) else {
                // An index, or a name in a `Dict`: its value is not inside the struct.
                return so_far.map(|inline| (inline, step));
            };
            let info = found.info();
            let free = found.is_writable() && !info.is_validated();
            let (before, writable) = so_far.map_or((0, true), |slot| (slot.offset, slot.writable));
            // Invariant 1: `found` is of `layout`. The previous slot, at `before`, is a value of
            // the type that `layout` describes: `nested` compares the types.
            let inline = Inline {
                offset: before + found.offset(),
                info,
                writable: writable && free,
                is_itself: info.is_direct(),
                base: PhantomData,
            };
            match inline.nested() {
                Some(nested) => layout = nested,
                None => return Some((inline, step + 1)),
            }
            so_far = Some(inline);
        }
        so_far.map(|inline| (inline, steps.len()))
    }

    /// The layout of the slot's type, if that is a slotted type and the field is the value itself.
    fn nested(&self) -> Option<&'static SlotLayout> {
        self.value().layout().filter(|_| self.is_itself)
    }

    /// The vtable of the slot's value.
    pub(crate) fn value(&self) -> &'static ValueVTable {
        self.info.vtables().value()
    }

    /// The offset of the slot's value in every `Base`, of the type of the vtable
    /// [`value`](Inline::value). `None` if the slot is optional or lazy.
    pub(crate) fn offset_of_value(&self) -> Option<usize> {
        self.is_itself.then_some(self.offset)
    }

    /// Returns a pointer to the slot's value in `base`, of the type of the vtable
    /// [`value`](Inline::value), or `None` if the slot is unbound. Computes a lazy slot.
    #[inline(always)]
    pub(crate) fn read_ptr<'a>(&self, base: &'a Base) -> Option<Ptr<'a>> {
        if self.is_itself {
            // SAFETY: every `Base` has the slot's field at `offset` (invariant 1), and the field is
            // the value itself (invariant 2).
            return Some(unsafe { Ptr::new(base).field(self.offset) });
        }
        // SAFETY: the slot that `info` describes lies at `offset` in every `Base` (invariant 1).
        let value = unsafe { SlotRef::at(Ptr::new(base), self.offset, self.info) }.get()?;
        Some(value.ptr())
    }

    fn descriptor<Type: 'static, A: Access>(&self) -> Option<Slot<Base, Type, A>> {
        let is_type = self.info.memory_type().id() == TypeId::of::<Type>();
        let may_write = self.writable || !A::WRITES;
        // SAFETY: in every `Base`, the field that `info` describes lies at `offset`, and may be
        // written if `writable` is set (invariant 1); it is a `Type`, as just compared.
        (is_type && may_write).then(|| unsafe { Slot::from_raw(self.offset, self.info) })
    }

    /// Returns the slot as a read-only descriptor, if its field is a `Type`.
    pub(crate) fn read_only_slot<Type: 'static>(&self) -> Option<ReadOnlySlot<Base, Type>> {
        self.descriptor()
    }

    /// Returns the slot as a read-write descriptor, if its field is a `Type` and it may be written.
    pub(crate) fn slot<Type: 'static>(&self) -> Option<Slot<Base, Type>> {
        self.descriptor()
    }
}
