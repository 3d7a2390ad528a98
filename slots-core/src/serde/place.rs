//! Where a value is in the data: what the error of a refused value names.

use serde_core::de::Error;

use crate::attributes::error::AttributeError;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::reading::Place;
use crate::value::conversion_error::ConversionError;

impl Place<'_> {
    /// Makes the error for a value that is refused at this place. It names the innermost slot, and
    /// the steps from there.
    #[cold]
    #[inline(never)]
    pub(crate) fn refuse<E: Error>(&self, error: ConversionError) -> E {
        match self.slot(error) {
            Ok(error) => E::custom(error),
            Err(error) => E::custom(error),
        }
    }

    /// Whether this is an optional slot, for which `None` means *unbound*.
    pub(crate) fn takes_none(&self) -> bool {
        matches!(self, Place::Slot(layout, field) if slot_at(layout, *field).is_optional())
    }

    /// Returns the error that names the innermost slot, or the same error with the steps alone.
    fn slot(&self, mut error: ConversionError) -> Result<AttributeError, ConversionError> {
        let mut place = self;
        loop {
            match place {
                Place::Nowhere => return Err(error),
                Place::Slot(layout, field) => {
                    let info = slot_at(layout, *field);
                    return Ok(AttributeError::refused(layout, info.name(), info, error));
                }
                Place::Item(list, index) => {
                    error = error.at_step(index);
                    place = list;
                }
                Place::Key(map, name) => {
                    error = error.at_step(format_args!("'{name}'"));
                    place = map;
                }
            }
        }
    }
}

/// Returns the slot with that number among the fields.
pub(crate) fn slot_at(layout: &SlotLayout, field: usize) -> &SlotInfo {
    layout.slot_at(field).expect("only slots are filled from data")
}
