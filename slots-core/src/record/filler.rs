//! A struct that is filled with attributes by name, with all that is wrong with them.

use alloc::vec::Vec;
#[cfg(feature = "serde")]
use core::mem;

use crate::attributes::error::{AttributeError, Fault};
use crate::construct::defaults::Missing;
use crate::construct::{Outcome, Partial};
use crate::name::NameKey;
use crate::record::error::RecordError;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// The fields so far, and what was wrong.
pub(crate) struct RecordFiller<'a, 'b> {
    pub(crate) partial: &'a mut Partial<'b>,
    pub(crate) layout: &'static SlotLayout,
    /// The entries of the `Dict`.
    pub(crate) dict: Dict,
    errors: Vec<AttributeError>,
    /// Slots whose value was refused: they are not missing.
    refused: Vec<&'static str>,
}

impl<'a, 'b> RecordFiller<'a, 'b> {
    pub(crate) fn new(partial: &'a mut Partial<'b>) -> Self {
        let layout = partial.layout();
        let (errors, refused) = (Vec::new(), Vec::new());
        RecordFiller { partial, layout, dict: Dict::new(), errors, refused }
    }

    pub(crate) fn report(&mut self, name: &str, fault: Fault) {
        self.errors.push(AttributeError::new(self.layout, name, fault));
    }

    /// Gives an attribute its value: a slot, or an entry of the `Dict`.
    pub(crate) fn give(&mut self, name: &str, mut value: Value) {
        let is_refused = |slot: &SlotInfo| self.refused.contains(&slot.name());
        if !self.refused.is_empty() && self.layout.slot(name).is_some_and(is_refused) {
            return self.report(name, Fault::Repeated);
        }
        if let Err(error) = value.within_depth(0) {
            self.refused.extend(self.layout.slot(name).map(SlotInfo::name));
            self.errors.push(AttributeError::of_value(self.layout, name, error));
            return;
        }
        match self.partial.fill_named(name, &mut value) {
            Outcome::NoSlot => {
                if self.add_entry(name, NameKey::of(name), 1)
                    && let Some(entry) = self.dict.last_mut()
                {
                    *entry = value;
                }
            }
            outcome => self.note(name, outcome),
        }
    }

    /// Notes what was wrong with a value for the slot of that name, if anything was.
    pub(crate) fn note(&mut self, name: &str, outcome: Outcome) {
        match outcome {
            Outcome::Filled => {}
            Outcome::NoSlot => self.report(name, Fault::Unexpected),
            Outcome::Repeated => self.report(name, Fault::Repeated),
            Outcome::Refused(slot, error) => self.refuse(slot, error),
        }
    }

    /// Notes that the slot was given a value that is refused.
    pub(crate) fn refuse(&mut self, slot: &'static SlotInfo, error: ConversionError) {
        self.refused.push(slot.name());
        self.errors.push(AttributeError::refused(self.layout, slot.name(), slot, error));
    }

    /// Adds an entry to the `Dict` under a name that is no slot's; its value follows. The first one is given room for
    /// `capacity` entries. `false` where there is no place for it, which is reported.
    pub(crate) fn add_entry(&mut self, name: &str, key: NameKey, capacity: usize) -> bool {
        let fault = if !self.layout.has_dict() {
            Fault::Unexpected
        } else if self.dict.add(name, key, capacity).is_err() {
            Fault::Repeated
        } else {
            return true;
        };
        self.report(name, fault);
        false
    }

    /// What was wrong so far.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn check(&mut self) -> Result<(), RecordError> {
        if self.errors.is_empty() {
            return Ok(());
        }
        RecordError::check(self.layout, mem::take(&mut self.errors))
    }

    /// What was wrong, where something was.
    #[cfg(feature = "serde")]
    pub(crate) fn take_error(&mut self) -> RecordError {
        self.check().expect_err("an error was noted")
    }

    /// Fills what is left, and reports what is missing.
    pub(crate) fn finish(self) -> Result<(), RecordError> {
        let RecordFiller { partial, layout, dict, mut errors, refused } = self;
        if partial.is_whole() && errors.is_empty() {
            return Ok(());
        }
        partial.missing(&mut |missing| match missing {
            // It was given, and is reported already.
            Missing::Slot(name) if refused.contains(&name) => {}
            Missing::Slot(name) => errors.push(AttributeError::new(layout, name, Fault::Missing)),
            Missing::Hidden(name) => {
                errors.push(AttributeError::new(layout, name, Fault::MissingDefault));
            }
        });
        if let Err(error) = RecordError::check(layout, errors) {
            // Dropped before the error is returned: should a `Drop` panic, unwinding drops the error.
            drop(dict);
            return Err(error);
        }
        // Defaults are the user's code: they run only where the record can be made.
        let mut refused = Vec::new();
        partial.fill_defaults(dict, &mut |slot, error| {
            refused.push(AttributeError::refused(layout, slot.name(), slot, error));
        });
        RecordError::check(layout, refused)
    }
}
