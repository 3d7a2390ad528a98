//! What `#[slots(serde)]` expands to without the feature `serde`: an error that says so.

use core::marker::PhantomData;

use crate::macro_support::field::FieldDef;
use crate::reflect::mode::Mode;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// Implemented by no type.
#[diagnostic::on_unimplemented(
    message = "`#[slots(serde)]` needs the feature `serde` of `slotted`",
    label = "this slot is read and written by serde's traits",
    note = "enable the feature in Cargo.toml: `slotted = {{ version = \"…\", features = [\"serde\"] }}`"
)]
pub trait FeatureSerde {}

/// Stands for the type's own impls.
pub enum Own {}

/// Stands for the bound of a generic `#[slots(serde)]` slot.
pub trait Form<T> {}
impl<T: FeatureSerde> Form<T> for Own {}

/// Stands for the mode of a `#[slots(serde)]` slot.
pub struct Serde<F = Own>(PhantomData<fn() -> F>);

impl<T: FeatureSerde + 'static, F: 'static> Mode<T> for Serde<F> {
    const KIND: Kind = Kind::Any;

    fn view(_: &T) -> ValueRef<'_> {
        ValueRef::None
    }

    fn convert(value: Value) -> Result<T, ConversionError> {
        Err(ConversionError::refuse(value))
    }

    fn parse(text: &str) -> Result<T, ConversionError> {
        Self::convert(Value::from(text))
    }
}

/// Stands for the function that makes the definition of a `#[slots(serde)]` slot.
#[must_use]
pub const fn foreign<T: FeatureSerde + 'static>() -> FieldDef<T> {
    FieldDef::plain::<Serde>()
}

/// Stands for the function that makes the definition of a `#[slots(with = module)]` slot.
#[must_use]
pub const fn foreign_with<T: FeatureSerde + 'static, F: 'static>() -> FieldDef<T> {
    FieldDef::plain::<Serde<F>>()
}
