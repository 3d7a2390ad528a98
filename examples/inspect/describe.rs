//! What there is to say of an attribute: its value in a line, and what its slot declares.

use slotted::layout::ItemInfo;
use slotted::path::Step;
use slotted::prelude::*;
use slotted::{AttrPath, SlotInfo, ValueRef};

use crate::document::Document;

/// How many items of a list, or attributes of an object, stand in the line of the whole.
const FIRST: usize = 12;

/// Describes the value in one line.
pub(crate) fn in_a_line(value: Option<ValueRef<'_>>) -> String {
    let Some(value) = value else { return "(unbound)".to_owned() };
    match value {
        ValueRef::Object(object) => {
            let first = object.vars().take(FIRST).map(|(_, value)| scalar(value.view()));
            format!("{} {}", object.layout().name(), first.collect::<Vec<_>>().join(" "))
        }
        ValueRef::List(list) if list.len() > FIRST => format!("{} items", list.len()),
        ValueRef::Map(map) => {
            let keys = map.iter().take(FIRST).map(|(key, _)| key.text().into_owned());
            format!("{{{}}}", keys.collect::<Vec<_>>().join(", "))
        }
        value => scalar(value),
    }
}

/// Describes a value that stands among others.
fn scalar(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Object(object) => object.layout().name().to_owned(),
        ValueRef::List(list) if list.len() > FIRST => "[…]".to_owned(),
        ValueRef::Map(_) => "{…}".to_owned(),
        value => format!("{value:?}"),
    }
}

/// What the types say of an attribute.
#[derive(Clone, Copy)]
enum Declared<'a> {
    Slot(&'a SlotInfo),
    /// An item of a list, or a value of a map.
    Item(ItemInfo),
}

/// Finds what declares the attribute at the path; `None` for what lies in a `Dict`.
fn declared<'a>(object: &'a dyn Attributes, path: &AttrPath) -> Option<Declared<'a>> {
    let (mut found, mut so_far) = (None, AttrPath::new());
    for step in path.steps() {
        let around = so_far.get_opt(object);
        let layout = match around.map(|value| value.view()) {
            None => Some(object.layout()),
            Some(ValueRef::Object(object)) => Some(object.layout()),
            _ => None,
        };
        found = match (layout, found) {
            (Some(layout), _) => {
                step.as_name().and_then(|name| layout.slot(name)).map(Declared::Slot)
            }
            (None, Some(Declared::Slot(slot))) => slot.item().map(Declared::Item),
            (None, Some(Declared::Item(item))) => item.item().map(Declared::Item),
            (None, None) => None,
        };
        so_far.push(step.clone());
    }
    found
}

/// The name of the last step, as it stands in the tree.
pub(crate) fn name(path: &AttrPath) -> String {
    let last = path.steps().last().cloned();
    let is_index = matches!(last, Some(Step::Index(_)));
    let name = AttrPath::from_iter(last).to_string();
    if is_index || !name.starts_with('[') { name } else { name[1..name.len() - 1].to_owned() }
}

/// The description of an attribute.
pub(crate) struct Description<'a> {
    pub(crate) doc: String,
    /// What the facts are, and the facts.
    pub(crate) facts: Vec<(&'a str, String)>,
}

/// Describes the attribute at the path.
pub(crate) fn describe<'a>(document: &'a Document, path: &AttrPath) -> Description<'a> {
    let value = path.get_opt(document.object());
    let mut facts = Vec::new();
    let mut say = |what, fact: String| facts.push((what, fact));
    let declared = declared(document.object(), path);
    match declared {
        Some(Declared::Slot(slot)) => say("type", slot.short_type_name()),
        Some(Declared::Item(item)) => say("type", item.short_type_name()),
        None => say("type", value.map_or(String::new(), |value| value.kind().to_string())),
    }
    say("value", in_a_line(value.map(|value| value.view())));
    if document.has_changed(path) {
        let was = path.get_opt(document.opened());
        say("was", in_a_line(was.map(|value| value.view())));
    }
    let choices = match declared {
        Some(Declared::Slot(slot)) => slot.choices(),
        Some(Declared::Item(item)) => item.choices(),
        None => None,
    };
    let Some(Declared::Slot(slot)) = declared else {
        choices.into_iter().flatten().for_each(|choice| say("choice", choice.name().to_owned()));
        return Description { doc: String::new(), facts };
    };
    if let Some(default) = slot.default_value() {
        say("default", format!("{default:?}"));
    }
    if let Some(range) = slot.range() {
        say("range", range.to_string());
    }
    if let Some(range) = slot.len_range() {
        say("length", range.to_string());
    }
    for choice in choices.into_iter().flatten() {
        let doc = choice.doc().trim();
        let gap = if doc.is_empty() { "" } else { ": " };
        say("choice", format!("{}{gap}{doc}", choice.name()));
    }
    for (key, value) in slot.meta() {
        say(key, value.to_string());
    }
    let words = [
        (slot.is_read_only(), "read-only"),
        (slot.is_optional(), "may be unbound"),
        (slot.is_lazy(), "lazy"),
        (slot.is_validated() && slot.range().is_none() && slot.len_range().is_none(), "validated"),
    ];
    let words: Vec<&str> = words.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    if !words.is_empty() {
        say("slot", words.join(", "));
    }
    Description { doc: slot.doc().trim().to_owned(), facts }
}
