//! A record from names and values.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use crate::attributes::error::Fault;
use crate::construct::construct;
use crate::record::error::RecordError;
use crate::record::filler::RecordFiller;
use crate::record::state::ObjectState;
use crate::reflect::slotted::Slotted;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Makes a record; the body of [`Slotted::from_attrs`].
pub(crate) fn from_attrs<T, N, V>(attrs: impl IntoIterator<Item = (N, V)>) -> Result<T, RecordError>
where
    T: Slotted,
    N: AsRef<str>,
    V: Into<Value>,
{
    construct::<T, RecordError>(|partial| {
        let mut filler = RecordFiller::new(partial);
        for (name, value) in attrs {
            filler.give(name.as_ref(), value.into());
        }
        filler.finish()
    })
}

/// Makes a record of its state; the body of [`Slotted::from_state`].
pub(crate) fn from_state<T: Slotted>(state: ObjectState) -> Result<T, RecordError> {
    construct::<T, RecordError>(|partial| {
        let mut filler = RecordFiller::new(partial);
        match state.dict {
            // As it is: an entry whose name a slot hides is no attribute, and an entry all the same.
            Some(dict) if filler.layout.has_dict() => filler.dict = dict,
            Some(dict) => dict.keys().for_each(|name| filler.report(name, Fault::Unexpected)),
            None => {}
        }
        // The values of slots that are gone join the entries.
        for (name, value) in state.slots {
            filler.give(&name, value);
        }
        // What a state says nothing of was unbound, whatever its default.
        filler.partial.unbind_all();
        filler.finish()
    })
}

/// A record in the making; see [`Slotted::attrs_builder`].
pub struct AttrsBuilder<T> {
    attrs: Vec<(Box<str>, Value)>,
    of: PhantomData<fn() -> T>,
}

impl<T: Slotted> AttrsBuilder<T> {
    pub(crate) fn new() -> Self {
        AttrsBuilder { attrs: Vec::new(), of: PhantomData }
    }

    /// Gives an attribute its value.
    #[must_use]
    pub fn with(mut self, name: impl Into<Box<str>>, value: impl Into<Value>) -> Self {
        self.attrs.push((name.into(), value.into()));
        self
    }

    /// Makes the record.
    ///
    /// # Errors
    ///
    /// Those of [`Slotted::from_attrs`].
    pub fn build(self) -> Result<T, RecordError> {
        from_attrs(self.attrs)
    }
}

impl<T> fmt::Debug for AttrsBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.attrs.iter().map(|(name, value)| (name, value))).finish()
    }
}

/// Makes a slotted struct from a map: what a slot of that type is given.
pub fn object_from_value<T: Slotted>(value: Value) -> Result<T, ConversionError> {
    let Value::Map(dict) = value else {
        return Err(ConversionError::refuse(value));
    };
    from_attrs(dict.into_entries()).map_err(|error| ConversionError::invalid("a dict", error))
}
