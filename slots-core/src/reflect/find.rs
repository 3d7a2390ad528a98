//! Reading an attribute by name.

use crate::name::{NameKey, WHOLE};
use crate::reflect::attr::AttrRef;
use crate::reflect::layout::lookup::Probe;
use crate::reflect::object::Object;

/// Returns the attribute, or `None` if it does not exist or is unbound.
pub(crate) fn find<'a>(object: Object<'a>, name: &str) -> Option<AttrRef<'a>> {
    find_by_key(object, name, NameKey::of(name))
}

/// Does what [`find`] does, by a name with its key.
#[inline(always)]
pub(crate) fn find_by_key<'a>(object: Object<'a>, name: &str, key: NameKey) -> Option<AttrRef<'a>> {
    if name.len() > WHOLE {
        return find_anywhere(object, name);
    }
    match object.probe_key(name.len(), key) {
        Ok(slot) => slot.get(),
        Err(Probe::Miss) if !object.layout().has_more_than_slots() => None,
        Err(Probe::Miss) => find_in_dict(object, name, key),
        Err(_) => find_past_own(object, object, name, key),
    }
}

/// Does what [`find`] does, inlined: for a type that the caller knows, so that the layout is a
/// constant.
#[inline(always)]
pub(crate) fn find_in_constant<'a>(object: Object<'a>, name: &str) -> Option<AttrRef<'a>> {
    let layout = object.layout();
    if layout.bases().is_empty() && !layout.has_more_than_slots() {
        return match object.probe_in_constant(name) {
            Ok(slot) => slot.get(),
            Err(Probe::Miss) => None,
            Err(_) => find_anywhere(object, name),
        };
    }
    if name.len() > WHOLE {
        return find_anywhere(object, name);
    }
    // One key for the type, its bases and the `Dict`. Two levels of bases are inlined.
    let key = NameKey::of(name);
    let mut level = object;
    macro_rules! probe {
        () => {
            if let Ok(slot) = level.probe_key(name.len(), key) {
                return slot.get();
            }
            if !level.layout().has_placed_all() {
                return find_anywhere(object, name);
            }
            level = match level.only_base() {
                Some(base) => base,
                None if !level.layout().bases().is_empty() => return find_anywhere(object, name),
                None if !object.layout().has_more_than_slots() => return None,
                None => return find_in_dict(object, name, key),
            };
        };
    }
    probe!();
    probe!();
    if let Ok(slot) = level.probe_key(name.len(), key) {
        return slot.get();
    }
    if level.layout().has_placed_all() && level.layout().bases().is_empty() {
        let more = object.layout().has_more_than_slots();
        return if more { find_in_dict(object, name, key) } else { None };
    }
    find_past_own(object, level, name, key)
}

/// Finds the attribute past the own slots of `level`, which is the object or the only base at some
/// depth: a probe did not find the name there.
#[inline(never)]
fn find_past_own<'a>(
    object: Object<'a>,
    mut level: Object<'a>,
    name: &str,
    key: NameKey,
) -> Option<AttrRef<'a>> {
    while level.layout().has_placed_all() {
        match level.only_base() {
            Some(base) => level = base,
            None if level.layout().bases().is_empty() => return find_in_dict(object, name, key),
            None => break,
        }
        if let Ok(slot) = level.probe_key(name.len(), key) {
            return slot.get();
        }
    }
    find_anywhere(object, name)
}

#[inline(never)]
fn find_anywhere<'a>(object: Object<'a>, name: &str) -> Option<AttrRef<'a>> {
    let key = NameKey::of(name);
    match object.slot(name, key) {
        Some(slot) => slot.get(),
        None => find_in_dict(object, name, key),
    }
}

/// Finds an attribute that is no slot: an entry of the `Dict`, or an attribute of a run-time class.
#[inline(never)]
fn find_in_dict<'a>(object: Object<'a>, name: &str, key: NameKey) -> Option<AttrRef<'a>> {
    let entry = object.dict().and_then(|dict| dict.get_by_key(name, key)).map(AttrRef::from);
    if entry.is_none() && object.layout().has_class_attributes() {
        return object.class_attribute(name);
    }
    entry
}
