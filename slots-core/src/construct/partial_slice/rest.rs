//! The `Dict`, and the fields for which no value was given.

use crate::construct::defaults::{Missing, missing};
use crate::construct::partial_slice::{PartialSlice, Place};
use crate::reflect::layout::FieldInfo;
use crate::reflect::layout::hidden::Special;
use crate::reflect::layout::info::SlotInfo;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

impl PartialSlice<'_> {
    /// Fills the `Dict` of each struct, own or of a base. `None` if there is none.
    pub fn fill_dict<E>(
        &mut self,
        mut dict: impl FnMut(usize) -> Result<Dict, E>,
    ) -> Option<Result<(), E>> {
        let (field, offset) = (0..self.layout.field_count()).find_map(|number| {
            match self.layout.field(number)? {
                (FieldInfo::Hidden(hidden), offset) if hidden.special() == Some(Special::Dict) => {
                    Some((number, offset))
                }
                _ => None,
            }
        })?;
        for row in self.filled[field]..self.len {
            let dict = match dict(row) {
                Ok(dict) => dict,
                Err(error) => return Some(Err(error)),
            };
            // SAFETY: `row` is less than `len`, and there is a field at `offset`.
            let memory = unsafe { self.at(row, offset) };
            // SAFETY: `special` is `Dict`, so the memory is for a `Dict` (invariant 1 of `Hidden`).
            unsafe { memory.write(dict) };
            self.filled[field] = row + 1;
        }
        Some(Ok(()))
    }

    /// Fills the presence bytes of rows of a run-time class: no slot is noted to hold a value. That
    /// comes before any slot is filled, since those with a presence bit note it there.
    pub(crate) fn fill_presence(&mut self) {
        let first = self.layout.slots().len();
        for (index, hidden) in self.layout.hidden().iter().enumerate() {
            if hidden.special() != Some(Special::Presence) {
                continue;
            }
            for row in 0..self.len {
                // SAFETY: `row` is less than `len`, and `layout` has that hidden field at its
                // offset.
                let memory = unsafe { self.at(row, hidden.offset()) };
                // SAFETY: `special` is `Presence`, so the memory is for a `u8` (invariant 1 of
                // `Hidden`).
                unsafe { memory.write(0_u8) };
            }
            self.filled[first + index] = self.len;
        }
    }

    /// Calls `report` with the name of each slot that holds no value in some struct, and has no
    /// default either; and with that of each such field that is no slot.
    pub fn missing(&self, mut report: impl FnMut(&str)) {
        for (number, rows) in self.filled.iter().enumerate() {
            if *rows < self.len
                && let Some((field, _)) = self.layout.field(number)
                && let Some(Missing::Slot(name) | Missing::Hidden(name)) = missing(field)
            {
                report(name);
            }
        }
    }

    /// Fills each slot that holds no value with its default, or leaves it unbound, if it is
    /// optional; and the fields that are no slots with theirs. A field that is
    /// [missing](PartialSlice::missing) stays empty.
    ///
    /// `refused` makes the error for a default that the slot's validator refuses.
    ///
    /// # Errors
    ///
    /// Returns the error that `refused` makes.
    pub fn fill_defaults<E>(
        &mut self,
        mut refused: impl FnMut(&SlotInfo, ConversionError) -> E,
    ) -> Result<(), E> {
        for number in 0..self.filled.len() {
            let Some((field, offset)) = self.layout.field(number) else { continue };
            let first = self.filled[number];
            for row in first..self.len {
                // SAFETY: `row` is less than `len`, and `layout` has a field at `offset`.
                let memory = unsafe { self.at(row, offset) };
                let default = match field {
                    FieldInfo::Slot(info) => match (info.erased_default(), info.vtables().option())
                    {
                        (Some(default), _) => default,
                        (None, Some(option)) => {
                            // SAFETY: the memory is for the field that `info` describes, and the
                            // vtables of `info` are those of its type (invariant 1 of `SlotInfo`).
                            unsafe { option.write_empty(memory) };
                            self.filled[number] = row + 1;
                            continue;
                        }
                        (None, None) => break,
                    },
                    FieldInfo::Hidden(hidden) => {
                        match (hidden.special(), hidden.erased_default()) {
                            (Some(Special::Dict), _) => {
                                // SAFETY: `special` is `Dict`, so the memory is for a `Dict`
                                // (invariant 1 of `Hidden`).
                                unsafe { memory.write(Dict::new()) };
                                self.filled[number] = row + 1;
                                continue;
                            }
                            (_, Some(default)) => default,
                            (_, None) => break,
                        }
                    }
                };
                // SAFETY: the memory is for the field that the row describes, and its default makes
                // a value of the field's type (invariant 1 of `SlotInfo`, of `Hidden`).
                unsafe { default.write(memory) };
                self.filled[number] = row + 1;
            }
            if let FieldInfo::Slot(info) = field {
                let place = Place { info, offset, field: number };
                self.validate(place, first).map_err(|(_, why)| refused(info, why))?;
            }
        }
        Ok(())
    }
}
