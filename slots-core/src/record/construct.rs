//! Making a record from names and values.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use crate::attributes::fault::Fault;
use crate::construct::{Partial, construct};
use crate::record::error::RecordError;
use crate::record::filler::RecordFiller;
use crate::record::state::ObjectState;
use crate::reflect::layout::SlotLayout;
use crate::reflect::slotted::Slotted;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// Makes a record from names and values: the body of
/// [`SlottedExt::from_attrs`](crate::SlottedExt::from_attrs).
pub(crate) fn from_attrs<T, N, V>(attrs: impl IntoIterator<Item = (N, V)>) -> Result<T, RecordError>
where
    T: Slotted,
    N: AsRef<str>,
    V: Into<Value>,
{
    construct::<T, RecordError>(|partial| {
        let mut filler = RecordFiller::new(partial);
        for (name, value) in attrs {
            filler.give_to::<T>(name.as_ref(), value.into());
        }
        filler.finish()
    })
}

/// Does what [`from_attrs`] does, without inlining the look-up: for what is compiled for each
/// slotted type, whether it is used or not.
pub(crate) fn from_attrs_by_layout<T, N, V>(
    attrs: impl IntoIterator<Item = (N, V)>,
) -> Result<T, RecordError>
where
    T: Slotted,
    N: AsRef<str>,
    V: Into<Value>,
{
    construct::<T, RecordError>(|partial| fill_attrs(partial, attrs))
}

/// Fills a partial object from names and values.
pub(crate) fn fill_attrs<N: AsRef<str>, V: Into<Value>>(
    partial: &mut Partial<'_>,
    attrs: impl IntoIterator<Item = (N, V)>,
) -> Result<(), RecordError> {
    let mut filler = RecordFiller::new(partial);
    for (name, value) in attrs {
        filler.give(name.as_ref(), value.into());
    }
    filler.finish()
}

/// Makes a record from its state: the body of
/// [`SlottedExt::from_state`](crate::SlottedExt::from_state).
pub(crate) fn from_state<T: Slotted>(state: ObjectState) -> Result<T, RecordError> {
    construct::<T, RecordError>(|partial| fill_state(partial, state))
}

/// Fills a partial object from a state.
pub(crate) fn fill_state(partial: &mut Partial<'_>, state: ObjectState) -> Result<(), RecordError> {
    let mut filler = RecordFiller::new(partial);
    match state.dict {
        // Take the whole dict unchanged: an entry that a slot of its name hides is no
        // attribute, but it is part of the state.
        Some(dict) if filler.layout.has_dict() => filler.give_dict(dict),
        Some(dict) => dict.keys().for_each(|name| filler.report(name, Fault::Unexpected)),
        None => {}
    }
    // A value whose slot the type no longer has becomes an entry.
    for (name, value) in state.slots {
        filler.give(&name, value);
    }
    // An optional slot that the state lacks was unbound, so it must not get its default.
    filler.partial.unbind_all();
    filler.finish()
}

/// A builder of a record; see [`SlottedExt::attrs_builder`](crate::SlottedExt::attrs_builder).
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots, Debug, PartialEq)]
/// struct Server { host: String, port: u16 }
///
/// let server = Server::attrs_builder().with("host", "localhost").with("port", 80).build()?;
/// assert_eq!(server, Server { host: "localhost".to_owned(), port: 80 });
/// # Ok::<(), slotted::RecordError>(())
/// ```
pub struct AttrsBuilder<T> {
    attrs: Vec<(Box<str>, Value)>,
    of: PhantomData<fn() -> T>,
}

impl<T: Slotted> AttrsBuilder<T> {
    pub(crate) fn new() -> Self {
        AttrsBuilder { attrs: Vec::new(), of: PhantomData }
    }

    /// Adds an attribute with its value. `build` checks both.
    #[must_use]
    pub fn with(mut self, name: impl Into<Box<str>>, value: impl Into<Value>) -> Self {
        self.attrs.push((name.into(), value.into()));
        self
    }

    /// Makes the record.
    ///
    /// # Errors
    ///
    /// Fails where [`SlottedExt::from_attrs`](crate::SlottedExt::from_attrs) fails.
    pub fn build(self) -> Result<T, RecordError> {
        from_attrs(self.attrs)
    }
}

impl<T> fmt::Debug for AttrsBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.attrs.iter().map(|(name, value)| (name, value))).finish()
    }
}

/// Makes a slotted struct from a map: the conversion of a value that is written to a slot of type
/// `T`. The text that it prints, `Point(x=1.0)`, is such a map under the name of the type (spec
/// 8.10).
///
/// # Errors
///
/// Fails if `value` is no map, and where [`SlottedExt::from_attrs`](crate::SlottedExt::from_attrs)
/// fails.
pub fn object_from_value<T: Slotted>(value: Value) -> Result<T, ConversionError> {
    let Value::Map(mut dict) = value else {
        return Err(ConversionError::refuse(value));
    };
    if let Some(fields) = named_fields(T::LAYOUT, &mut dict) {
        dict = fields;
    }
    // The error names `T`, and not an `Option` that it is in.
    from_attrs_by_layout(dict.into_entries()).map_err(|error| {
        ConversionError::invalid_whole("a dict", error).of_type(core::any::type_name::<T>())
    })
}

/// Takes the fields out of a map with one entry, from the name of the type to the fields; `None` if
/// it is another map, or if the type has an attribute of that name.
fn named_fields(layout: &SlotLayout, dict: &mut Dict) -> Option<Dict> {
    let name = layout.name();
    let is_named = dict.len() == 1 && matches!(dict.get(name), Some(Value::Map(_)));
    if !is_named || layout.has_dict() || layout.slot(name).is_some() {
        return None;
    }
    match dict.remove(name) {
        Some(Value::Map(fields)) => Some(fields),
        _ => None,
    }
}
