//! The mode of an opaque slot, which is reached by its own type only: `#[slots(opaque)]`.

use core::any::{Any, type_name};
use core::marker::PhantomData;

use crate::reflect::mode::Mode;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;
use crate::value::opaque::{Equal, MakeCopy, OpaqueOps, OpaqueRef, OpaqueValue};

/// `#[slots(opaque)]`: reads and writes by the value's own type only; nothing is converted to it.
pub type Opaque = OpaqueIf<No, No>;

/// `#[slots(opaque(eq, clone))]`: as [`Opaque`], but values can be compared if `E` is [`Yes`], and
/// copied if `C` is.
pub struct OpaqueIf<E, C>(PhantomData<fn() -> (E, C)>);

/// It can be done.
pub enum Yes {}

/// It cannot be done.
pub enum No {}

/// Whether values of type `T` can be compared.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be compared",
    label = "`#[slots(opaque(eq))]` compares through `PartialEq`",
    note = "implement `PartialEq` for `{T}`, or take `eq` away"
)]
pub trait Equality<T> {
    /// Compares two values, if both are of type `T`.
    const EQUAL: Option<Equal>;
}

impl<T> Equality<T> for No {
    const EQUAL: Option<Equal> = None;
}

#[diagnostic::do_not_recommend]
impl<T: PartialEq + 'static> Equality<T> for Yes {
    const EQUAL: Option<Equal> =
        Some(|a, b| a.downcast_ref::<T>().is_some_and(|a| b.downcast_ref() == Some(a)));
}

/// Whether values of type `T` can be copied.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be copied into a `Value`",
    label = "`#[slots(opaque(clone))]` copies through `Clone`; a `Value` may go to another thread, so the \
             type is `Send` and `Sync` too",
    note = "implement `Clone` for `{T}`, and make it `Send` and `Sync`, or take `clone` away"
)]
pub trait Copying<T> {
    /// Makes a shared copy of a value, if it is of type `T`, with these operations.
    const COPY: Option<MakeCopy>;

    /// Returns a copy of the value, if it is of type `T`.
    fn copied(value: &dyn Any) -> Option<T>;
}

impl<T> Copying<T> for No {
    const COPY: Option<MakeCopy> = None;

    fn copied(_: &dyn Any) -> Option<T> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> Copying<T> for Yes {
    const COPY: Option<MakeCopy> =
        Some(|value, ops| Some(OpaqueValue::with(<Yes as Copying<T>>::copied(value)?, ops)));

    fn copied(value: &dyn Any) -> Option<T> {
        value.downcast_ref().cloned()
    }
}

impl<T: 'static, E: Equality<T> + 'static, C: Copying<T> + 'static> Mode<T> for OpaqueIf<E, C> {
    const KIND: Kind = Kind::Opaque;

    fn view(value: &T) -> ValueRef<'_> {
        let ops =
            const { &OpaqueOps { type_name: type_name::<T>, equal: E::EQUAL, copy: C::COPY } };
        ValueRef::Opaque(OpaqueRef::with(value, ops))
    }

    /// Takes a copy of an opaque value of type `T`, if it can be copied, and nothing else.
    fn convert(value: Value) -> Result<T, ConversionError> {
        let copied = match &value {
            Value::Opaque(value) => C::copied(value.get()),
            _ => None,
        };
        match copied {
            Some(copy) => {
                // Before the copy is returned, so that it is dropped if this panics.
                drop(value);
                Ok(copy)
            }
            None => {
                let error = ConversionError::opaque(&value);
                // Before the error is returned, so that it is dropped if this panics.
                drop(value);
                Err(error)
            }
        }
    }

    fn parse(_: &str) -> Result<T, ConversionError> {
        Err(ConversionError::opaque(&Value::from("")))
    }
}
