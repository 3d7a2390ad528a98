//! The places of a plan, and the swaps that carry it out.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;
use core::mem;

use crate::path::walk::attribute_name;
use crate::reflect::attr::AttrMut;
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_ref::SlotMut;
use crate::reflect::step::{Inside, Step};
use crate::value::Value;
use crate::value::dict::Dict;

/// A write that was checked and prepared: to carry it out is a swap.
///
/// Afterwards it holds the old value, so to carry it out again takes it back.
pub(crate) struct Ready {
    pub(crate) steps: Box<[Step]>,
    pub(crate) what: Prepared,
}

pub(crate) enum Prepared {
    /// The field of a slot.
    Field(Box<dyn Any>),
    /// A value that is no slot: an item, or the object itself.
    Value(Box<dyn Any>),
    /// The entry of a `Dict`, or `None` where there is none.
    Entry(Option<Value>),
}

/// Where a walk to a place begins.
pub(crate) enum Root<'a> {
    /// At the object.
    Object(ObjectMut<'a>),
    /// At a value inside it, to which this many steps have led.
    Value(AttrMut<'a>, usize),
}

impl Root<'_> {
    fn reborrow(&mut self) -> Root<'_> {
        match self {
            Root::Object(object) => Root::Object(object.reborrow()),
            Root::Value(value, at) => Root::Value(value.reborrow(), *at),
        }
    }
}

/// Carries out all writes, or none.
///
/// The places were reached when the writes were prepared, so they are reached now. The exception is
/// a value behind an `Arc` that another thread has shared meanwhile, through a weak reference: then
/// what was written is taken back, and the steps to that place are returned.
pub(crate) fn commit<'r>(mut root: Root<'_>, ready: &'r mut [Ready]) -> Result<(), &'r [Step]> {
    let missed = ready.iter_mut().position(|ready| !carry_out(root.reborrow(), ready));
    let Some(missed) = missed else { return Ok(()) };
    for done in ready[..missed].iter_mut().rev() {
        carry_out(root.reborrow(), done);
    }
    Err(&ready[missed].steps)
}

fn carry_out(root: Root<'_>, Ready { steps, what }: &mut Ready) -> bool {
    match root {
        Root::Object(object) => in_object(object, steps, 0, what),
        Root::Value(value, at) => in_value(value, steps, at, what),
    }
}

fn in_object(mut object: ObjectMut<'_>, steps: &[Step], at: usize, what: &mut Prepared) -> bool {
    let Some(name) = attribute_name(object.shared(), &steps[at]) else { return false };
    let is_last = at + 1 == steps.len();
    if let Ok(slot) = object.reborrow().slot(name) {
        return match what {
            Prepared::Field(field) if is_last => {
                SlotMut::swap_field(slot, &mut **field);
                true
            }
            what => slot.read().is_some_and(|value| in_value(value, steps, at + 1, what)),
        };
    }
    object.dict().is_ok_and(|dict| in_dict(dict, name, steps, at, what))
}

fn in_dict(dict: &mut Dict, name: &str, steps: &[Step], at: usize, what: &mut Prepared) -> bool {
    match what {
        Prepared::Entry(entry) if at + 1 == steps.len() => {
            *entry = match mem::take(entry) {
                Some(value) => dict.insert(name, value),
                None => dict.remove(name),
            };
            true
        }
        what => dict.get_mut(name).is_some_and(|value| in_value(value.into(), steps, at + 1, what)),
    }
}

fn in_value(mut value: AttrMut<'_>, steps: &[Step], at: usize, what: &mut Prepared) -> bool {
    if at == steps.len() {
        return match what {
            Prepared::Value(other) => value.swap(&mut **other),
            _ => false,
        };
    }
    match (value.inside(&steps[at]).lent(&steps[at]), &steps[at]) {
        (Inside::Object(object), _) => in_object(object, steps, at, what),
        (Inside::Dict(dict), Step::Name(name)) => in_dict(dict, name, steps, at, what),
        (Inside::Item(item), _) => in_value(item, steps, at + 1, what),
        _ => false,
    }
}

/// Drops what the writes have replaced. A `Drop` may panic, and everything is in place by now.
pub(crate) fn let_go(ready: Vec<Ready>) {
    drop(ready);
}
