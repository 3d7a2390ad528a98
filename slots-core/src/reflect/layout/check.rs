//! Checks of a layout. They run in const evaluation, so while the user's crate compiles.

use crate::name::is_same_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::check_methods::{refuse_slot_as_method, slots_are_no_methods};
use crate::reflect::layout::extent::Extent;
use crate::reflect::layout::info::SlotInfo;

// The compiler evaluates this for each type. A call costs some microseconds, a statement a fraction
// of one. So the success path makes no calls (except for bases, and in a struct of more than 128
// bytes), `Extent` holds what can be precomputed for a field's type, and the loop only collects
// faults, which are asserted once at the end.

/// Asserts that every field lies inside the struct, is aligned, and overlaps no other field.
pub(crate) const fn fields(layout: &SlotLayout) {
    let whole = &layout.extent;
    let (mut furthest, mut used, mut aligns, mut off) = (0, 0, 0, 0);
    // For each of the first 128 bytes, a bit: whether a field takes the byte, and whether two do.
    let (mut taken, mut twice) = (0_u128, 0_u128);
    macro_rules! look {
        ($rows:expr, |$row:ident| $extent:expr) => {
            let mut rows = $rows;
            while let [$row, others @ ..] = rows {
                let (offset, extent): (usize, &Extent) = ($row.offset, &$extent);
                let end = offset + extent.size;
                if furthest < end {
                    furthest = end;
                }
                used += extent.size;
                aligns |= extent.align_mask;
                off |= offset & extent.align_mask;
                if offset < Extent::BITS {
                    let bytes = extent.bytes << offset;
                    twice |= taken & bytes;
                    taken |= bytes;
                }
                rows = others;
            }
        };
    }
    look!(layout.slots(), |slot| slot.vtables.field.ty.extent());
    let (mut bases, hidden) = (layout.bases(), layout.hidden());
    if !matches!((bases, hidden), ([], [])) {
        while let [base, others @ ..] = bases {
            let one = core::slice::from_ref(&base.info);
            look!(one, |base| base.vtables.field.ty.extent());
            bases = others;
        }
        look!(hidden, |field| field.ty.extent());
    }
    assert!(furthest <= whole.size, "a field lies outside its struct");
    assert!(off == 0, "a field is not aligned");
    assert!(aligns <= whole.align_mask, "a field is aligned more than its struct");
    assert!(twice == 0, "two fields overlap");
    if furthest > Extent::BITS {
        far_ones(layout);
    }
    assert!(used <= whole.size, "the fields are larger than their struct");
}

/// The most fields for which [`far_ones`] compares pairs. With more, the comparison would take the
/// compiler so long that it warns.
const FEW: usize = 128;

/// Returns the offset and the extent of a field, counted in the order slots, bases, hidden fields.
const fn field(layout: &SlotLayout, index: usize) -> (usize, &Extent) {
    let (slots, bases) = (layout.slots(), layout.bases());
    if index < slots.len() {
        let slot = &slots[index];
        (slot.offset, slot.vtables.field.ty.extent())
    } else if index < slots.len() + bases.len() {
        let base = &bases[index - slots.len()].info;
        (base.offset, base.vtables.field.ty.extent())
    } else {
        let field = &layout.hidden()[index - slots.len() - bases.len()];
        (field.offset, field.ty.extent())
    }
}

/// Asserts that no field that ends beyond the first 128 bytes overlaps a field before it in row
/// order, if there are at most [`FEW`] fields. ([`fields`] finds overlaps within the first 128
/// bytes.)
const fn far_ones(layout: &SlotLayout) {
    let count = layout.slots().len() + layout.bases().len() + layout.hidden().len();
    let mut i = 0;
    while i < count && count <= FEW {
        let (offset, extent) = field(layout, i);
        let end = offset + extent.size;
        let mut j = 0;
        while j < i && end > Extent::BITS {
            let (other, its) = field(layout, j);
            let apart = end <= other || other + its.size <= offset;
            assert!(apart || its.size == 0, "two fields overlap");
            j += 1;
        }
        i += 1;
    }
}

// The derive calls the following assertions, each with the span of the field that it is about. They
// are `#[track_caller]`, so that the error message points to that field.

