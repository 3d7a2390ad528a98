//! What the derive calls for the fields of a tuple struct.
//!
//! A field may be no slot's value. [`item`] has the bound that it must be one, so the compiler tells
//! of it at the type of the field; further functions with that bound would repeat it, at the derive.
//! So the functions of [`ValueOf`] stand in an impl that has the bound: where it does not hold, the
//! compiler passes over them and finds those of the same names in [`NoValue`], which the expansion
//! imports. (A method call through `Deref` would need no import, and takes longer to compile.)

use core::marker::PhantomData;

use crate::reflect::attr::AttrRef;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, inside_item};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// The functions of a slot's value of type `T`. Never made.
pub struct ValueOf<T>(PhantomData<fn() -> T>);

/// Returns an item of a list. Called by an expansion.
#[inline(always)]
pub fn item<T: SlotValue>(item: &T) -> Option<AttrRef<'_>> {
    Some(AttrRef::new(item))
}

impl<T: SlotValue> ValueOf<T> {
    /// The shape of the value.
    pub const SHAPE: Shape = T::__SHAPE;

    /// Converts a value.
    ///
    /// # Errors
    ///
    /// Fails if the type refuses the value.
    #[inline(always)]
    pub fn from_value(value: Value) -> Result<T, ConversionError> {
        T::from_value(value)
    }

    /// Returns what a step to an item of a list leads to.
    #[inline(always)]
    pub fn inside(item: &mut T) -> Inside<'_> {
        inside_item(item)
    }
}

/// The functions of a type that is no slot's value. They are never called, since the build fails.
pub trait NoValue {
    /// The type.
    #[doc(hidden)]
    type Of;

    /// Stands for [`ValueOf::SHAPE`].
    #[doc(hidden)]
    const SHAPE: Shape = Shape::Tuple(&[]);

    /// Stands for [`ValueOf::from_value`].
    #[doc(hidden)]
    fn from_value(_: Value) -> Result<Self::Of, ConversionError> {
        never()
    }

    /// Stands for [`ValueOf::inside`].
    #[doc(hidden)]
    #[must_use]
    fn inside(_: &mut Self::Of) -> Inside<'_> {
        never()
    }
}

impl<T> NoValue for ValueOf<T> {
    type Of = T;
}

fn never() -> ! {
    unreachable!("a program with a type that is no value does not compile")
}
