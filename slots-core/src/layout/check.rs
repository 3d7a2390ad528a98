//! What is checked of a layout in const, so while the user's crate compiles.

use super::{SlotInfo, SlotLayout};

/// The extent of a field.
#[derive(Clone, Copy)]
struct Extent {
    offset: usize,
    size: usize,
    align: usize,
}

// The compiler runs this for each type, at some microseconds for a call and a fraction for a statement: so calls
// are few here.

/// That of the field at `index`: slots, then bases, then hidden ones.
const fn extent(layout: &SlotLayout, index: usize) -> Extent {
    let (bases, hidden) = (layout.slots.len(), layout.slots.len() + layout.bases.len());
    if index < hidden {
        let row =
            if index < bases { &layout.slots[index] } else { &layout.bases[index - bases].info };
        let ty = &row.ops.field.ty;
        Extent { offset: row.offset, size: ty.size, align: ty.align }
    } else {
        let row = &layout.hidden[index - hidden];
        Extent { offset: row.offset, size: row.table.size, align: row.table.align }
    }
}

/// How many bytes of a struct are looked at as bits.
const BITS: usize = 128;

/// Every field lies inside the struct, is aligned, and overlaps no other.
pub(super) const fn fields(layout: &SlotLayout) {
    let count = layout.slots.len() + layout.bases.len() + layout.hidden.len();
    let whole = Extent { offset: 0, size: layout.ty.size, align: layout.ty.align };
    // A bit for each of the first bytes that is taken.
    let mut taken = 0_u128;
    let mut used = 0;
    let mut i = 0;
    while i < count {
        let field = extent(layout, i);
        let end = field.offset + field.size;
        assert!(end <= whole.size, "a field lies outside its struct");
        assert!(field.offset & (field.align - 1) == 0, "a field is not aligned");
        assert!(field.align <= whole.align, "a field is aligned more than its struct");
        used += field.size;
        if field.offset < BITS && field.size > 0 {
            let bits = if end < BITS { field.size } else { BITS - field.offset };
            let bytes = (u128::MAX >> (BITS - bits)) << field.offset;
            assert!(taken & bytes == 0, "two fields overlap");
            taken |= bytes;
        }
        if end > BITS && count <= FEW {
            apart_from_others(layout, field, i);
        }
        i += 1;
    }
    assert!(used <= whole.size, "the fields are larger than their struct");
}

/// Up to this many fields, each that reaches beyond the first bytes is compared with each other one. With more, that would
/// take the compiler long, and it warns of it.
const FEW: usize = 128;

/// No field before `index` lies where this one does.
const fn apart_from_others(layout: &SlotLayout, field: Extent, index: usize) {
    let mut i = 0;
    while i < index {
        let other = extent(layout, i);
        let end = field.offset + field.size;
        let apart = end <= other.offset || other.offset + other.size <= field.offset;
        assert!(apart || other.size == 0, "two fields overlap");
        i += 1;
    }
}

// What the derive asks of a layout, each question with the span of the field that it is about: there the
// message points, for they are tracked to their caller.

/// No base has a slot of the same name as the own slot at `index`.
#[track_caller]
pub const fn not_in_bases(layout: &SlotLayout, index: usize) {
    let name = layout.slots[index].name();
    let mut i = 0;
    while i < layout.bases.len() {
        if let Some(owner) = owner(layout.bases[i].layout(), name) {
            refuse(&[
                "slot `",
                name,
                "` of `",
                layout.name,
                "` is declared by its base `",
                owner,
                "` already\na second slot of that name would hide the first and waste its bytes\nrename \
                 this field, or give it another attribute name with `#[slots(rename = \"…\")]`",
            ]);
        }
        i += 1;
    }
}