/// Asserts that no base has a slot or a method of the same name as the own slot at `index`.
#[track_caller]
pub const fn not_in_bases(layout: &SlotLayout, index: usize) {
    let name = layout.slots()[index].name();
    let mut i = 0;
    while i < layout.bases().len() {
        if let Some((owner, slot)) = owner(layout.bases()[i].layout(), name) {
            let declared = if is_same_name(slot.name(), name) {
                "` is declared by its base `"
            } else {
                "` is an alias of a slot of its base `"
            };
            refuse(&[
                "slot `",
                name,
                "` of `",
                layout.name(),
                declared,
                owner,
                "` already\na second slot of that name would hide the first and waste its bytes\nrename \
                 this field, or give it another attribute name with `#[slots(rename = \"…\")]`",
            ]);
        }
        if let Some(owner) = layout.bases()[i].layout().owner_of_method(name) {
            refuse_slot_as_method(name, layout.name(), owner);
        }
        i += 1;
    }
}

/// Asserts that no base has a slot or a method with the name or an alias `alias`, which is one of
/// an own slot.
#[track_caller]
pub const fn alias_not_in_bases(layout: &SlotLayout, alias: &str) {
    let mut i = 0;
    while i < layout.bases().len() {
        if let Some((owner, slot)) = owner(layout.bases()[i].layout(), alias) {
            refuse(&[
                "alias `",
                alias,
                "` in `",
                layout.name(),
                "` is a name of the slot `",
                slot.name(),
                "` of its base `",
                owner,
                "` already\na name leads to one slot, and an alias is another name of its slot\nremove the \
                 alias",
            ]);
        }
        if let Some(owner) = layout.bases()[i].layout().owner_of_method(alias) {
            refuse_slot_as_method(alias, layout.name(), owner);
        }
        i += 1;
    }
}

/// Asserts that no earlier base has a slot of the same name as a slot of the base at `index`, and
/// that neither has a slot with the name of a method of the other.
#[track_caller]
pub const fn distinct_base(layout: &SlotLayout, index: usize) {
    let mut i = 0;
    while i < index {
        if let Some(name) = shared(layout.bases()[index].layout(), layout.bases()[i].layout()) {
            refuse(&[
                "slot `",
                name,
                "` comes from two bases of `",
                layout.name(),
                "`: `",
                layout.bases()[i].layout().name(),
                "` and `",
                layout.bases()[index].layout().name(),
                "`\nwhich of the two would the name mean?\nrename it in one of them, or hold one of the \
                 bases in an ordinary field, without `#[slots(base)]`",
            ]);
        }
        slots_are_no_methods(layout.bases()[index].layout(), layout.bases()[i].layout());
        slots_are_no_methods(layout.bases()[i].layout(), layout.bases()[index].layout());
        i += 1;
    }
}

/// Asserts that an instance is no larger than `budget` bytes.
#[track_caller]
pub const fn within(layout: &SlotLayout, budget: usize) {
    if layout.extent.size > budget {
        refuse(&[
            "`",
            layout.name(),
            "` takes ",
            Decimal::of(layout.extent.size).as_str(),
            " bytes, and its budget is ",
            Decimal::of(budget).as_str(),
            "\nthe size of a struct is that of its fields with the padding between them\nmake a slot \
             smaller, or raise `#[slots(size = …)]`; the memory map (the `Display` of its `LAYOUT`) shows \
             what takes the room",
        ]);
    }
}

/// Returns the slot that has the name or an alias `name`, of `layout` or of one of its bases, at
/// any depth; and the name of the type that declares it.
pub(in crate::reflect::layout) const fn owner<'a>(
    layout: &'a SlotLayout,
    name: &str,
) -> Option<(&'a str, &'a SlotInfo)> {
    let mut i = 0;
    while i < layout.slots().len() {
        let slot = &layout.slots()[i];
        if is_same_name(slot.name(), name) || is_among(slot.aliases(), name) {
            return Some((layout.name(), slot));
        }
        i += 1;
    }
    i = 0;
    while i < layout.bases().len() {
        let found = owner(layout.bases()[i].layout(), name);
        if found.is_some() {
            return found;
        }
        i += 1;
    }
    None
}

