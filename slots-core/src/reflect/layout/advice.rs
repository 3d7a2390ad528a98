//! What would make a type smaller: another order of its fields, or other types.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::name::short_type_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::narrow::{Narrower, narrower};

/// One change to a struct that makes its instances smaller: what [`SlotLayout::advice`] returns.
///
/// `Display` says what to change, and how many bytes that saves.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[repr(C)]
/// struct Reading { valid: bool, at: u64, level: u8 }
///
/// let advice = Reading::LAYOUT.advice();
/// assert_eq!(advice[0].saves(), 8);
/// assert_eq!(advice[0].to_string(), "the fields in the order at, valid, level: saves 8 bytes");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    text: String,
    saves: usize,
}

impl Advice {
    /// How many bytes of each instance the change saves: at least one.
    #[must_use]
    pub fn saves(&self) -> usize {
        self.saves
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Advice { text, saves } = self;
        write!(f, "{text}: saves {saves} byte{}", if *saves == 1 { "" } else { "s" })
    }
}

/// A field: its name, size and alignment.
struct Field<'a> {
    name: &'a str,
    size: usize,
    align: usize,
    /// A type that takes less, if the field is a slot that could have one.
    narrower: Option<Narrower>,
    type_name: String,
}

impl Field<'_> {
    /// Returns the size and the alignment, of the narrower type if `changed`.
    fn extent(&self, changed: bool) -> (usize, usize) {
        match &self.narrower {
            Some(narrower) if changed => (narrower.size, narrower.align),
            _ => (self.size, self.align),
        }
    }
}

/// The fields of a struct in memory order.
struct Fields<'a> {
    fields: Vec<Field<'a>>,
    /// Whether the compiler has chosen the order, so that it chooses anew when a type changes.
    /// Otherwise that is not known, and the order is taken to stay.
    is_reordered: bool,
    /// The alignment that the struct has by `repr(align)`; 1 if it has none.
    align: usize,
}

impl<'a> Fields<'a> {
    fn of(layout: &'a SlotLayout) -> Self {
        let mut fields: Vec<(usize, Field<'a>)> = Vec::new();
        for slot in layout.slots() {
            let (name, size, align) = (slot.name(), slot.size(), slot.align());
            let type_name = slot.short_type_name();
            let field = Field { name, size, align, narrower: narrower(slot), type_name };
            fields.push((slot.offset(), field));
        }
        let others = layout.hidden().iter().map(|hidden| {
            (hidden.offset(), hidden.field(), hidden.ty().extent(), hidden.type_name())
        });
        let bases = layout.bases().iter().map(|base| {
            let ty = base.info().vtables().field.ty.extent();
            (base.offset(), base.field(), ty, base.layout().type_name())
        });
        for (offset, name, extent, type_name) in others.chain(bases) {
            let type_name = alloc::format!("{}", short_type_name(type_name));
            let (size, align) = (extent.size, extent.align);
            fields.push((offset, Field { name, size, align, narrower: None, type_name }));
        }
        let is_reordered = !layout.slots().is_sorted_by_key(|slot| slot.offset());
        fields.sort_by_key(|(offset, field)| (*offset, field.size));
        let fields: Vec<_> = fields.into_iter().map(|(_, field)| field).collect();
        let natural = fields.iter().map(|field| field.align).max().unwrap_or(1);
        let align = if layout.align() > natural { layout.align() } else { 1 };
        Fields { fields, is_reordered, align }
    }

    /// Returns the size of the struct with the fields in the best order, which is that of falling
    /// alignment, if `best`, and in memory order if not. `changed` says which have their narrower
    /// type.
    fn size(&self, changed: &dyn Fn(usize) -> bool, best: bool) -> usize {
        let extents = self.fields.iter().enumerate().map(|(i, field)| field.extent(changed(i)));
        let (mut end, mut most) = (0_usize, self.align);
        for (size, align) in extents {
            // In the best order, the bytes between fields are none: sizes are multiples of
            // alignments.
            end = if best { end } else { end.next_multiple_of(align) } + size;
            most = most.max(align);
        }
        end.next_multiple_of(most)
    }

    /// Returns the names in the order of falling alignment.
    fn best_order(&self) -> String {
        let mut fields: Vec<_> = self.fields.iter().collect();
        fields.sort_by_key(|field| core::cmp::Reverse(field.align));
        fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
    }
}

impl SlotLayout {
    /// Returns what would make instances smaller: another order of the fields, which is of use in a
    /// `repr(C)` struct (for any other, the compiler chooses the best one), or other types for
    /// slots. Each saves at least one byte of each instance. Where types save more together than
    /// one by one, a last advice says so. The alternate `Display` of a layout, `{:#}`, prints them
    /// below the memory map.
    ///
    /// The types advised hold the same values under a condition, which is named: an integer whose
    /// `range` a smaller type holds; text or a list that no longer grows; an `Option` of a number
    /// in which one number is free to stand for `None`.
    ///
    /// What saves bytes in a base is advised by the layout of the base. There is no advice for the
    /// [variants](SlotLayout::variant) of an enum.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots)]
    /// #[repr(C)]
    /// struct Reading {
    ///     valid: bool,
    ///     #[slots(range = 0..=9)]
    ///     level: u64,
    ///     station: String,
    /// }
    ///
    /// let advice: Vec<String> = Reading::LAYOUT.advice().iter().map(|it| it.to_string()).collect();
    /// assert_eq!(advice, [
    ///     "level: u8 instead of u64, which holds its range 0..=9: saves 8 bytes",
    ///     "station: Box<str> instead of String, if the text does not grow: saves 8 bytes",
    /// ]);
    /// ```
    #[must_use]
    pub fn advice(&self) -> Vec<Advice> {
        let mut advice = Vec::new();
        if self.variant_of().is_some() {
            return advice;
        }
        let fields = Fields::of(self);
        let best = fields.size(&|_| false, true);
        if best < self.size() {
            let text = alloc::format!("the fields in the order {}", fields.best_order());
            advice.push(Advice { text, saves: self.size() - best });
        }
        let saved = |changed: &dyn Fn(usize) -> bool| {
            self.size().saturating_sub(fields.size(changed, fields.is_reordered))
        };
        let mut all: Vec<bool> = fields.fields.iter().map(|it| it.narrower.is_some()).collect();
        let (mut rest, mut sum) = (Vec::new(), 0);
        for (i, field) in fields.fields.iter().enumerate() {
            let Some(narrower) = &field.narrower else { continue };
            let saves = saved(&|at| at == i);
            let text = change(field, narrower);
            if saves > 0 {
                advice.push(Advice { text, saves });
                sum += saves;
            } else {
                rest.push((i, text));
            }
        }
        let together = saved(&|at| all[at]);
        if together > sum {
            rest.retain(|(i, _)| {
                let without = |at: usize| all[at] && at != *i;
                all[*i] = saved(&without) < together;
                all[*i]
            });
            let rest = rest.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("; ");
            let text = match (sum > 0, rest.is_empty()) {
                (true, true) => "the types above, all of them".into(),
                (true, false) => alloc::format!("the types above, and {rest}"),
                (false, _) => rest,
            };
            advice.push(Advice { text, saves: together });
        }
        advice
    }
}

/// Returns the text of a change of type.
fn change(field: &Field<'_>, narrower: &Narrower) -> String {
    let Field { name, type_name, .. } = field;
    alloc::format!("{name}: {} instead of {type_name}, {}", narrower.name, narrower.condition)
}
