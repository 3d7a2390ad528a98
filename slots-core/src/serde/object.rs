//! Writing slotted structs.

use alloc::vec::Vec;
use core::marker::PhantomData;

use serde_core::ser::{Serialize, SerializeMap, SerializeStruct, SerializeTuple, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::object::Object;
use crate::reflect::slot_ref::SlotRef;
use crate::reflect::slotted::Slotted;
use crate::reflect::vars::{Vars, told};
use crate::serde::enum_write;
use crate::serde::slot_types::{SlotTypes, TypedSer, write_unbound};

/// Serializes a slotted struct: the body of its `Serialize`. `L` has the types of its own slots.
///
/// # Errors
///
/// Fails where the format fails, and if an attribute is opaque.
#[inline]
pub fn serialize<L: SlotTypes, T: Slotted, S: Serializer>(
    value: &T,
    to: S,
) -> Result<S::Ok, S::Error> {
    // Of a type whose slots are all that it has, and always bound, all is constant but the values.
    let layout = T::LAYOUT;
    let has_slots_alone = layout.is_always_bound() && !layout.has_dict() && !layout.has_skips();
    if has_slots_alone && to.is_human_readable() {
        let mut entries = to.serialize_map(Some(layout.slots().len()))?;
        L::write_slots(0, &mut |row| SlotRef::of(value, row).map(told), &mut entries)?;
        return entries.end();
    }
    ObjectSer::<L>::new(value.__object()).serialize(to)
}

/// Serializes an object: as a map of its bound slots and entries; or, in a format that is not
/// human-readable and if the type has no `Dict`, as a struct of all slots in order, which most such
/// formats write without names. `L` has the types of the own slots, as far as they are known.
pub(crate) struct ObjectSer<'a, L = ()>(Object<'a>, PhantomData<L>);

impl<'a, L> ObjectSer<'a, L> {
    #[inline]
    pub(crate) fn new(object: Object<'a>) -> Self {
        ObjectSer(object, PhantomData)
    }
}

impl<L: SlotTypes> Serialize for ObjectSer<'_, L> {
    #[inline]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let object = self.0;
        let layout = object.layout();
        if let Some(variant) = layout.variant_of() {
            return enum_write::write(object, variant, to);
        }
        if to.is_human_readable() || layout.has_dict() {
            // Announce the exact length, since not every text format can do without one. If the
            // length may change meanwhile (a lazy slot is computed), collect the attributes first.
            let mut attributes = Vars::new(object);
            let Some(length) = attributes.count_ahead() else {
                let all: Vec<_> = attributes.written().collect();
                let mut entries = to.serialize_map(Some(all.len()))?;
                for (name, value) in all {
                    write_told::<L, _>(&mut entries, name, value)?;
                }
                return entries.end();
            };
            let mut entries = to.serialize_map(Some(length))?;
            if layout.bases().is_empty() {
                let slots = attributes.slots();
                L::write_slots(0, &mut |_| slots.next().map(told), &mut entries)?;
            } else {
                // The list is that of the own slots, between which those of a base lie.
                while let Some((name, value)) = attributes.next_told_slot() {
                    write_told::<L, _>(&mut entries, name, value)?;
                }
            }
            while let Some((name, value)) = attributes.next_entry() {
                entries.serialize_entry(name, value)?;
            }
            return entries.end();
        }
        let slots = object.slots();
        let skipped = if layout.has_skips() { skipped(object) } else { Vec::new() };
        // serde takes static names only. An object of a run-time class is written as a tuple, which
        // such formats write as they do a struct.
        let Some(layout) = layout.in_static() else { return write_in_order(object, to) };
        let length = slots.clone().count() - skipped.len();
        let mut out = to.serialize_struct(layout.name(), length)?;
        for (at, (slot, row)) in slots.zip(layout.iter()).enumerate() {
            let name = row.info().name();
            // As serde's derive has it: a slot that is left out takes no place in the list.
            if !skipped.is_empty() && skipped.contains(&at) {
                out.skip_field(name)?;
                continue;
            }
            match slot.read().map(TypedSer::<L>::new) {
                Some(value) if slot.info().is_optional() => {
                    out.serialize_field(name, &Some(value))?
                }
                Some(value) => out.serialize_field(name, &value)?,
                None => out.serialize_field(name, &None::<()>)?,
            }
        }
        out.end()
    }
}

/// Writes all slots of an object of a run-time class, in order.
fn write_in_order<S: Serializer>(object: Object<'_>, to: S) -> Result<S::Ok, S::Error> {
    let mut out = to.serialize_tuple(object.slots().count())?;
    for slot in object.slots() {
        match slot.read() {
            Some(value) if slot.info().is_optional() => {
                out.serialize_element(&Some(TypedSer::<()>::new(value)))?;
            }
            Some(value) => out.serialize_element(&TypedSer::<()>::new(value))?,
            None => out.serialize_element(&None::<()>)?,
        }
    }
    out.end()
}

/// Returns the indexes of the slots that their `skip_serializing_if` leaves out.
#[cold]
fn skipped(object: Object<'_>) -> Vec<usize> {
    let slots = object.slots().enumerate();
    slots.filter(|(_, slot)| slot.is_skipped()).map(|(at, _)| at).collect()
}

/// Writes an attribute; `null` for an unbound slot that has a default (spec 8.20).
#[inline(always)]
fn write_told<L: SlotTypes, M: SerializeMap>(
    entries: &mut M,
    name: &str,
    value: Option<AttrRef<'_>>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => entries.serialize_entry(name, &TypedSer::<L>::new(value)),
        None => write_unbound(entries, name),
    }
}
