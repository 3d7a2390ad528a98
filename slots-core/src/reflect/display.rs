//! Printing borrowed values: `Debug` prints as Python's `repr` does, `Display` as Rust's does.

use alloc::string::ToString;
use core::fmt;

use crate::reflect::value_ref::ValueRef;
use crate::reflect::variant::VariantForm;
use crate::reflect::vars::Vars;
use crate::value::repr;

/// Prints what Python's `repr` prints, and a slotted struct as `Name(slot=value, …)`. A variant of
/// an enum with data is printed as `Variant(slot=value, …)` or `Variant(value, …)`; one without
/// fields as its name in quotes.
impl fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ValueRef::None => f.write_str("None"),
            ValueRef::Bool(true) => f.write_str("True"),
            ValueRef::Bool(false) => f.write_str("False"),
            ValueRef::Int(value) => write!(f, "{value}"),
            ValueRef::UInt(value) => write!(f, "{value}"),
            ValueRef::Float(value) => repr::float(f, value),
            // Prints the shortest digits of the `f32`, not those of the `f64` that it converts to.
            ValueRef::Single(value) => {
                repr::float(f, value.to_string().parse().unwrap_or_else(|_| value.into()))
            }
            ValueRef::Str(value) => repr::string(f, value),
            ValueRef::Text(value) => repr::string(f, &value.to_string()),
            ValueRef::Bytes(value) => repr::bytes(f, value),
            ValueRef::List(list) => {
                let (open, close) = match (list.is_tuple(), list.len()) {
                    (false, _) => ("[", "]"),
                    (true, 1) => ("(", ",)"),
                    (true, _) => ("(", ")"),
                };
                repr::join(f, open, list.iter(), close, |f, item| write!(f, "{item:?}"))
            }
            ValueRef::Map(map) => {
                write_entries(f, map.iter().map(|(key, value)| (key.text(), value.view())))
            }
            ValueRef::Object(object) => {
                let layout = object.layout();
                if let Some(name) = layout.unit_variant() {
                    return repr::string(f, name);
                }
                f.write_str(layout.name())?;
                if let Some(VariantForm::Newtype | VariantForm::Tuple) = layout.variant_form() {
                    let fields = Vars::new(object.__object());
                    return repr::join(f, "(", fields, ")", |f, (_, value)| write!(f, "{value:?}"));
                }
                repr::join(f, "(", Vars::new(object.__object()), ")", |f, (name, value)| {
                    write!(f, "{name}={value:?}")
                })
            }
            ValueRef::Shared(value) => fmt::Debug::fmt(&value, f),
            ValueRef::Opaque(value) => fmt::Debug::fmt(&value, f),
            ValueRef::Foreign(value) => fmt::Debug::fmt(&value, f),
        }
    }
}

/// Prints what Rust's `Display` prints for a value of that type, so that its `FromStr` can read it
/// back. Lists, maps, structs and all other values are printed as by `Debug`.
impl fmt::Display for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unshared() {
            ValueRef::Bool(value) => fmt::Display::fmt(&value, f),
            ValueRef::Int(value) => fmt::Display::fmt(&value, f),
            ValueRef::UInt(value) => fmt::Display::fmt(&value, f),
            ValueRef::Float(value) => fmt::Display::fmt(&value, f),
            ValueRef::Single(value) => fmt::Display::fmt(&value, f),
            ValueRef::Str(value) => fmt::Display::fmt(value, f),
            ValueRef::Text(value) => fmt::Display::fmt(value, f),
            ValueRef::Foreign(value) => fmt::Display::fmt(&value, f),
            ValueRef::Object(object) if object.layout().unit_variant().is_some() => {
                f.pad(object.layout().name())
            }
            _ => f.pad(&alloc::format!("{self:?}")),
        }
    }
}

/// Writes entries as Python's `repr` prints a dict: `{'a': 1}`.
pub(crate) fn write_entries<'a>(
    f: &mut fmt::Formatter<'_>,
    entries: impl Iterator<Item = (impl AsRef<str>, ValueRef<'a>)>,
) -> fmt::Result {
    repr::join(f, "{", entries, "}", |f, (name, value)| {
        repr::string(f, name.as_ref())?;
        write!(f, ": {value:?}")
    })
}
