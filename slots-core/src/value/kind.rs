//! The kinds of dynamic values.

use core::fmt;

/// The kind of a value, in Python's terms. `Display` prints Python's name of the kind.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::Kind;
///
/// #[derive(Slots)]
/// struct Quake { magnitude: f64, place: String }
///
/// assert_eq!(Quake::LAYOUT.slot("magnitude").expect("it is a slot").kind(), Kind::Float);
/// assert_eq!((Value::from("x").kind(), Kind::Str.to_string()), (Kind::Str, "str".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `None`.
    None,
    /// A `bool`.
    Bool,
    /// An integer, with a sign or without.
    Int,
    /// A floating-point number.
    Float,
    /// Text.
    Str,
    /// Bytes.
    Bytes,
    /// A list of values.
    List,
    /// Values by name.
    Map,
    /// A slotted struct.
    Object,
    /// A value that only a downcast to its type can reach.
    Opaque,
    /// Any of the other kinds: the kind of a slot of type [`Value`](crate::Value).
    Any,
}

impl Kind {
    /// Returns Python's name of the kind.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::None => "NoneType",
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::Float => "float",
            Kind::Str => "str",
            Kind::Bytes => "bytes",
            Kind::List => "list",
            Kind::Map => "dict",
            Kind::Object => "object",
            Kind::Opaque => "opaque",
            Kind::Any => "any",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
