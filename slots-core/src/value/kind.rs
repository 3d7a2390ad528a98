//! The kinds of dynamic values.

use core::fmt;

/// What kind of value it is, in Python's terms. `Display` gives Python's name of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `None`.
    None,
    /// A truth value.
    Bool,
    /// An integer, with a sign or without.
    Int,
    /// A number with a fraction.
    Float,
    /// Text.
    Str,
    /// Bytes.
    Bytes,
    /// Values in a row.
    List,
    /// Values by name.
    Map,
    /// A slotted struct.
    Object,
    /// A value that is reached by its own type only.
    Opaque,
    /// Any of these: the kind of a slot whose type is [`Value`](crate::Value).
    Any,
}

impl Kind {
    /// Python's name of the kind.
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
