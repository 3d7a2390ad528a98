//! What only Python's reflection has: special names as attributes, `dir`, its exceptions and texts.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value as Json, json};
use slotted::prelude::*;
use slotted::{AttributeError, AttributeErrorKind, Class, Instance, did_you_mean};

/// `dir(object)` in CPython 3.11.
const OF_OBJECT: [&str; 24] = [
    "__class__",
    "__delattr__",
    "__dir__",
    "__doc__",
    "__eq__",
    "__format__",
    "__ge__",
    "__getattribute__",
    "__getstate__",
    "__gt__",
    "__hash__",
    "__init__",
    "__init_subclass__",
    "__le__",
    "__lt__",
    "__ne__",
    "__new__",
    "__reduce__",
    "__reduce_ex__",
    "__repr__",
    "__setattr__",
    "__sizeof__",
    "__str__",
    "__subclasshook__",
];

/// An attribute that is not there.
pub(crate) enum Missing {
    /// With the name that is suggested for it.
    Attribute(AttributeError, Option<String>),
    /// A special name, which another class shows.
    Special(&'static str),
}

/// Reads an attribute, or one of the special names: in slotted, `Instance::class` and
/// `Instance::dict` give what these do (spec 3.13).
pub(crate) fn get(object: &Instance, name: &str, is_referred: bool) -> Result<Json, Missing> {
    match name {
        "__class__" => return Ok(json!({"class": object.class().name()})),
        "__dict__" => {
            if let Some(dict) = object.dict() {
                return Ok(json!({"dict": dict}));
            }
        }
        "__weakref__" if shows(object.class(), Class::has_weakref) => {
            if object.class().has_weakref() {
                return Ok(if is_referred { json!({"type": "ReferenceType"}) } else { Json::Null });
            }
            return Err(Missing::Special("This object has no __weakref__"));
        }
        _ => {}
    }
    match object.getattr(name) {
        Ok(value) => Ok(json!(value.to_value())),
        Err(error) => {
            // For a name like those of Python's own attributes, these are candidates too.
            let did_you_mean =
                match name.starts_with("__") || builtin_base(object.class()).is_some() {
                    true => {
                        let all = all_names(object);
                        did_you_mean(name, all.iter().map(|name| &**name)).map(String::from)
                    }
                    false => error.suggestion().map(String::from),
                };
            Err(Missing::Attribute(error, did_you_mean))
        }
    }
}

/// Python's `dir(o)`, without the names that every object has.
pub(crate) fn dir(object: &Instance) -> Vec<String> {
    let names = all_names(object);
    names.into_iter().filter(|name| !OF_OBJECT.contains(&&**name)).collect()
}

fn all_names(object: &Instance) -> BTreeSet<String> {
    let class = object.class();
    let mut names: BTreeSet<String> = OF_OBJECT.iter().map(|name| (*name).into()).collect();
    names.extend(object.dir().map(String::from));
    for class in class.mro() {
        names.extend(class.attributes().map(|(name, _)| name.into()));
        names.extend(class.listed_slots().into_iter().flatten().map(String::from));
    }
    names.insert("__module__".into());
    if shows(class, Class::has_dict) {
        names.insert("__dict__".into());
    }
    if shows(class, Class::has_weakref) {
        names.insert("__weakref__".into());
    }
    let builtins: HashMap<String, Vec<String>> =
        serde_json::from_str(include_str!("builtins.json")).expect("it is JSON");
    let of_base = builtin_base(class).and_then(|base| builtins.get(base.name()));
    names.extend(of_base.into_iter().flatten().cloned());
    names
}

/// Whether a class in the order of resolution adds what `has` asks for: then its name is shown.
fn shows(class: &Class, has: impl Fn(&Class) -> bool) -> bool {
    let is_made = |class: &&Class| Class::__builtin(class.name()).as_ref() != Some(*class);
    class.mro().filter(is_made).any(|class| has(class) && !class.base().is_some_and(&has))
}

/// The builtin type that a class is based on, other than `object`.
pub(crate) fn builtin_base(class: &Class) -> Option<&Class> {
    let mut above = std::iter::successors(Some(class), |class| class.base());
    above.find(|class| {
        Class::__builtin(class.name()).as_ref() == Some(*class) && class.name() != "object"
    })
}

/// Whether an operation on an object that is based on a builtin type, other than `object`, is about
/// what that type itself has.
pub(crate) fn is_of_builtin(op: &str, name: &str) -> bool {
    matches!(op, "state" | "copy") || name == "__suppress_context__"
}

/// The exception that CPython raises.
pub(crate) fn exception(error: &AttributeError) -> &'static str {
    match error.kind() {
        AttributeErrorKind::OtherReceiver => "TypeError",
        _ => "AttributeError",
    }
}

/// The text of an error, without what is suggested.
pub(crate) fn message(error: &AttributeError) -> String {
    let text = error.to_string();
    match text.split_once(". Did you mean: ") {
        Some((text, _)) => text.into(),
        None => text,
    }
}
