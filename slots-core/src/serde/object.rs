//! Writing slotted structs.

use alloc::vec::Vec;

use serde_core::ser::{Serialize, SerializeMap, SerializeTuple, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::object::Object;
use crate::reflect::slotted::Slotted;
use crate::reflect::vars::Vars;
use crate::serde::write::AttrSer;

/// The body of `Serialize` of a slotted type.
///
/// # Errors
///
/// Those of the format; an attribute is opaque.
pub fn serialize<T: Slotted, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    ObjectSer(value.__object()).serialize(to)
}

/// An object: bound slots and entries by name; or all slots in their order.
pub(crate) struct ObjectSer<'a>(pub(crate) Object<'a>);

impl Serialize for ObjectSer<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let layout = self.0.layout();
        if to.is_human_readable() || layout.has_dict() {
            // What is said of the length must be true: not every format of text can do without it.
            let mut attributes = Vars::new(self.0);
            let Some(length) = attributes.count_ahead() else {
                let all: Vec<_> = attributes.told().collect();
                let mut entries = to.serialize_map(Some(all.len()))?;
                for (name, value) in all {
                    write_told(&mut entries, name, value)?;
                }
                return entries.end();
            };
            let mut entries = to.serialize_map(Some(length))?;
            while let Some((name, value)) = attributes.next_told_slot() {
                write_told(&mut entries, name, value)?;
            }
            while let Some((name, value)) = attributes.next_entry() {
                entries.serialize_entry(name, value)?;
            }
            return entries.end();
        }
        let slots = self.0.slots();
        let mut items = to.serialize_tuple(slots.clone().count())?;
        for slot in slots {
            match slot.read().map(AttrSer) {
                Some(value) if slot.info().is_optional() => {
                    items.serialize_element(&Some(value))?
                }
                Some(value) => items.serialize_element(&value)?,
                None => items.serialize_element(&None::<()>)?,
            }
        }
        items.end()
    }
}

/// Writes an attribute, or `null` for a slot that is unbound and has a default.
#[inline(always)]
fn write_told<M: SerializeMap>(
    entries: &mut M,
    name: &str,
    value: Option<AttrRef<'_>>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => entries.serialize_entry(name, &AttrSer(value)),
        None => entries.serialize_entry(name, &None::<()>),
    }
}
