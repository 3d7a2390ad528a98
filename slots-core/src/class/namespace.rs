//! Which slot or class attribute a name leads to: the first class in the order of resolution that
//! has it.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ptr;

use crate::class::Class;
use crate::class::storage::slot_def::SlotDef;
use crate::reflect::layout::of_class::ClassAttribute;
use crate::value::Value;

/// What the names of an instance lead to.
pub(super) struct Shown {
    /// For each slot of the base, and then of the class itself, whether its name leads to it.
    pub(super) slots: Vec<bool>,
    /// The class attributes that are shown.
    pub(super) attributes: Vec<ClassAttribute>,
}

enum Found<'a> {
    Slot(*const SlotDef),
    /// A slot of a static type.
    Static,
    /// A class attribute, and whether it hides a slot.
    Attribute(&'a Value, bool),
}

/// Resolves all names.
pub(super) fn resolve(
    own: &[(SlotDef, usize)],
    attributes: &[(Box<str>, Value)],
    base: &Class,
    ancestors: &[Class],
) -> Shown {
    let mut names: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    let own = || own.iter().map(|(def, _)| def);
    add_class(&mut names, own(), attributes);
    for class in ancestors {
        if let Some(layout) = class.own_static() {
            for location in layout.iter() {
                names.entry(location.info().name()).or_insert(Found::Static);
            }
        }
        add_class(&mut names, class.table().own().iter(), class.own_attributes());
    }
    let leads_to = |def: &SlotDef| matches!(names.get(def.name()), Some(Found::Slot(found)) if ptr::eq(*found, def));
    let inherited = base.table().fields().iter().map(|field| base.table().def(field));
    let slots = inherited.chain(own()).map(leads_to).collect();
    let attributes = names.iter().filter_map(|(name, found)| match found {
        Found::Attribute(value, hides_slot) => Some(ClassAttribute {
            name: (*name).into(),
            value: (*value).clone(),
            hides_slot: *hides_slot,
        }),
        _ => None,
    });
    Shown { slots, attributes: attributes.collect() }
}

/// Adds the names of one class, behind those that are there already. Of equal slots, the first
/// counts (spec 12.13).
fn add_class<'a>(
    names: &mut BTreeMap<&'a str, Found<'a>>,
    slots: impl Iterator<Item = &'a SlotDef>,
    attributes: &'a [(Box<str>, Value)],
) {
    for def in slots {
        match names.entry(def.name()).or_insert(Found::Slot(def)) {
            Found::Attribute(_, hides_slot) => *hides_slot = true,
            Found::Slot(_) | Found::Static => {}
        }
    }
    for (name, value) in attributes {
        names.entry(name).or_insert(Found::Attribute(value, false));
    }
}
