//! Writes and deletions in two parts: foreign code runs before and after a lock is held, and under
//! it there is only a swap.

use alloc::boxed::Box;
use core::any::Any;

use crate::attributes::access::{self, writable};
use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::kept::KeptLayout;
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_ref::SlotMut;
use crate::reflect::vtable::put::Source;
use crate::value::Value;

/// A write of an attribute that is ready to be carried out by a swap, in any object with the layout
/// that it was prepared for. Afterwards it holds the old value.
pub(crate) struct Prepared {
    layout: KeptLayout,
    what: What,
}

enum What {
    Field(Box<dyn Any>),
    Entry(Option<Value>),
}

/// Converts and validates what is to be written to an attribute of an object with that layout. The
/// caller has bounded the depth of a value.
pub(crate) fn prepare(
    layout: &SlotLayout,
    name: &str,
    source: Source<'_>,
) -> Result<Prepared, AttributeError> {
    let fail = |fault| Err(AttributeError::new(layout, name, fault));
    let what = match layout.locate(name) {
        Some(found) if found.is_frozen() => return fail(Fault::FrozenAssign),
        Some(found) if found.info().is_read_only() => return fail(Fault::ReadOnly),
        Some(found) => match SlotMut::prepare_for(found.info(), source) {
            Ok(field) => What::Field(field),
            Err(error) => {
                return Err(AttributeError::refused(layout, name, found.info(), error));
            }
        },
        None if layout.is_dict_frozen() => return fail(Fault::FrozenAssign),
        None if layout.has_dict() => What::Entry(Some(source.into_value())),
        None => return fail(access::absent(layout, name)),
    };
    Ok(Prepared { layout: layout.kept(), what })
}

impl Prepared {
    /// Swaps the value in. Does nothing, and returns `false`, if the object has another layout: an
    /// enum whose variant was switched, or an object that took the place of another.
    pub(crate) fn carry_out(&mut self, object: ObjectMut<'_>, name: &str) -> bool {
        if !is_same(object.layout(), &self.layout) {
            return false;
        }
        match &mut self.what {
            What::Field(field) => match object.slot(name) {
                Ok(slot) => slot.swap_field(&mut **field),
                Err(_) => return false,
            },
            What::Entry(entry) => match object.dict() {
                Ok(dict) => *entry = entry.take().and_then(|value| dict.insert(name, value)),
                Err(_) => return false,
            },
        }
        true
    }
}

/// Whether objects of both layouts have the same slots.
fn is_same(one: &SlotLayout, other: &SlotLayout) -> bool {
    let variant = |layout: &SlotLayout| layout.variant_of().map(|variant| variant.number());
    one.is_of_same_type(other) && variant(one) == variant(other)
}

/// What a deletion took out, to be dropped later.
pub(crate) type TakenOut = Option<Box<dyn Any>>;

/// Does what [`access::delete`] does, but for dropping the value that was there.
pub(crate) fn take(object: ObjectMut<'_>, name: &str) -> Result<(Value, TakenOut), AttributeError> {
    let layout = object.layout();
    match object.slot(name) {
        Ok(slot) => {
            let slot = writable(slot, name, Fault::FrozenDelete)?;
            let value = access::deletable(&slot, name)?;
            let mut field = slot.prepare_unbound();
            if let Some(field) = &mut field {
                slot.swap_field(&mut **field);
            }
            Ok((value, field))
        }
        Err(_) if layout.is_dict_frozen() => {
            Err(AttributeError::new(layout, name, Fault::FrozenDelete))
        }
        // What is in the `Dict` is the value itself.
        Err(object) => Ok((access::delete(object, name)?, None)),
    }
}
