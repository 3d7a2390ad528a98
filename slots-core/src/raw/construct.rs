//! A struct that is made field by field.

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::put::{Place, Source};
use crate::dict::Dict;
use crate::layout::{Hidden, Located, SlotInfo, SlotLayout};
use crate::slotted::Slotted;
use crate::value::{Mismatch, Value};

/// A `T` of which some fields are there.
///
/// Invariants:
///
/// 1. `start` points to memory for a value of the type that `layout` describes, which nobody else uses.
/// 2. The fields that `filled` names, each once, hold a value; the others do not.
///
/// Dropping it drops those fields, the last one first: so nothing leaks when making it fails half-way.
pub(crate) struct Unfinished {
    start: NonNull<()>,
    layout: &'static SlotLayout,
    /// How many fields there are.
    fields: usize,
    filled: Vec<Filled>,
}

struct Filled {
    offset: usize,
    /// Where two fields of no size share an offset, the names differ.
    name: &'static str,
    drop: DropField,
}

enum DropField {
    Slot(&'static SlotInfo),
    Hidden(&'static Hidden),
}

/// Makes a `T`: `fill` fills all fields, or fails.
pub(crate) fn construct<T: Slotted, E>(
    fill: impl FnOnce(&mut Unfinished) -> Result<(), E>,
) -> Result<T, E> {
    let mut memory = MaybeUninit::<T>::uninit();
    let start = NonNull::from(&mut memory).cast();
    let fields = T::LAYOUT.field_count();
    let filled = Vec::with_capacity(fields);
    let mut unfinished = Unfinished { start, layout: T::LAYOUT, fields, filled };
    fill(&mut unfinished)?;
    assert!(unfinished.is_whole(), "a field was forgotten");
    // They belong to the whole from here on.
    unfinished.filled.clear();
    // SAFETY: all fields hold a value: as many as there are, each once (invariant 2).
    Ok(unsafe { memory.assume_init() })
}

impl Unfinished {
    pub(crate) fn layout(&self) -> &'static SlotLayout {
        self.layout
    }

    /// Whether the field holds a value.
    fn holds(&self, offset: usize, name: &str) -> bool {
        let is = |filled: &Filled| filled.offset == offset && filled.name == name;
        self.filled.iter().any(is)
    }

    fn place(&self, offset: usize) -> NonNull<()> {
        // SAFETY: the offset is that of a field of the layout (callers), and so inside the memory (invariant 1).
        unsafe { self.start.byte_add(offset) }
    }

    fn note(&mut self, offset: usize, drop: DropField) {
        let name = match drop {
            DropField::Slot(slot) => slot.name(),
            DropField::Hidden(field) => field.field(),
        };
        self.filled.push(Filled { offset, name, drop });
    }

    /// Fills the slot of that name from the value.
    pub(crate) fn slot(&mut self, name: &str, value: Value) -> Outcome {
        let Some(Located { info, offset, .. }) = self.layout.locate(name) else {
            return Outcome::NoSlot(value);
        };
        if self.holds(offset, info.name()) {
            return Outcome::Held;
        }
        let (place, source) = (Place::Fresh(self.place(offset)), Source::Value(value));
        // SAFETY: the place is memory for that slot's field (invariant 1), and empty.
        match unsafe { info.ops().field.put(place, source, info.check()) } {
            Ok(()) => {
                self.note(offset, DropField::Slot(info));
                Outcome::Filled
            }
            Err(mismatch) => Outcome::Refused(info, mismatch),
        }
    }

    /// Whether all fields hold a value.
    pub(crate) fn is_whole(&self) -> bool {
        self.filled.len() == self.fields
    }

    /// Reports each field that is empty and cannot be filled by default, or left unbound.
    pub(crate) fn missing(&self, report: &mut dyn FnMut(Missing)) {
        self.missing_of(self.layout, 0, report);
    }

    fn missing_of(&self, layout: &SlotLayout, start: usize, report: &mut dyn FnMut(Missing)) {
        for info in layout.slots() {
            let fills_itself = info.constructor().is_some() || info.ops().option.is_some();
            if !fills_itself && !self.holds(start + info.offset(), info.name()) {
                report(Missing::Slot(info.name()));
            }
        }
        for field in layout.hidden() {
            if field.constructor().is_none() && !field.is_dict() {
                report(Missing::Hidden(field.field()));
            }
        }
        for base in layout.bases() {
            self.missing_of(base.layout(), start + base.offset(), report);
        }
    }

    /// Fills what is empty: by default, unbound, or with the `Dict`. Nothing may be missing.
    pub(crate) fn rest(&mut self, dict: Dict) {
        self.rest_of(self.layout, 0, &mut Some(dict));
    }

    fn rest_of(&mut self, layout: &'static SlotLayout, start: usize, dict: &mut Option<Dict>) {
        for info in layout.slots() {
            let offset = start + info.offset();
            if self.holds(offset, info.name()) {
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
            self.note(offset, DropField::Slot(info));
        }
        for field in layout.hidden() {
            let offset = start + field.offset();
            let place = self.place(offset);
            if field.is_dict() {
                // SAFETY: the place is memory for a `Dict` (invariant 1), and empty.
                unsafe { place.cast::<Dict>().write(dict.take().unwrap_or_default()) };
            } else if let Some(default) = field.constructor() {
                // SAFETY: the place is memory for that field (invariant 1), and empty.
                unsafe { default.write(place) };
            } else {
                continue;
            }
            self.note(offset, DropField::Hidden(field));
        }
        for base in layout.bases() {
            self.rest_of(base.layout(), start + base.offset(), dict);
        }
    }
}

/// What came of a value for a slot.
pub(crate) enum Outcome {
    Filled,
    /// There is no such slot.
    NoSlot(Value),
    /// It holds a value already.
    Held,
    Refused(&'static SlotInfo, Mismatch),
}

/// A field that has no value and no default.
pub(crate) enum Missing {
    Slot(&'static str),
    Hidden(&'static str),
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        while let Some(Filled { offset, drop, .. }) = self.filled.pop() {
            let place = self.place(offset);
            match drop {
                // SAFETY: the field holds a value (invariant 2), and is forgotten as of now.
                DropField::Slot(info) => unsafe { info.ops().field.drop(place) },
                // SAFETY: the same.
                DropField::Hidden(field) => unsafe { field.table().drop(place) },
            }
        }
    }
}
