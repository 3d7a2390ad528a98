//! How deep values may lie in one another.
//!
//! Copying, printing, comparing and dropping a [`Value`] recurse into it. So what is written by name, by
//! path, from text or from data is bounded; one that is nested by code is its author's own (spec 7.12).

use core::any::Any;
use core::fmt;

use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// So many lists and maps may lie in one another.
pub(crate) const MAX_DEPTH: usize = 128;

/// What is said of values that lie deeper.
pub(crate) struct TooDeep;

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "values lie more than {MAX_DEPTH} deep in one another")
    }
}

impl Value {
    /// Fails where the value, written `steps` levels deep inside another, would lie too deep.
    #[inline(always)]
    pub(crate) fn within_depth(&self, steps: usize) -> Result<(), ConversionError> {
        match self {
            Value::List(_) | Value::Map(_) => self.nested_within_depth(steps),
            _ if steps > MAX_DEPTH => Err(ConversionError::too_deep()),
            _ => Ok(()),
        }
    }

    #[inline(never)]
    fn nested_within_depth(&self, steps: usize) -> Result<(), ConversionError> {
        let within = MAX_DEPTH.checked_sub(steps).is_some_and(|levels| self.has_levels(levels));
        if within { Ok(()) } else { Err(ConversionError::too_deep()) }
    }

    /// Whether at most so many lists and maps lie in one another.
    fn has_levels(&self, most: usize) -> bool {
        let Some(inside) = most.checked_sub(1) else {
            return !matches!(self, Value::List(_) | Value::Map(_));
        };
        match self {
            Value::List(items) => items.iter().all(|item| item.has_levels(inside)),
            Value::Map(dict) => dict.values().all(|value| value.has_levels(inside)),
            _ => true,
        }
    }
}

/// The same of a value of a type known at run time, if it is one that can nest without end.
pub(crate) fn any_within_depth(value: &dyn Any) -> Result<(), ConversionError> {
    if let Some(value) = value.downcast_ref::<Value>() {
        return value.within_depth(0);
    }
    match value.downcast_ref::<Dict>() {
        // The `Dict` is a level itself.
        Some(dict) => dict.values().try_for_each(|value| value.within_depth(1)),
        None => Ok(()),
    }
}

/// The same of a text, which is to be read as a value.
pub(crate) fn text_within_depth(text: &str, steps: usize) -> Result<(), ConversionError> {
    let levels = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if levels + steps <= MAX_DEPTH {
        return Ok(());
    }
    // What is no value is for the type to read, or to refuse.
    text.parse::<Value>().map_or(Ok(()), |value| value.within_depth(steps))
}
