//! All slots of a layout, own and inherited.

use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;
use core::slice;

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lookup::SlotLocation;

/// The struct whose slots the iterator yields: the whole, or a base at any depth.
#[derive(Clone)]
struct Frame<'a> {
    layout: &'a SlotLayout,
    /// The offset of this struct from the start of the whole one, in bytes.
    start: usize,
    /// The number of its first field among the fields of the whole struct.
    first_field: usize,
    /// Set if this struct, or one that it is a base of, is frozen.
    frozen: bool,
    /// The row of the next slot.
    row: usize,
    /// The index of the next base.
    base: usize,
}

/// The slots of a layout in declaration order; the slots of a base come in the place of its field.
/// [`SlotLayout::iter`] returns it.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// let slots = Point::LAYOUT.iter();
/// assert_eq!(slots.clone().count(), 2);
/// assert!(slots.map(|slot| slot.info().size()).all(|size| size == 8));
/// ```
#[derive(Clone)]
pub struct SlotIter<'a> {
    /// The slots of `frame` that are declared before its next base.
    rows: slice::Iter<'a, SlotInfo>,
    frame: Frame<'a>,
    /// The structs that `frame` is a base of, the outermost first. Types without bases never
    /// allocate it.
    outer: Vec<Frame<'a>>,
}

impl SlotLayout {
    /// Iterates over all slots, own and inherited, in declaration order; the slots of a base come
    /// in the place of its field.
    ///
    /// ```
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots)]
    /// #[repr(C)]
    /// struct Base { id: u32 }
    /// #[derive(Slots)]
    /// #[repr(C)]
    /// struct Named { len: u32, #[slots(base)] base: Base }
    ///
    /// let all: Vec<_> =
    ///     Named::LAYOUT.iter().map(|slot| (slot.info().name(), slot.offset())).collect();
    /// assert_eq!(all, [("len", 0), ("id", 4)]);
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn iter(&self) -> SlotIter<'_> {
        let frame = Frame::whole(self);
        SlotIter { rows: frame.rows(), frame, outer: Vec::new() }
    }

    /// Returns the own slots that are declared before the first base.
    #[inline(always)]
    pub(in crate::reflect) fn first_rows(&self) -> slice::Iter<'_, SlotInfo> {
        Frame::whole(self).rows()
    }

    /// Iterates over the slots that come after [`first_rows`](SlotLayout::first_rows).
    pub(in crate::reflect) fn iter_after_first_rows(&self) -> SlotIter<'_> {
        let mut iter = self.iter();
        iter.frame.row = iter.rows.len();
        iter.rows = [].iter();
        iter
    }
}

impl<'a> Frame<'a> {
    /// The whole struct, before its first slot.
    #[inline(always)]
    fn whole(layout: &'a SlotLayout) -> Self {
        let frozen = layout.is_frozen();
        Frame { layout, start: 0, first_field: 0, frozen, row: 0, base: 0 }
    }

    /// Returns the slots from `row` on that are declared before the next base.
    #[inline(always)]
    fn rows(&self) -> slice::Iter<'a, SlotInfo> {
        let end = match self.layout.bases().get(self.base) {
            Some(base) => base.before(),
            None => self.layout.slots().len(),
        };
        self.layout.slots()[self.row..end].iter()
    }
}

impl<'a> Iterator for SlotIter<'a> {
    type Item = SlotLocation<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<SlotLocation<'a>> {
        loop {
            if let Some(info) = self.rows.next() {
                let frame = &mut self.frame;
                let field = frame.first_field + frame.row;
                frame.row += 1;
                // SAFETY: `rows` are the slots of the frame's struct from `row` on, and `start` and
                // `first_field` are added up along its bases.
                return Some(unsafe {
                    SlotLocation::in_base(info, frame.start, field, frame.frozen)
                });
            }
            if !self.next_frame() {
                return None;
            }
        }
    }
}

impl SlotIter<'_> {
    /// Enters the next base, or returns to the struct that this one is a base of. Returns `false`
    /// at the end of the whole struct.
    #[inline(never)]
    fn next_frame(&mut self) -> bool {
        let frame = &mut self.frame;
        if let Some(base) = frame.layout.bases().get(frame.base) {
            let inner = Frame {
                layout: base.layout(),
                start: frame.start + base.offset(),
                first_field: frame.first_field + frame.layout.first_field_of_base(frame.base),
                frozen: frame.frozen || base.layout().is_frozen(),
                row: 0,
                base: 0,
            };
            frame.base += 1;
            self.outer.push(core::mem::replace(frame, inner));
        } else if let Some(outer) = self.outer.pop() {
            self.frame = outer;
        } else {
            return false;
        }
        self.rows = self.frame.rows();
        true
    }
}

impl FusedIterator for SlotIter<'_> {}

impl fmt::Debug for SlotIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
