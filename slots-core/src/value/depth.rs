//! The limit on how deep lists and maps are nested in values.
//!
//! Copying, printing, comparing and dropping a [`Value`] recurse into it. So a value that is
//! written by name, by path, from text or from data has a limited depth. A value that is nested by
//! code has none: its depth is the responsibility of the author (spec 7.12).

use alloc::boxed::Box;
use core::any::Any;
use core::fmt;

use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// The maximum number of lists and maps nested in one another.
pub(crate) const MAX_DEPTH: usize = 128;

/// The message about values that are nested deeper than [`MAX_DEPTH`].
pub(crate) struct TooDeep;

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lists and maps are nested more than {MAX_DEPTH} levels deep")
    }
}

impl Value {
    /// Checks the depth of a value that is to be written `steps` levels deep inside another value.
    ///
    /// # Errors
    ///
    /// Lists and maps would then be nested more than [`MAX_DEPTH`] deep.
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

    /// Whether at most `most` lists and maps are nested in one another, counting the value itself.
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

/// Checks the depth of what is to be swapped with a [`Value`] or with what one holds, as
/// [`Value::within_depth`] does. Of what a `Value` holds, only lists and maps nest.
pub(crate) fn held_within_depth(value: &dyn Any) -> Result<(), ConversionError> {
    if let Some(value) = value.downcast_ref::<Value>() {
        return value.within_depth(0);
    }
    if let Some(items) = value.downcast_ref::<Box<[Value]>>() {
        return items.iter().try_for_each(|item| item.within_depth(1));
    }
    match value.downcast_ref::<Dict>() {
        // The `Dict` counts as one level.
        Some(dict) => dict.values().try_for_each(|value| value.within_depth(1)),
        None => Ok(()),
    }
}

/// Checks the depth of the value that `text` is to be parsed as, as [`Value::within_depth`] does.
/// Text with few enough opening brackets passes without being parsed.
pub(crate) fn text_within_depth(text: &str, steps: usize) -> Result<(), ConversionError> {
    if steps > MAX_DEPTH {
        return Err(ConversionError::too_deep());
    }
    // A variant with its fields is a map in a map, or a list in one.
    let levels = text.bytes().map(|byte| match byte {
        b'[' | b'{' => 1,
        b'(' => 2,
        _ => 0,
    });
    if levels.sum::<usize>() + steps <= MAX_DEPTH {
        return Ok(());
    }
    // Text that does not parse as a `Value` passes: the slot's type reads or refuses it.
    text.parse::<Value>().map_or(Ok(()), |value| value.within_depth(steps))
}
