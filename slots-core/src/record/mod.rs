//! Records: construction from names and values, updates that are all or nothing, patches.
//!
//! | file | what |
//! |---|---|
//! | `construct` | making a record from names and values |
//! | `error` | the error of a record, which holds everything that is wrong with it |
//! | `filler` | fills a partial struct with attributes by name, and collects all errors |
//! | `leaves` | the leaves of an object or of a layout: the attributes that hold no others |
//! | `merge` | deep merges: the attributes of a layer into an object |
//! | `patch` | what turns one object into another, as data |
//! | `registry` | types by name, to make objects from data that says what they are |
//! | `state` | the state of an object, in Python's sense |
//! | `variant` | making a variant of an enum with data from a value or from text |

pub(crate) mod construct;
pub(crate) mod error;
pub(crate) mod filler;
pub(crate) mod leaves;
pub(crate) mod merge;
pub(crate) mod patch;
pub(crate) mod registry;
pub(crate) mod state;
pub(crate) mod variant;

use crate::record::error::RecordError;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;

use crate::attributes::access::{absent, writable};
use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_ref::SlotMut;
use crate::value::Value;

/// Writes all attributes, or none.
///
/// With `replace`, `object` is an unfinished copy: its read-only and frozen attributes may be
/// written too, and its lazy slots that are not in `attrs` are unbound.
pub(crate) fn update(
    mut object: ObjectMut<'_>,
    attrs: Vec<(Box<str>, Value)>,
    replace: bool,
) -> Result<(), RecordError> {
    let layout = object.layout();
    let mut errors = Vec::new();
    let mut slots: Vec<(Box<str>, Box<dyn Any>)> = Vec::new();
    let mut entries = Vec::new();
    for (mut name, mut value) in attrs {
        let given = layout.name_given(&name);
        if *given != *name {
            name = given.into();
        }
        if let Err(error) = value.within_depth(0) {
            errors.push(AttributeError::of_value(layout, &name, error));
            continue;
        }
        let mut fault = |fault| errors.push(AttributeError::new(layout, &name, fault));
        match object.reborrow().slot(&name) {
            Ok(slot) => {
                let slot =
                    if replace { Ok(slot) } else { writable(slot, &name, Fault::FrozenAssign) };
                let prepared = slot.and_then(|slot| {
                    slot.prepare(&mut value)
                        .map_err(|error| AttributeError::refused(layout, &name, slot.info(), error))
                });
                match prepared {
                    Ok(prepared) => slots.push((name, prepared)),
                    Err(error) => errors.push(error),
                }
            }
            Err(_) if !layout.has_dict() => fault(absent(layout, &name)),
            Err(_) if layout.is_dict_frozen() && !replace => fault(Fault::FrozenAssign),
            Err(_) => entries.push((name, value)),
        }
    }
    if !errors.is_empty() {
        drop((slots, entries));
        return RecordError::check(layout, errors);
    }

    // From here on, no write is refused. The values that are overwritten are dropped after all
    // writes, because a `Drop` may panic.
    if replace {
        // Lazy slots were computed from the old values, so the copy must compute them anew. If a
        // `Drop` panics here, the caller's unwinding drops the whole copy.
        forget_lazy(&mut object, |name| slots.iter().any(|(given, _)| **given == *name));
    }
    for (name, prepared) in &mut slots {
        if let Ok(slot) = object.reborrow().slot(name) {
            SlotMut::swap_field(slot, &mut **prepared);
        }
    }
    let mut old_entries = Vec::with_capacity(entries.len());
    if !entries.is_empty()
        && let Ok(dict) = object.dict()
    {
        old_entries.extend(entries.into_iter().map(|(name, value)| dict.insert(name, value)));
    }
    Ok(())
}

/// Unbinds the lazy slots that are not given, own and of the bases: those of a copy with changes.
pub(crate) fn forget_lazy(object: &mut ObjectMut<'_>, is_given: impl Fn(&str) -> bool) {
    for info in object.layout().iter().map(|location| location.info()) {
        if info.is_lazy()
            && !is_given(info.name())
            && let Ok(slot) = object.reborrow().slot(info.name())
        {
            slot.unbind();
        }
    }
}
