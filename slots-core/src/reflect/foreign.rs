//! Values that are read and written by serde's traits: `#[slots(serde)]`.
//!
//! Such a value has no parts that could be lent as [`ValueRef`]s. A view of it refers to the value
//! itself, with the functions that make a [`Value`] of it.

#[cfg(feature = "serde")]
use core::any::{Any, TypeId};
use core::fmt;

use crate::name::short_type_name;
use crate::reflect::attr::AttrRef;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// How a value of one type is read and written by serde's traits, type-erased.
///
/// Each function compares the type of the `AttrRef` that it is given with its own, so no unsafe
/// code depends on their agreement.
pub struct ForeignVTable {
    pub(crate) to_value: fn(AttrRef<'_>) -> Result<Value, ConversionError>,
    /// The type.
    #[cfg(feature = "serde")]
    pub(crate) of: TypeId,
    /// The type that says how it is read and written: a `Form` of the type.
    #[cfg(feature = "serde")]
    pub(crate) form: TypeId,
    /// Lends the value, as one that serde can write, to the second argument.
    #[cfg(feature = "serde")]
    pub(crate) write: Write,
    /// Reads a value, and lends it to the second argument.
    #[cfg(feature = "serde")]
    pub(crate) read: Read,
    /// Whether the type has a value that stands for a key that data lacks: the `None` of an
    /// `Option`.
    #[cfg(feature = "serde")]
    pub(crate) has_missing: fn() -> bool,
    /// Whether a value takes no bytes in a format that does not describe itself.
    #[cfg(feature = "serde")]
    pub(crate) takes_no_bytes: fn() -> bool,
}

/// A function that lends a value, as one that serde can write, to `then`.
#[cfg(feature = "serde")]
pub(crate) type Write = fn(value: AttrRef<'_>, then: &mut dyn FnMut(&dyn erased_serde::Serialize));

/// A function that reads a value, and lends it to `take`.
#[cfg(feature = "serde")]
pub(crate) type Read = for<'de> fn(
    from: &mut dyn erased_serde::Deserializer<'de>,
    take: &mut dyn FnMut(&mut dyn Made),
) -> Result<(), erased_serde::Error>;

/// A value that was read, to be moved into a slot or shown as a `Value`.
#[cfg(feature = "serde")]
pub trait Made {
    /// Returns the value as an `Option<T>`, from which a slot of type `T` takes it.
    fn as_any(&mut self) -> &mut dyn Any;

    fn to_value(&self) -> Result<Value, ConversionError>;
}

/// A borrowed value of a `#[slots(serde)]` slot, as in [`ValueRef::Foreign`]: text, bytes, a list
/// or a map. serde's traits can only write it as a whole, so its parts cannot be borrowed.
/// [`to_value`](ForeignRef::to_value) makes a [`Value`] of it; it prints and compares as that.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use slotted::prelude::*;
/// use slotted::ValueRef;
///
/// #[derive(Slots)]
/// struct Span {
///     // `Range` has serde's traits, and is no slot by itself.
///     #[slots(serde)]
///     lines: std::ops::Range<u32>,
/// }
///
/// let mut span = Span { lines: 3..5 };
/// let lines = span.getattr("lines").unwrap();
/// assert_eq!(format!("{lines:?}"), "{'start': 3, 'end': 5}");
/// let ValueRef::Foreign(view) = lines.view() else { panic!("it is a map") };
/// let Ok(slotted::Value::Map(parts)) = view.to_value() else { panic!("it is a map") };
/// assert_eq!(parts["end"], 5);
///
/// span.setattr_str("lines", "{'start': 1, 'end': 2}").unwrap();
/// assert_eq!(span.lines, 1..2);
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct ForeignRef<'a> {
    value: AttrRef<'a>,
    vtable: &'static ForeignVTable,
    kind: Kind,
}

impl<'a> ForeignRef<'a> {
    #[cfg(feature = "serde")]
    pub(crate) fn new(value: AttrRef<'a>, vtable: &'static ForeignVTable, kind: Kind) -> Self {
        ForeignRef { value, vtable, kind }
    }

    /// Returns the value as a [`Value`], as `slotted::to_value` does.
    ///
    /// # Errors
    ///
    /// Fails if the type's `Serialize` fails, or if a `Value` cannot hold what it writes.
    pub fn to_value(self) -> Result<Value, ConversionError> {
        (self.vtable.to_value)(self.value)
    }

    /// Returns the full name of the value's type, as [`core::any::type_name`] does.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        self.value.type_name()
    }

    /// Returns the kind of [`to_value`](ForeignRef::to_value); `Opaque` if that fails.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.kind
    }

    #[cfg(feature = "serde")]
    pub(crate) fn parts(self) -> (AttrRef<'a>, &'static ForeignVTable) {
        (self.value, self.vtable)
    }

    /// Whether the value is shown as one that equals `other`.
    pub(crate) fn equals(self, other: &ValueRef<'_>) -> bool {
        self.to_value().is_ok_and(|value| value.view() == *other)
    }
}

/// Prints what Python's `repr` prints for the `Value`; `<Type object>` if there is none.
impl fmt::Debug for ForeignRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_value() {
            Ok(value) => fmt::Debug::fmt(&value, f),
            Err(_) => write!(f, "<{} object>", short_type_name(self.type_name())),
        }
    }
}

/// Prints text as it is, and anything else as `Debug` does.
impl fmt::Display for ForeignRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_value() {
            Ok(Value::Str(text)) => f.pad(&text),
            _ => f.pad(&alloc::format!("{self:?}")),
        }
    }
}
