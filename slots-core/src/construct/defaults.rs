//! What is left when all values are given: defaults, unbound slots, and the escapes.

use core::ptr;

use crate::construct::{DropField, Unfinished, bit_of};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::{Escape, SlotInfo};
use crate::value::dict::Dict;
use crate::value::mismatch::Mismatch;

/// A field that has no value and no default.
pub(crate) enum Missing {
    Slot(&'static str),
    Hidden(&'static str),
}

impl Unfinished {
    /// Whether an own slot holds no value. (Of very many, it is taken for granted.)
    pub(crate) fn lacks_own_slots(&self) -> bool {
        self.layout.slots().len() != self.own.trailing_ones() as usize
    }

    /// The slots of the layout, that of the whole or of a base, of which some may be empty: mostly, none is.
    fn open_slots(&self, layout: &'static SlotLayout) -> &'static [SlotInfo] {
        let is_whole = ptr::eq(layout, self.layout);
        if is_whole && !self.lacks_own_slots() { &[] } else { layout.slots() }
    }

    /// Reports each field that is empty and cannot be filled by default, or left unbound.
    pub(crate) fn missing(&self, report: &mut dyn FnMut(Missing)) {
        self.missing_of(self.layout, 0, report);
    }

    fn missing_of(
        &self,
        layout: &'static SlotLayout,
        start: usize,
        report: &mut dyn FnMut(Missing),
    ) {
        for info in self.open_slots(layout) {
            let fills_itself = info.constructor().is_some() || info.ops().option.is_some();
            if !fills_itself && !self.holds(start + info.offset(), info) {
                report(Missing::Slot(info.name()));
            }
        }
        for field in layout.hidden() {
            if field.constructor().is_none() && field.escape().is_none() {
                report(Missing::Hidden(field.field()));
            }
        }
        for base in layout.bases() {
            self.missing_of(base.layout(), start + base.offset(), report);
        }
    }

    /// Leaves an optional slot, if it is there and empty, unbound.
    #[cfg(feature = "serde")]
    pub(crate) fn unbind(&mut self, name: &str) {
        if let Some(found) = self.layout.locate(name) {
            self.unbind_at(found.offset, found.info);
        }
    }

    /// Leaves each optional slot that is empty unbound.
    pub(crate) fn unbind_rest(&mut self) {
        self.unbind_rest_of(self.layout, 0);
    }

    fn unbind_rest_of(&mut self, layout: &'static SlotLayout, start: usize) {
        for info in self.open_slots(layout) {
            self.unbind_at(start + info.offset(), info);
        }
        for base in layout.bases() {
            self.unbind_rest_of(base.layout(), start + base.offset());
        }
    }

    fn unbind_at(&mut self, offset: usize, info: &'static SlotInfo) {
        let Some(option) = info.ops().option.filter(|_| !self.holds(offset, info)) else { return };
        let place = self.place(offset);
        // SAFETY: the place is memory for that slot's field (invariant 1), and empty.
        unsafe { option.write_empty(place) };
        self.note_slot(offset, info);
    }

    /// Fills what is empty: by default, unbound, or with the `Dict`. Nothing may be missing. Defaults that the slot's
    /// check refuses are handed to `refused`.
    pub(crate) fn rest(
        &mut self,
        dict: Dict,
        refused: &mut dyn FnMut(&'static SlotInfo, Mismatch),
    ) {
        self.rest_of(self.layout, 0, &mut Some(dict), refused);
    }

    fn rest_of(
        &mut self,
        layout: &'static SlotLayout,
        start: usize,
        dict: &mut Option<Dict>,
        refused: &mut dyn FnMut(&'static SlotInfo, Mismatch),
    ) {
        for info in self.open_slots(layout) {
            let offset = start + info.offset();
            if self.holds(offset, info) {
                continue;
            }
            let place = self.place(offset);
            if let Some(default) = info.constructor() {
                // SAFETY: the place is memory for that slot's field (invariant 1), and empty.
                unsafe { default.write(place) };
            } else if let Some(option) = info.ops().option {
                // SAFETY: the same.
                unsafe { option.write_empty(place) };
            } else {
                continue;
            }
            self.note_slot(offset, info);
            // SAFETY: the place holds the slot's field, as of now.
            if let Err(mismatch) = unsafe { info.ops().ask(place, info.check()) } {
                refused(info, mismatch);
            }
        }
        for (row, field) in layout.hidden().iter().enumerate() {
            let offset = start + field.offset();
            let place = self.place(offset);
            match (field.escape(), field.constructor()) {
                (Some(Escape::Dict), _) => {
                    // SAFETY: the place is memory for a `Dict` (invariant 1), and empty.
                    unsafe { place.cast::<Dict>().write(dict.take().unwrap_or_default()) };
                }
                // SAFETY: the place is memory for that field (invariant 1), and empty.
                (_, Some(default)) => unsafe { default.write(place) },
                (_, None) => continue,
            }
            match bit_of(row) {
                // Of the whole itself, and not of a base.
                Some(bit) if ptr::eq(layout, self.layout) => {
                    self.hidden |= bit;
                    self.empty -= 1;
                }
                _ => self.note_other(offset, DropField::Hidden(field)),
            }
        }
        for base in layout.bases() {
            self.rest_of(base.layout(), start + base.offset(), dict, refused);
        }
    }
}
