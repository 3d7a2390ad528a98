//! Filling the fields for which no value was given: defaults, unbound slots and special fields.

#[cfg(feature = "serde")]
use core::mem;

use crate::construct::Partial;
use crate::reflect::layout::FieldInfo;
use crate::reflect::layout::hidden::Special;
use crate::reflect::layout::info::SlotInfo;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// A field without a value that has no default either: a slot, by its name, or a hidden field, by
/// its field name.
pub(crate) enum Missing<'a> {
    Slot(&'a str),
    Hidden(&'a str),
}

/// Returns the name of a field that has no default and can neither be left unbound nor is special.
pub(crate) fn missing(field: FieldInfo<'_>) -> Option<Missing<'_>> {
    match field {
        FieldInfo::Slot(info) if !info.has_default() && !info.is_optional() => {
            Some(Missing::Slot(info.name()))
        }
        FieldInfo::Hidden(hidden)
            if hidden.erased_default().is_none() && hidden.special().is_none() =>
        {
            Some(Missing::Hidden(hidden.field()))
        }
        _ => None,
    }
}

impl<'a> Partial<'a> {
    /// Fills the presence bytes of an instance of a run-time class: no slot is noted to hold a
    /// value. That comes before any slot is filled, since those with a presence bit note it there.
    pub(crate) fn fill_presence(&mut self) {
        let first = self.layout.slots().len();
        for (index, hidden) in self.layout.hidden().iter().enumerate() {
            if hidden.special() == Some(Special::Presence) {
                // SAFETY: `layout` has that hidden field at its offset, and `memory` is for a value
                // that `layout` describes (invariant 1 of `Partial`).
                let memory = unsafe { self.memory.reborrow().field(hidden.offset()) };
                // SAFETY: `special` is `Presence`, so the memory is for a `u8` (invariant 1 of
                // `Hidden`).
                unsafe { memory.write(0_u8) };
                self.filled.insert(first + index);
            }
        }
    }

    /// The numbers of the fields that hold no value.
    fn empty_fields(&self) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let first = self.next_empty_field(0);
        core::iter::successors(first, |field| self.next_empty_field(field + 1))
    }

    /// The first field from `from` on that holds no value.
    #[inline]
    pub(crate) fn next_empty_field(&self, from: usize) -> Option<usize> {
        self.filled.next_missing(from, self.layout.field_count())
    }

    /// Reports each empty field that has no default and can neither be left unbound nor is special.
    pub(crate) fn missing(&self, report: &mut dyn FnMut(Missing<'a>)) {
        let empty = self.empty_fields().filter_map(|number| self.layout.field(number));
        empty.filter_map(|(field, _)| missing(field)).for_each(report);
    }

    /// Leaves a slot unbound, if it is optional and empty.
    pub(crate) fn unbind(&mut self, field: usize) {
        let Some((info, offset)) = self.slot_at(field).filter(|_| !self.holds(field)) else {
            return;
        };
        if let Some(option) = info.vtables().option() {
            // SAFETY: `slot_at` found a field of `layout` at `offset` (invariant 1 of `Partial`).
            let memory = unsafe { self.memory.reborrow().field(offset) };
            // SAFETY: the memory is for the field that `info` describes, and the vtables of `info`
            // are those of the field's type (invariant 1 of `SlotInfo`).
            unsafe { option.write_empty(memory) };
            self.filled.insert(field);
        }
    }

    /// Leaves every empty optional slot unbound, even if it has a default.
    pub(crate) fn unbind_all(&mut self) {
        let mut from = 0;
        while let Some(field) = self.next_empty_field(from) {
            self.unbind(field);
            from = field + 1;
        }
    }

    /// Fills the type's own `Dict` with `dict`, if no other field is empty. Returns whether all
    /// fields hold a value then. This is how an object with a `Dict` mostly ends, without looking
    /// for what may be missing.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn complete(&mut self, dict: &mut Dict) -> bool {
        if self.is_whole() {
            return true;
        }
        let Some(number) = self.next_empty_field(0) else { return true };
        let hidden = number.checked_sub(self.layout.slots().len());
        match hidden.and_then(|index| self.layout.hidden().get(index)) {
            Some(hidden)
                if matches!(hidden.special(), Some(Special::Dict))
                    && self.next_empty_field(number + 1).is_none() =>
            {
                // SAFETY: `layout` has that hidden field at its offset, and `memory` is for a value
                // that `layout` describes (invariant 1 of `Partial`).
                let memory = unsafe { self.memory.reborrow().field(hidden.offset()) };
                // SAFETY: `special` is `Dict`, so the memory is for a `Dict` (invariant 1 of
                // `Hidden`).
                unsafe { memory.write(mem::take(dict)) };
                self.filled.insert(number);
                true
            }
            _ => false,
        }
    }

    /// Fills each empty field: with its default, by leaving it unbound, or with `dict`. A field
    /// that is [missing](Partial::missing) stays empty. A default that the slot's validator refuses
    /// is reported to `refused`, and stays in the field.
    pub(crate) fn fill_defaults(
        &mut self,
        dict: Dict,
        refused: &mut dyn FnMut(&'a SlotInfo, ConversionError),
    ) {
        let mut dict = Some(dict);
        let mut from = 0;
        while let Some(number) = self.next_empty_field(from) {
            from = number + 1;
            match self.layout.field(number) {
                Some((FieldInfo::Slot(info), _)) => {
                    if let Err(error) = self.fill_slot_default(number) {
                        refused(info, error);
                    }
                }
                Some((FieldInfo::Hidden(hidden), offset)) => {
                    // SAFETY: `layout` has a field at `offset` (invariant 1 of `Partial`).
                    let memory = unsafe { self.memory.reborrow().field(offset) };
                    match (hidden.special(), hidden.erased_default()) {
                        // SAFETY: `special` is `Dict`, so the memory is for a `Dict` (invariant 1
                        // of `Hidden`).
                        (Some(Special::Dict), _) => unsafe {
                            memory.write(dict.take().unwrap_or_default());
                        },
                        // SAFETY: the memory is for the field that `hidden` describes, and its
                        // default makes a value of the field's type (invariant 1 of `Hidden`).
                        (_, Some(default)) => unsafe { default.write(memory) },
                        (_, None) => continue,
                    }
                    self.filled.insert(number);
                }
                None => {}
            }
        }
    }

    /// Fills an empty slot with its default, or leaves it unbound.
    ///
    /// # Errors
    ///
    /// The validator refuses the default, which stays in the field all the same.
    fn fill_slot_default(&mut self, number: usize) -> Result<(), ConversionError> {
        let Some((info, offset)) = self.slot_at(number).filter(|_| !self.holds(number)) else {
            return Ok(());
        };
        let Some(default) = info.erased_default() else {
            self.unbind(number);
            return Ok(());
        };
        // SAFETY: `slot_at` found a field of `layout` at `offset` (invariant 1 of `Partial`).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        // SAFETY: the memory is for the field that `info` describes, and its default makes a value
        // of the field's type (invariant 1 of `SlotInfo`).
        unsafe { default.write(memory) };
        self.filled.insert(number);
        // SAFETY: `slot_at` found a field of `layout` at `offset` (invariant 1 of `Partial`).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        // SAFETY: the default was just written there, so the field holds a value. It is of the type
        // that the vtables of `info` are for (invariant 1 of `SlotInfo`).
        unsafe { info.vtables().validate(memory.assume_init().shared(), info.validator()) }
    }
}
