//! Making a layout from rows.

use core::any::TypeId;

use crate::name::NameIndex;
use crate::reflect::layout::base::BaseInfo;
use crate::reflect::layout::extent::Extent;
use crate::reflect::layout::hidden::{Hidden, Special};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::kept::Home;
use crate::reflect::layout::lent::Lent;
use crate::reflect::layout::{SlotLayout, check};

/// The rows of a layout, and the cells and seeds of its name index.
pub(crate) struct Rows {
    pub(crate) slots: &'static [SlotInfo],
    pub(crate) bases: &'static [BaseInfo],
    pub(crate) hidden: &'static [Hidden],
    pub(crate) cells: &'static [u16],
    pub(crate) seeds: &'static [u16],
}

impl Rows {
    /// Makes rows that are only slots, without an index.
    pub(super) const fn of_slots(slots: &'static [SlotInfo]) -> Self {
        Rows { slots, bases: &[], hidden: &[], cells: &[], seeds: &[] }
    }
}

impl SlotLayout {
    /// Makes a layout from unvalidated rows. Checks invariant 4; `Table::trusted` asserts the
    /// others.
    pub(crate) const fn new<T: 'static>(
        name: &'static str,
        rows: Rows,
        frozen: bool,
        itself: fn() -> &'static SlotLayout,
    ) -> Self {
        let (id, full_name) = (TypeId::of::<T>(), core::any::type_name::<T>);
        SlotLayout::of_rows(
            name,
            rows,
            frozen,
            Home::Static(itself),
            (id, full_name, Extent::of::<T>()),
        )
    }

    /// Makes a layout from unvalidated rows. Checks invariant 4.
    pub(super) const fn of_rows(
        name: &'static str,
        Rows { slots, bases, hidden, cells, seeds }: Rows,
        frozen: bool,
        home: Home,
        (id, full_name, extent): (TypeId, fn() -> &'static str, Extent),
    ) -> Self {
        let mut dict_offset = None;
        let mut dict_frozen = frozen;
        let mut own_are_bound = true;
        let mut has_weakref = false;
        let mut i = 0;
        while i < slots.len() {
            own_are_bound &= slots[i].is_direct();
            i += 1;
        }
        i = 0;
        while i < hidden.len() {
            match hidden[i].special() {
                Some(Special::Dict) => dict_offset = Some(hidden[i].offset()),
                Some(Special::WeakSlot) => has_weakref = true,
                Some(Special::Presence) | None => {}
            }
            i += 1;
        }
        let (mut has_aliases, mut has_skips) = (false, false);
        let mut field_count = slots.len() + hidden.len();
        i = 0;
        while i < bases.len() {
            field_count += bases[i].layout().field_count;
            has_aliases |= bases[i].layout().has_aliases;
            has_skips |= bases[i].layout().has_skips;
            if let Some(offset) = bases[i].layout().dict_offset {
                dict_offset = Some(bases[i].offset() + offset);
                dict_frozen = frozen || bases[i].layout().dict_frozen;
            }
            has_weakref |= bases[i].layout().has_weakref;
            i += 1;
        }
        let index = NameIndex::new(cells, seeds);
        let layout = SlotLayout {
            name: Lent::new(name),
            home,
            id,
            full_name,
            extent,
            slots: Lent::new(slots),
            bases: Lent::new(bases),
            hidden: Lent::new(hidden),
            is_indexed: bases.is_empty() && index.has_placed_all(),
            index,
            field_count,
            dict_offset,
            dict_frozen,
            has_weakref,
            frozen,
            ignores_unknown: false,
            own_are_bound,
            has_aliases,
            has_skips,
            variant: None,
            methods: None,
            class_attributes: Lent::new(&[]),
        };
        check::fields(&layout);
        layout
    }

    pub(crate) const fn ignoring_unknown(mut self) -> Self {
        self.ignores_unknown = true;
        self
    }

    pub(crate) const fn with_aliases(mut self) -> Self {
        self.has_aliases = true;
        self
    }

    pub(crate) const fn with_skips(mut self) -> Self {
        self.has_skips = true;
        self
    }

    pub(crate) const fn refused() -> Self {
        const REFUSED: &SlotLayout = &SlotLayout::refused();
        SlotLayout::new::<()>("", Rows::of_slots(&[]), false, || REFUSED)
    }
}
