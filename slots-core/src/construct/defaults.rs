//! What is left when all values are given: defaults, unbound slots, and special fields.

use crate::construct::Partial;
use crate::reflect::layout::FieldInfo;
use crate::reflect::layout::info::{SlotInfo, Special};
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// A field that has no value and no default.
pub(crate) enum Missing {
    Slot(&'static str),
    Hidden(&'static str),
}

impl Partial<'_> {
    /// The fields that hold no value, by their numbers.
    fn empty_fields(&self) -> impl Iterator<Item = usize> + use<'_> {
        (0..self.layout.field_count()).filter(|field| !self.holds(*field))
    }

    /// Reports each field that is empty, and that neither has a default nor can be left unbound.
    pub(crate) fn missing(&self, report: &mut dyn FnMut(Missing)) {
        for (field, _) in self.empty_fields().filter_map(|number| self.layout.field(number)) {
            match field {
                FieldInfo::Slot(info) if !info.has_default() && !info.is_optional() => {
                    report(Missing::Slot(info.name()));
                }
                FieldInfo::Hidden(hidden)
                    if hidden.erased_default().is_none() && hidden.special().is_none() =>
                {
                    report(Missing::Hidden(hidden.field()));
                }
                _ => {}
            }
        }
    }

    /// Leaves a slot unbound, if it is optional and empty.
    pub(crate) fn unbind(&mut self, field: usize) {
        let Some((info, offset)) = self.slot_at(field).filter(|_| !self.holds(field)) else {
            return;
        };
        if let Some(option) = info.vtables().option {
            // SAFETY: the layout has a field at that offset (invariant 1 of `Partial`).
            let memory = unsafe { self.memory.reborrow().field(offset) };
            // SAFETY: it is memory for the field of `info`.
            unsafe { option.write_empty(memory) };
            self.filled.insert(field);
        }
    }

    /// Leaves each optional slot that is empty unbound, whatever its default.
    pub(crate) fn unbind_all(&mut self) {
        (0..self.layout.field_count()).for_each(|field| self.unbind(field));
    }

    /// Fills each field that is empty: by its default, unbound, or with the `Dict`; one that is
    /// [missing](Partial::missing) stays empty. Defaults that the slot's validator refuses are handed to `refused`.
    pub(crate) fn fill_defaults(
        &mut self,
        dict: Dict,
        refused: &mut dyn FnMut(&'static SlotInfo, ConversionError),
    ) {
        let mut dict = Some(dict);
        for number in 0..self.layout.field_count() {
            if self.holds(number) {
                continue;
            }
            match self.layout.field(number) {
                Some((FieldInfo::Slot(info), _)) => {
                    if let Err(error) = self.fill_slot_default(number) {
                        refused(info, error);
                    }
                }
                Some((FieldInfo::Hidden(hidden), offset)) => {
                    // SAFETY: the layout has a field at that offset (invariant 1 of `Partial`).
                    let memory = unsafe { self.memory.reborrow().field(offset) };
                    match (hidden.special(), hidden.erased_default()) {
                        // SAFETY: it is memory for a `Dict` (invariant 1 of `Hidden`).
                        (Some(Special::Dict), _) => unsafe {
                            memory.write(dict.take().unwrap_or_default());
                        },
                        // SAFETY: it is memory for the field of `hidden`.
                        (_, Some(default)) => unsafe { default.write(memory) },
                        (_, None) => continue,
                    }
                    self.filled.insert(number);
                }
                None => {}
            }
        }
    }

    /// Fills a slot, if it is empty, by its default, or leaves it unbound. A default that the validator refuses is there
    /// all the same.
    fn fill_slot_default(&mut self, number: usize) -> Result<(), ConversionError> {
        let Some((info, offset)) = self.slot_at(number).filter(|_| !self.holds(number)) else {
            return Ok(());
        };
        let Some(default) = info.erased_default() else {
            self.unbind(number);
            return Ok(());
        };
        // SAFETY: the layout has a field at that offset (invariant 1 of `Partial`).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        // SAFETY: it is memory for the field of `info`.
        unsafe { default.write(memory) };
        self.filled.insert(number);
        // SAFETY: the layout has a field at that offset (invariant 1 of `Partial`).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        // SAFETY: the field holds a value as of now, of the type of the vtables.
        unsafe { info.vtables().validate(memory.assume_init().shared(), info.validator()) }
    }
}
