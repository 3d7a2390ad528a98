//! Fills a partial struct with attributes by name, and collects all errors.

use alloc::boxed::Box;
use alloc::vec::Vec;
#[cfg(feature = "serde")]
use core::mem;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::construct::defaults::Missing;
use crate::construct::{Outcome, Partial};
use crate::name::NameKey;
use crate::record::error::RecordError;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lookup::Probe;
use crate::reflect::slotted::Slotted;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// A partial struct that is being filled by name, and the errors so far.
pub(crate) struct RecordFiller<'a, 'b> {
    pub(crate) partial: &'a mut Partial<'b>,
    pub(crate) layout: &'b SlotLayout,
    /// The entries of the struct's `Dict` so far.
    pub(crate) dict: Dict,
    /// In a box, since most structs have none and a filler is made for each struct that is read.
    faults: Option<Box<Faults<'b>>>,
}

/// What was noted so far.
#[derive(Default)]
struct Faults<'b> {
    errors: Vec<AttributeError>,
    /// The names of the slots whose value was refused: these are not missing.
    refused: Vec<&'b str>,
}

impl<'a, 'b> RecordFiller<'a, 'b> {
    pub(crate) fn new(partial: &'a mut Partial<'b>) -> Self {
        let layout = partial.layout();
        RecordFiller { partial, layout, dict: Dict::new(), faults: None }
    }

    #[cold]
    fn faults(&mut self) -> &mut Faults<'b> {
        self.faults.get_or_insert_default()
    }

    fn is_refused(&self, slot: &SlotInfo) -> bool {
        self.faults.as_ref().is_some_and(|faults| faults.refused.contains(&slot.name()))
    }

    /// Notes an error for the attribute of that name.
    pub(crate) fn report(&mut self, name: &str, fault: Fault) {
        let error = AttributeError::new(self.layout, name, fault);
        self.faults().errors.push(error);
    }

    /// Gives an attribute its value: fills a slot, or adds an entry to the `Dict`. Notes the error
    /// if that fails.
    pub(crate) fn give(&mut self, name: &str, mut value: Value) {
        let name = self.layout.name_given(name);
        if self.faults.is_some() && self.layout.slot(name).is_some_and(|slot| self.is_refused(slot))
        {
            return self.report(name, Fault::Repeated);
        }
        if let Err(error) = value.within_depth(0) {
            let layout = self.layout;
            let faults = self.faults();
            faults.refused.extend(layout.slot(name).map(SlotInfo::name));
            faults.errors.push(AttributeError::of_value(layout, name, error));
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

    /// Does what [`give`](RecordFiller::give) does, where the struct is a `T`: the look-up is
    /// inlined, with the layout as a constant.
    #[inline(always)]
    pub(crate) fn give_to<T: Slotted>(&mut self, name: &str, mut value: Value) {
        // After an error, `give` decides what is repeated.
        if self.faults.is_none()
            && let Probe::Hit(_, row) = T::LAYOUT.probe_in_constant(name)
        {
            match self.partial.fill_scalar::<T>(row, value) {
                Ok(()) => return,
                Err(back) => value = back,
            }
        }
        self.give(name, value);
    }

    /// Takes all entries of the `Dict` at once. Notes an error for each that nests too deep.
    pub(crate) fn give_dict(&mut self, dict: Dict) {
        for (name, value) in &dict {
            if let Err(error) = value.within_depth(0) {
                let error = AttributeError::of_value(self.layout, name, error);
                self.faults().errors.push(error);
            }
        }
        self.dict = dict;
    }

    /// Notes the error, if any, of filling the slot of that name.
    pub(crate) fn note(&mut self, name: &str, outcome: Outcome<'b>) {
        match outcome {
            Outcome::Filled => {}
            Outcome::NoSlot => self.report(name, Fault::Unexpected),
            Outcome::Repeated => self.report(name, Fault::Repeated),
            Outcome::Refused(slot, error) => self.refuse(slot, error),
        }
    }

    /// Notes that the value given for the slot was refused.
    pub(crate) fn refuse(&mut self, slot: &'b SlotInfo, error: ConversionError) {
        let error = AttributeError::refused(self.layout, slot.name(), slot, error);
        let faults = self.faults();
        faults.refused.push(slot.name());
        faults.errors.push(error);
    }

    /// Adds an entry to the `Dict` under a name that is no slot. Its value is `None` until the
    /// caller sets it. The first entry makes room for `capacity` entries.
    ///
    /// Returns `false` and notes an error if there is no `Dict`, or if the entry exists already.
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

    /// Takes the errors noted so far, and fails with them if there are any.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn check(&mut self) -> Result<(), RecordError> {
        match &mut self.faults {
            Some(faults) => RecordError::check(self.layout, mem::take(&mut faults.errors)),
            None => Ok(()),
        }
    }

    /// Takes the errors noted so far. Panics if there are none.
    #[cfg(feature = "serde")]
    pub(crate) fn take_error(&mut self) -> RecordError {
        self.check().expect_err("an error was noted")
    }

    /// Whether all fields hold a value and no error was noted. `layout` is the struct's; where it
    /// is a constant, so is the number of the fields.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn is_whole(&self, layout: &SlotLayout) -> bool {
        self.faults.is_none() && self.partial.holds_all(layout.field_count())
    }

    /// Whether all fields hold a value and no error was noted. Fills the type's own `Dict` if only
    /// that is empty.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn is_complete(&mut self) -> bool {
        self.faults.as_ref().is_none_or(|faults| faults.errors.is_empty())
            && self.partial.complete(&mut self.dict)
    }

    /// Fills the remaining fields with their defaults and the `Dict`. Fails with all errors: those
    /// noted so far, each missing field, and each default that a validator refuses.
    pub(crate) fn finish(self) -> Result<(), RecordError> {
        let RecordFiller { partial, layout, dict, faults } = self;
        let Faults { mut errors, refused } = faults.map_or_else(Faults::default, |it| *it);
        if partial.is_whole() && errors.is_empty() {
            return Ok(());
        }
        partial.missing(&mut |missing| match missing {
            // The slot was given a value, and its error is noted already.
            Missing::Slot(name) if refused.contains(&name) => {}
            Missing::Slot(name) => errors.push(AttributeError::new(layout, name, Fault::Missing)),
            Missing::Hidden(name) => {
                errors.push(AttributeError::new(layout, name, Fault::MissingDefault));
            }
        });
        if let Err(error) = RecordError::check(layout, errors) {
            // Drop `dict` before returning, so that if a `Drop` panics, unwinding drops the error.
            drop(dict);
            return Err(error);
        }
        // Defaults run user code, so run them only once no given value is at fault and none is
        // missing.
        let mut refused = Vec::new();
        partial.fill_defaults(dict, &mut |slot, error| {
            refused.push(AttributeError::refused(layout, slot.name(), slot, error));
        });
        RecordError::check(layout, refused)
    }
}
