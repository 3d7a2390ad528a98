//! The mode of a `#[slots(serde)]` slot: how it is accessed by name.

use alloc::string::ToString;
use core::any::Any;
use core::marker::PhantomData;

use crate::macro_support::field::FieldDef;
use crate::reflect::attr::AttrRef;
use crate::reflect::foreign::ForeignRef;
use crate::reflect::mode::Mode;
use crate::reflect::shape::Shape;
use crate::reflect::value_ref::ValueRef;
use crate::serde::foreign::form::{Form, Own};
use crate::serde::foreign::peek::{Peek, Peeked};
use crate::serde::foreign::table::table;
use crate::serde::format::de::ValueDe;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// `#[slots(serde)]`: reads and writes by serde's traits, through a [`Value`] by name. `F` says
/// how.
pub struct Serde<F = Own>(PhantomData<fn() -> F>);

impl<T: 'static, F: Form<T>> Mode<T> for Serde<F> {
    const KIND: Kind = Kind::Any;

    const SHAPE: Shape = Shape::Foreign(table::<T, F>());

    fn view(value: &T) -> ValueRef<'_> {
        match F::serialize(value, Peek::new()) {
            Ok(Peeked::Shown(shown)) | Err(Peeked::Shown(shown)) => shown,
            Ok(Peeked::Kind(kind)) | Err(Peeked::Kind(kind)) => ValueRef::Foreign(ForeignRef::new(
                AttrRef::in_mode::<T, Self>(value),
                table::<T, F>(),
                kind,
            )),
        }
    }

    fn convert(value: Value) -> Result<T, ConversionError> {
        F::deserialize(ValueDe::owned(value))
    }

    /// Text may be the text of a `T`, as of a date, or the literal of what a `T` is made of, as of
    /// a list. The reading that prints as that text is right: a decimal number that was read as a
    /// float may have lost digits.
    fn parse(text: &str) -> Result<T, ConversionError> {
        let literal = match text.parse::<Value>() {
            Ok(Value::Str(_)) | Err(_) => None,
            Ok(value) => Some((is_structure(&value), Self::convert(value))),
        };
        let literal = match literal {
            Some((_, Ok(value))) => {
                let shown = <Self as Mode<T>>::view(&value).to_string();
                if shown == text {
                    return Ok(value);
                }
                Some((false, Ok(value)))
            }
            refused => refused,
        };
        match (Self::convert(Value::from(text)), literal) {
            (Err(_), Some((_, Ok(value)))) => Ok(value),
            (Err(_), Some((true, Err(error)))) => Err(error),
            (of_text, _) => of_text,
        }
    }

    fn taken(made: &mut dyn Any) -> Option<T> {
        made.downcast_mut::<Option<T>>()?.take()
    }
}

fn is_structure(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_))
}

/// Returns the definition of a slot that is read and written by its type's own impls.
#[must_use]
pub const fn foreign<T: 'static>() -> FieldDef<T>
where
    Serde: Mode<T>,
{
    const { FieldDef::plain::<Serde>() }
}

/// Returns the definition of a slot that is read and written by `F`.
#[must_use]
pub const fn foreign_with<T: 'static, F>() -> FieldDef<T>
where
    Serde<F>: Mode<T>,
{
    const { FieldDef::plain::<Serde<F>>() }
}