const fn is_among(aliases: &[&str], name: &str) -> bool {
    let mut i = 0;
    while i < aliases.len() {
        if is_same_name(aliases[i], name) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns a name or alias of a slot of `a`, at any depth, that is also one of a slot of `b`.
const fn shared<'a>(a: &'a SlotLayout, b: &SlotLayout) -> Option<&'a str> {
    let mut i = 0;
    while i < a.slots().len() {
        if owner(b, a.slots()[i].name()).is_some() {
            return Some(a.slots()[i].name());
        }
        let aliases = a.slots()[i].aliases();
        let mut j = 0;
        while j < aliases.len() {
            if owner(b, aliases[j]).is_some() {
                return Some(aliases[j]);
            }
            j += 1;
        }
        i += 1;
    }
    i = 0;
    while i < a.bases().len() {
        let found = shared(a.bases()[i].layout(), b);
        if found.is_some() {
            return found;
        }
        i += 1;
    }
    None
}

/// Fails the build with the parts joined into one message, because `panic!` in const takes only one
/// string.
#[track_caller]
pub(in crate::reflect::layout) const fn refuse(parts: &[&str]) -> ! {
    let mut text = [0; 1024];
    let mut length = 0;
    let mut i = 0;
    while i < parts.len() {
        let part = parts[i].as_bytes();
        let mut j = 0;
        while j < part.len() && length < text.len() {
            text[length] = part[j];
            length += 1;
            j += 1;
        }
        i += 1;
    }
    match core::str::from_utf8(text.split_at(length).0) {
        Ok(message) => panic!("{}", message),
        Err(_) => panic!("the layout is refused"),
    }
}

/// A number as decimal text, formatted in const.
pub(super) struct Decimal {
    digits: [u8; 20],
    start: usize,
}

impl Decimal {
    pub(super) const fn of(mut number: usize) -> Self {
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        loop {
            start -= 1;
            digits[start] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                return Decimal { digits, start };
            }
        }
    }

    pub(super) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.digits.split_at(self.start).1) {
            Ok(text) => text,
            Err(_) => "?",
        }
    }
}

/// Tests that a table which the derive would never write is refused.
#[cfg(test)]
mod tests {
    use crate::macro_support::field::{plain, slot};
    use crate::reflect::layout::SlotLayout;
    use crate::reflect::layout::check::FEW;
    use crate::reflect::layout::info::SlotInfo;
    use crate::reflect::layout::make::Rows;
    use crate::reflect::slot_value::SlotValue;

    #[allow(dead_code)]
    #[repr(C)]
    struct Pair {
        a: u32,
        b: u32,
        c: [u32; 64],
    }

    const fn row<V: SlotValue>(name: &'static str, offset: usize) -> SlotInfo {
        slot(name, 0, offset, plain::<V>())
    }

    /// Generates a test for each table. The string is the expected message; `it is taken` means
    /// that the layout accepts the table.
    macro_rules! tables {
        ($($name:ident: $rows:expr, $says:literal;)*) => {$(
            #[test]
            #[should_panic(expected = $says)]
            fn $name() {
                const ROWS: &[SlotInfo] = &$rows;
                SlotLayout::new::<Pair>("Pair", Rows::of_slots(ROWS), false, || unreachable!());
                panic!("it is taken");
            }
        )*};
    }
    tables! {
        a_true_table: [row::<u32>("a", 0), row::<u32>("b", 4)], "it is taken";
        a_field_outside: [row::<u32>("a", 264)], "a field lies outside its struct";
        a_field_not_aligned: [row::<u32>("a", 2)], "a field is not aligned";
        a_field_aligned_more: [row::<u128>("a", 0)], "a field is aligned more than its struct";
        two_that_overlap: [row::<u32>("a", 0), row::<u16>("b", 2)], "two fields overlap";
        two_far_away_that_overlap: [row::<u32>("a", 256), row::<u16>("b", 258)], "two fields overlap";
        one_in_a_large_one: [row::<[u8; 200]>("a", 4), row::<u16>("b", 8)], "two fields overlap";
        a_large_one_around_one: [row::<u16>("a", 8), row::<[u8; 200]>("b", 4)], "two fields overlap";
        far_away_in_a_large_one: [row::<[u8; 200]>("a", 4), row::<u16>("b", 180)], "two fields overlap";
        large_ones_side_by_side: [row::<[u8; 100]>("a", 0), row::<[u8; 100]>("b", 100)], "it is taken";
        many_that_overlap: [const { row::<u32>("a", 256) }; FEW + 1], "larger than their struct";
    }

    #[test]
    fn a_layout_without_fields_is_one() {
        assert_eq!(SlotLayout::refused().size(), 0);
    }
}
