//! All slots of a layout, own and inherited.

use alloc::vec::Vec;
use core::iter::FusedIterator;

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::lookup::SlotLocation;

/// Where the iterator stands in one struct.
#[derive(Clone)]
struct Position {
    layout: &'static SlotLayout,
    /// Where this struct starts in the whole, in bytes.
    start: usize,
    /// The number of its first field among those of the whole.
    first_field: usize,
    /// Whether this struct, or one that it is a base of, is frozen.
    frozen: bool,
    slot: usize,
    /// Up to this slot, no base stands between.
    until: usize,
    base: usize,
}

impl Position {
    fn start_of(
        layout: &'static SlotLayout,
        start: usize,
        first_field: usize,
        frozen: bool,
    ) -> Self {
        let frozen = frozen || layout.is_frozen();
        let mut position =
            Position { layout, start, first_field, frozen, slot: 0, until: 0, base: 0 };
        position.look_ahead();
        position
    }

    /// Sets `until`.
    fn look_ahead(&mut self) {
        self.until = match self.layout.bases().get(self.base) {
            Some(base) => base.before(),
            None => self.layout.slots().len(),
        };
    }
}

/// The slots of a layout in declaration order, those of a base in the place of its field.
#[derive(Clone)]
pub(crate) struct SlotIter {
    here: Option<Position>,
    /// The structs of which `here` is a base. Types without bases never allocate it.
    outer: Vec<Position>,
}

impl SlotLayout {
    /// All slots, own and inherited, in declaration order; those of a base stand in the place of its field.
    pub(crate) fn iter(&'static self) -> SlotIter {
        SlotIter { here: Some(Position::start_of(self, 0, 0, false)), outer: Vec::new() }
    }
}

impl Iterator for SlotIter {
    type Item = SlotLocation;

    #[inline(always)]
    fn next(&mut self) -> Option<SlotLocation> {
        loop {
            let here = self.here.as_mut()?;
            if here.slot < here.until {
                let row = here.slot;
                here.slot += 1;
                let (start, first) = (here.start, here.first_field);
                return Some(SlotLocation::in_base(
                    here.layout.slots(),
                    row,
                    start,
                    first,
                    here.frozen,
                ));
            }
            self.turn();
        }
    }
}

impl SlotIter {
    /// Goes into the next base, or, after the last one, back to where this one stands.
    fn turn(&mut self) {
        let Some(here) = &mut self.here else { return };
        if let Some(base) = here.layout.bases().get(here.base) {
            let first_field = here.first_field + here.layout.first_field_of_base(here.base);
            let start = here.start + base.offset();
            let inside = Position::start_of(base.layout(), start, first_field, here.frozen);
            here.base += 1;
            here.look_ahead();
            self.outer.extend(self.here.replace(inside));
        } else {
            self.here = self.outer.pop();
        }
    }
}

impl FusedIterator for SlotIter {}