/// No earlier base has a slot of the same name as one of the base at `index`.
#[track_caller]
pub const fn distinct_base(layout: &SlotLayout, index: usize) {
    let mut i = 0;
    while i < index {
        if let Some(slot) = shared(layout.bases[index].layout(), layout.bases[i].layout()) {
            refuse(&[
                "slot `",
                slot.name(),
                "` comes from two bases of `",
                layout.name,
                "`: `",
                layout.bases[i].layout().name,
                "` and `",
                layout.bases[index].layout().name,
                "`\nwhich of the two would the name mean?\nrename it in one of them, or hold one of the \
                 bases in an ordinary field, without `#[slots(base)]`",
            ]);
        }
        i += 1;
    }
}

/// An instance is no larger than `budget` bytes.
#[track_caller]
pub const fn within(layout: &SlotLayout, budget: usize) {
    if layout.ty.size > budget {
        refuse(&[
            "`",
            layout.name,
            "` takes ",
            Decimal::of(layout.ty.size).as_str(),
            " bytes, and its budget is ",
            Decimal::of(budget).as_str(),
            "\nthe size of a struct is that of its fields with the padding between them\nmake a slot \
             smaller, or raise `#[slots(size = …)]`; the memory map (the `Display` of its `LAYOUT`) shows \
             what takes the room",
        ]);
    }
}

/// The type that declares `name`: `layout` or one of its bases.
const fn owner(layout: &'static SlotLayout, name: &str) -> Option<&'static str> {
    let mut i = 0;
    while i < layout.slots.len() {
        if same(layout.slots[i].name(), name) {
            return Some(layout.name);
        }
        i += 1;
    }
    i = 0;
    while i < layout.bases.len() {
        let found = owner(layout.bases[i].layout(), name);
        if found.is_some() {
            return found;
        }
        i += 1;
    }
    None
}

/// A slot of `a`, at any depth, whose name is one of `b`.
const fn shared(a: &'static SlotLayout, b: &'static SlotLayout) -> Option<&'static SlotInfo> {
    let mut i = 0;
    while i < a.slots.len() {
        if owner(b, a.slots[i].name()).is_some() {
            return Some(&a.slots[i]);
        }
        i += 1;
    }
    i = 0;
    while i < a.bases.len() {
        let found = shared(a.bases[i].layout(), b);
        if found.is_some() {
            return found;
        }
        i += 1;
    }
    None
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    // From the end: names of one kind begin alike.
    let mut i = a.len();
    while i > 0 {
        i -= 1;
        if a[i] != b[i] {
            return false;
        }
    }
    true
}

/// Fails the build with the parts as one message: `panic!` in const takes one string.
#[track_caller]
const fn refuse(parts: &[&str]) -> ! {
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

/// A number as decimal text, in const.
struct Decimal {
    digits: [u8; 20],
    start: usize,
}

impl Decimal {
    const fn of(mut number: usize) -> Self {
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

    const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.digits.split_at(self.start).1) {
            Ok(text) => text,
            Err(_) => "?",
        }
    }
}

/// A table that the derive would not write is refused.
#[cfg(test)]
mod tests {
    use super::FEW;
    use crate::layout::{SlotInfo, SlotLayout};
    use crate::raw::field::plain;
    use crate::raw::table::{slot, table};
    use crate::value::SlotValue;

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

    /// A test for each table: what is said of it.
    macro_rules! tables {
        ($($name:ident: $rows:expr, $says:literal;)*) => {$(
            #[test]
            #[should_panic(expected = $says)]
            fn $name() {
                const ROWS: &[SlotInfo] = &$rows;
                table::<Pair>("Pair", (ROWS, &[], &[], &[], &[]), false);
                panic!("it is taken");
            }
        )*};
    }
    tables! {
        a_true_table: [row::<u32>("a", 0), row::<u32>("b", 4)], "it is taken";
        a_field_outside: [row::<u32>("a", 264)], "a field lies outside its struct";
        a_field_not_aligned: [row::<u32>("a", 2)], "a field is not aligned";
        a_field_aligned_more: [row::<u64>("a", 0)], "a field is aligned more than its struct";
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
