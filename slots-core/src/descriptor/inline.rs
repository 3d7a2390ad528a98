//! The leading part of a path, as far as it lies inside one struct: reduced to one offset.

use core::any::TypeId;
use core::marker::PhantomData;

use crate::descriptor::slot::{ReadOnlySlot, Slot};
use crate::erased::ptr::Ptr;
use crate::reflect::access::Access;
use crate::reflect::attr::AttrRef;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::slot_ref::SlotRef;
use crate::reflect::slotted::Slotted;
use crate::reflect::step::Step;

/// A slot of a `Base`, or of a struct nested in it at any depth.
///
/// Invariant 1: in every `Base`, the slot that `info` describes lies at `offset`, inside a value of
/// the type that declares the slot. The slot may be written if `writable` is set.
pub(crate) struct Inline<Base> {
    offset: usize,
    info: &'static SlotInfo,
    /// The layout in which the slot was found: that of the innermost struct on the path.
    owner: &'static SlotLayout,
    writable: bool,
    base: PhantomData<fn(&mut Base)>,
}

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
            let free = !found.is_frozen() && !info.is_read_only() && !info.is_validated();
            let (before, writable) = so_far.map_or((0, true), |slot| (slot.offset, slot.writable));
            // Invariant 1: `found` is of `layout`. The previous slot, at `before`, is a value of
            // the type that `layout` describes: `nested` compares the types.
            let inline = Inline {
                offset: before + found.offset(),
                info,
                owner: layout,
                writable: writable && free,
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
        let is_itself = self.info.vtables().option.is_none() && self.info.lazy().is_none();
        self.info.vtables().value.layout().filter(|_| is_itself)
    }

    /// The layout of the struct in which the slot was found.
    pub(crate) fn owner(&self) -> &'static SlotLayout {
        self.owner
    }

    /// Returns the slot's value in `base`, or `None` if the slot is unbound.
    pub(crate) fn read<'a>(&self, base: &'a Base) -> Option<AttrRef<'a>> {
        // SAFETY: the slot that `info` describes lies at `offset` in every `Base` (invariant 1).
        unsafe { SlotRef::at(Ptr::new(base), self.offset, self.info) }.get()
    }

    fn descriptor<Type: 'static, A: Access>(&self) -> Option<Slot<Base, Type, A>> {
        let is_type = self.info.type_id() == TypeId::of::<Type>();
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
