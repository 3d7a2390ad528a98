//! The part of a path that lies inside a struct, as one offset.

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
use crate::value::Value;
use crate::value::kind::Kind;

/// A slot in a struct in a struct … in a `Base`.
///
/// Invariant 1: in every `Base`, the slot that `info` describes lies at `offset`, in a value of the type that declares
/// it; it may be written if `writable` says so.
pub(crate) struct Inline<Base> {
    offset: usize,
    info: &'static SlotInfo,
    /// The type that was asked for the slot.
    owner: &'static SlotLayout,
    writable: bool,
    base: PhantomData<fn(&mut Base)>,
}

/// A name that no struct on the way has.
pub(crate) struct NoSlot {
    pub(crate) layout: &'static SlotLayout,
    /// Which step it is.
    pub(crate) step: usize,
}

impl<Base: Slotted> Inline<Base> {
    /// As many of the steps as lie inside a `Base`, and how many they are.
    pub(crate) fn along(steps: &[Step]) -> Result<(Self, usize), NoSlot> {
        let mut layout = Base::LAYOUT;
        let mut so_far: Option<Self> = None;
        for (step, name) in steps.iter().enumerate() {
            let Some(found) = name.as_name().and_then(|name| layout.locate(name)) else {
                return match so_far {
                    // An index, or a name in a `Dict`: not inside the struct.
                    Some(inline) if name.as_name().is_none() || layout.has_dict() => {
                        Ok((inline, step))
                    }
                    _ => Err(NoSlot { layout, step }),
                };
            };
            let info = found.info();
            let free = !found.is_frozen() && !info.is_read_only() && !info.is_validated();
            let (before, writable) = so_far.map_or((0, true), |slot| (slot.offset, slot.writable));
            // The slot before holds a value of the type that `layout` describes (asked below), and `found` is of it.
            let inline = Inline {
                offset: before + found.offset(),
                info,
                owner: layout,
                writable: writable && free,
                base: PhantomData,
            };
            match inline.nested() {
                Some(nested) => layout = nested,
                None => return Ok((inline, step + 1)),
            }
            so_far = Some(inline);
        }
        so_far.map(|inline| (inline, steps.len())).ok_or(NoSlot { layout, step: 0 })
    }

    /// The layout of the slot's type, where its value lies in the field itself.
    fn nested(&self) -> Option<&'static SlotLayout> {
        let is_itself = self.info.vtables().option.is_none() && self.info.lazy().is_none();
        self.info.vtables().value.layout().filter(|_| is_itself)
    }

    /// The type of the struct that the slot is in.
    pub(crate) fn owner(&self) -> &'static SlotLayout {
        self.owner
    }

    pub(crate) fn type_name(&self) -> &'static str {
        self.info.type_name()
    }

    /// Whether the value could be a `Type`, once it is read.
    pub(crate) fn may_be<Type: 'static>(&self) -> bool {
        let value = self.info.vtables().value.ty().id;
        value == TypeId::of::<Type>() || value == TypeId::of::<Value>()
    }

    /// The kind of the slot's value.
    pub(crate) fn kind(&self) -> Kind {
        self.info.kind()
    }

    /// The slot's value in `base`, or `None` where it is unbound.
    pub(crate) fn read<'a>(&self, base: &'a Base) -> Option<AttrRef<'a>> {
        // SAFETY: the slot lies there in every `Base` (invariant 1).
        unsafe { SlotRef::at(Ptr::new(base), self.offset, self.info) }.get()
    }

    fn descriptor<Type: 'static, A: Access>(&self) -> Option<Slot<Base, Type, A>> {
        let is_type = self.info.type_id() == TypeId::of::<Type>();
        // SAFETY: a field of that type lies there in every `Base` (invariant 1); the callers ask what `A` may do.
        is_type.then(|| unsafe { Slot::from_raw(self.offset, self.info) })
    }

    /// The slot as a descriptor, if its field is a `Type`.
    pub(crate) fn read_only_slot<Type: 'static>(&self) -> Option<ReadOnlySlot<Base, Type>> {
        self.descriptor()
    }

    /// The same, if it may be written.
    pub(crate) fn slot<Type: 'static>(&self) -> Option<Slot<Base, Type>> {
        if self.writable { self.descriptor() } else { None }
    }
}
