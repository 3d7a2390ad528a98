//! Reading an attribute by name.

use crate::reflect::attr::AttrRef;
use crate::reflect::layout::lookup::Probe;
use crate::reflect::object::Object;

/// Returns the attribute, or `None` if it does not exist or is unbound.
pub(crate) fn find<'a>(object: Object<'a>, name: &str) -> Option<AttrRef<'a>> {
    match object.probe(name) {
        Ok(slot) => slot.get(),
        Err(Probe::Miss) if !object.layout().has_dict() => None,
        Err(Probe::Miss) => find_in_dict(object, name),
        Err(_) => find_anywhere(object, name),
    }
}

#[inline(never)]
fn find_anywhere<'a>(object: Object<'a>, name: &str) -> Option<AttrRef<'a>> {
    match object.slot_after_probe(name) {
        Some(slot) => slot.get(),
        None => find_in_dict(object, name),
    }
}

#[inline(never)]
fn find_in_dict<'a>(object: Object<'a>, name: &str) -> Option<AttrRef<'a>> {
    object.dict()?.get(name).map(AttrRef::from)
}
