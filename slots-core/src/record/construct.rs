//! A record from names and values.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use crate::attributes::error::{AttributeError, Fault};
use crate::construct::defaults::Missing;
use crate::construct::{Outcome, Unfinished, construct};
use crate::name::NameKey;
use crate::record::error::RecordError;
use crate::record::state::State;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::slotted::Slotted;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::mismatch::Mismatch;

/// Makes a record; the body of [`Slotted::from_attrs`].
pub(crate) fn from_attrs<T, N, V>(attrs: impl IntoIterator<Item = (N, V)>) -> Result<T, RecordError>
where
    T: Slotted,
    N: AsRef<str>,
    V: Into<Value>,
{
    construct::<T, RecordError>(|unfinished| {
        let mut filling = Filling::new(unfinished);
        for (name, value) in attrs {
            filling.take(name.as_ref(), value.into());
        }
        filling.finish()
    })
}

/// Makes a record of its state; the body of [`Slotted::from_state`].
pub(crate) fn from_state<T: Slotted>(state: State) -> Result<T, RecordError> {
    construct::<T, RecordError>(|unfinished| {
        let mut filling = Filling::new(unfinished);
        match state.dict {
            // As they are: a name that a slot hides is no attribute, and an entry all the same.
            Some(dict) if filling.layout.has_dict() => filling.dict = dict,
            Some(dict) => dict.keys().for_each(|name| filling.fault(name, Fault::Unexpected)),
            None => {}
        }
        // Those that are no slots any more join the entries.
        for (name, value) in state.slots {
            filling.take(&name, value);
        }
        // What a state says nothing of was unbound, whatever its default.
        filling.unfinished.unbind_rest();
        filling.finish()
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

/// The fields so far, and what was wrong.
pub(crate) struct Filling<'a> {
    pub(crate) unfinished: &'a mut Unfinished,
    pub(crate) layout: &'static SlotLayout,
    pub(crate) faults: Vec<AttributeError>,
    /// Slots that were given a value that was refused: they are not missing.
    refused: Vec<&'static str>,
    pub(crate) dict: Dict,
}

impl<'a> Filling<'a> {
    pub(crate) fn new(unfinished: &'a mut Unfinished) -> Self {
        let layout = unfinished.layout();
        Filling { unfinished, layout, faults: Vec::new(), refused: Vec::new(), dict: Dict::new() }
    }

    pub(crate) fn fault(&mut self, name: &str, fault: Fault) {
        self.faults.push(AttributeError::new(self.layout, name, fault));
    }

    pub(crate) fn take(&mut self, name: &str, value: Value) {
        let is_refused = |slot: &SlotInfo| self.refused.contains(&slot.name());
        if !self.refused.is_empty() && self.layout.find(name).is_some_and(is_refused) {
            return self.fault(name, Fault::Repeated);
        }
        if let Err(mismatch) = value.within_depth(0) {
            self.refused.extend(self.layout.find(name).map(SlotInfo::name));
            self.faults.push(AttributeError::of_value(self.layout, name, mismatch));
            return;
        }
        let outcome = self.unfinished.slot(name, value);
        self.settle(name, outcome);
    }

    pub(crate) fn settle(&mut self, name: &str, outcome: Outcome) {
        match outcome {
            Outcome::Filled => {}
            Outcome::NoSlot(value) => {
                if self.take_name(name, NameKey::of(name), 1)
                    && let Some(place) = self.dict.last_mut()
                {
                    *place = value;
                }
            }
            Outcome::Refused(slot, mismatch) => {
                self.refused.push(slot.name());
                self.faults.push(AttributeError::refused(self.layout, name, slot, mismatch));
            }
            Outcome::Held => self.fault(name, Fault::Repeated),
        }
    }

    /// Takes a name that is no slot's, for the `Dict`; its value follows. The first one is given room for so
    /// many. Whether there is a place for it: else, that is a fault.
    pub(crate) fn take_name(&mut self, name: &str, key: NameKey, room: usize) -> bool {
        let fault = if !self.layout.has_dict() {
            Fault::Unexpected
        } else if self.dict.add(name, key, room).is_err() {
            Fault::Repeated
        } else {
            return true;
        };
        self.fault(name, fault);
        false
    }

    pub(crate) fn finish(self) -> Result<(), RecordError> {
        let Filling { unfinished, layout, mut faults, refused, dict } = self;
        if unfinished.is_whole() && faults.is_empty() {
            return Ok(());
        }
        unfinished.missing(&mut |missing| match missing {
            // It was given, and is reported already.
            Missing::Slot(name) if refused.contains(&name) => {}
            Missing::Slot(name) => faults.push(AttributeError::new(layout, name, Fault::Missing)),
            Missing::Hidden(name) => {
                faults.push(AttributeError::new(layout, name, Fault::MissingDefault));
            }
        });
        if let Err(error) = RecordError::check(layout, faults) {
            // Before the error is on its way out: should a `Drop` panic, it is dropped with the rest.
            drop(dict);
            return Err(error);
        }
        // Defaults are the user's code: they run only where the record can be made.
        let mut refused = Vec::new();
        unfinished.rest(dict, &mut |slot, mismatch| {
            refused.push(AttributeError::refused(layout, slot.name(), slot, mismatch));
        });
        RecordError::check(layout, refused)
    }
}

/// Makes a slotted struct from a map: what a slot of that type is given.
pub fn object_from_value<T: Slotted>(value: Value) -> Result<T, Mismatch> {
    let Value::Map(dict) = value else {
        return Err(Mismatch::refuse(value));
    };
    from_attrs(dict.into_entries()).map_err(|error| Mismatch::invalid("a dict", error))
}
