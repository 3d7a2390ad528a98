//! All slots of a layout, own and inherited.

use alloc::vec::Vec;
use core::iter::FusedIterator;

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::lookup::SlotLocation;

/// The position of the iterator in one struct.
#[derive(Clone)]
struct Position {
    layout: &'static SlotLayout,
    /// The offset of this struct from the start of the whole struct, in bytes.
    start: usize,
    /// The number of its first field among the fields of the whole struct.
    first_field: usize,
    /// Whether this struct, or a struct that it is a base of, is frozen.
    frozen: bool,
    slot: usize,
    /// The first own slot that is declared after the next base; the end of the slots if there is no
    /// further base.
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

    /// Sets `until` for the next base.
    fn look_ahead(&mut self) {
        self.until = match self.layout.bases().get(self.base) {
            Some(base) => base.before(),
            None => self.layout.slots().len(),
        };
    }
}

/// Iterator over the slots of a layout; see [`SlotLayout::iter`].
#[derive(Clone)]
pub(crate) struct SlotIter {
    here: Option<Position>,
    /// The positions in the structs of which `here` is a base. Types without bases never allocate
    /// it.
    outer: Vec<Position>,
}

impl SlotLayout {
    /// Iterates over all slots, own and inherited, in declaration order. The slots of a base come
    /// at the position of its field.
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
    /// Enters the next base, or, after the last one, returns to the enclosing struct.
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
