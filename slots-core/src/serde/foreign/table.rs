//! The functions of one type, type-erased.

use core::any::{Any, TypeId};
use core::marker::PhantomData;

use serde_core::ser::{Serialize, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::foreign::{ForeignVTable, Made};
use crate::serde::foreign::form::Form;
use crate::serde::foreign::probe::{Missing, NoBytes};
use crate::serde::format::ser::ValueSerializer;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Returns the vtable of `T`, read and written by `F`.
pub(crate) const fn table<T: 'static, F: Form<T>>() -> &'static ForeignVTable {
    const {
        &ForeignVTable {
            to_value: to_value::<T, F>,
            of: TypeId::of::<T>(),
            form: TypeId::of::<F>(),
            write: write::<T, F>,
            read: read::<T, F>,
            has_missing: has_missing::<T, F>,
            takes_no_bytes: takes_no_bytes::<T, F>,
        }
    }
}

fn to_value<T: 'static, F: Form<T>>(value: AttrRef<'_>) -> Result<Value, ConversionError> {
    match value.cast::<T>() {
        Some(value) => F::serialize(value, ValueSerializer::new()),
        None => Err(ConversionError::said("a value of another type")),
    }
}

fn write<T: 'static, F: Form<T>>(
    value: AttrRef<'_>,
    then: &mut dyn FnMut(&dyn erased_serde::Serialize),
) {
    /// A `T` that is written by `F`.
    struct Written<'a, T, F>(&'a T, PhantomData<F>);

    impl<T, F: Form<T>> Serialize for Written<'_, T, F> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            F::serialize(self.0, to)
        }
    }

    if let Some(value) = value.cast::<T>() {
        then(&Written::<T, F>(value, PhantomData));
    }
}

fn read<T: 'static, F: Form<T>>(
    from: &mut dyn erased_serde::Deserializer<'_>,
    take: &mut dyn FnMut(&mut dyn Made),
) -> Result<(), erased_serde::Error> {
    let value = F::deserialize(from)?;
    take(&mut MadeBy::<T, F>::new(value));
    Ok(())
}

/// A `T` that was read by `F`.
pub(crate) struct MadeBy<T, F>(Option<T>, PhantomData<F>);

impl<T, F> MadeBy<T, F> {
    #[inline]
    pub(crate) fn new(value: T) -> Self {
        MadeBy(Some(value), PhantomData)
    }
}

impl<T: 'static, F: Form<T>> Made for MadeBy<T, F> {
    fn as_any(&mut self) -> &mut dyn Any {
        &mut self.0
    }

    fn to_value(&self) -> Result<Value, ConversionError> {
        match &self.0 {
            Some(value) => F::serialize(value, ValueSerializer::new()),
            None => Err(ConversionError::said("the value was taken")),
        }
    }
}

fn has_missing<T, F: Form<T>>() -> bool {
    F::MAY_BE_MISSING && F::deserialize(Missing).is_ok()
}

fn takes_no_bytes<T, F: Form<T>>() -> bool {
    F::deserialize(NoBytes::new()).is_ok()
}
