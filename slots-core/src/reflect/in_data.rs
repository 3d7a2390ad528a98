//! Values of known types, as serde serializes them.

use core::marker::PhantomData;

use serde_core::ser::{Serialize, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::slot_value::SlotValue;

/// Writes values by what their vtables say. The room `serde` implements it; `SlotValue` takes it as
/// a parameter, since no room uses one below it.
pub trait ErasedWriter: 'static {
    /// Writes the value.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and where the value has no form in data.
    fn write<S: Serializer>(value: AttrRef<'_>, to: S) -> Result<S::Ok, S::Error>;
}

/// Serializes a value whose type is known: by `SlotValue::__write`, which writes what `W` would.
pub(crate) struct InData<'a, T, W>(&'a T, PhantomData<W>);

impl<'a, T, W> InData<'a, T, W> {
    #[inline(always)]
    pub(crate) fn new(value: &'a T) -> Self {
        InData(value, PhantomData)
    }
}

impl<T: SlotValue, W: ErasedWriter> Serialize for InData<'_, T, W> {
    #[inline]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.__write::<W, S>(to)
    }
}
