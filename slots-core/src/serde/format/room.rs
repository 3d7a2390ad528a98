//! How much deeper a value may nest.

use crate::value::conversion_error::ConversionError;
use crate::value::depth::MAX_DEPTH;

/// The maximum number of wrappers around a value: `Some`, and newtypes. A `Value` does not show
/// them, so they are no levels; but a chain of them without an end would overflow the stack.
const MAX_WRAPPERS: usize = 2 * MAX_DEPTH;

/// How many more levels, and wrappers, a value may nest.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    levels: usize,
    wrappers: usize,
}

impl Room {
    /// The room of an outermost value.
    pub(crate) const WHOLE: Self = Room { levels: MAX_DEPTH, wrappers: MAX_WRAPPERS };

    /// Returns the room inside a list or a map.
    pub(crate) fn inside(self) -> Result<Self, ConversionError> {
        match self.levels.checked_sub(1) {
            Some(levels) => Ok(Room { levels, ..self }),
            None => Err(ConversionError::too_deep()),
        }
    }

    /// Returns the room inside a wrapper.
    pub(crate) fn wrapped(self) -> Result<Self, ConversionError> {
        match self.wrappers.checked_sub(1) {
            Some(wrappers) => Ok(Room { wrappers, ..self }),
            None => Err(ConversionError::too_deep()),
        }
    }
}
