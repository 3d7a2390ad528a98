//! An oracle: the compiler's own tables of types, held against ours.
//!
//! Only with `--cfg slotted_type_info`, on a nightly compiler: `.ci/run` builds all tests with it.
//! Each derived type that is compiled is then checked in const evaluation. The compiler's table has
//! all fields in declaration order, each with its name, its type and its offset.

use core::any::TypeId;
use core::mem::type_info::{Field, Type, TypeKind};

use crate::name::is_same_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::base::BaseInfo;
use crate::reflect::layout::hidden::Hidden;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::variant::form::VariantInfo;

/// The rows of a layout that are not yet found among the compiler's fields.
struct Rest<'a> {
    slots: &'a [SlotInfo],
    bases: &'a [BaseInfo],
    hidden: &'a [Hidden],
    /// How many slots have been found.
    found: usize,
}

impl Rest<'_> {
    /// Takes the row of the next field, in declaration order. Returns what is wrong with it.
    const fn take(&mut self, field: &Field) -> Option<&'static str> {
        if let [hidden, rest @ ..] = self.hidden
            && is_same_name(hidden.field(), field.name)
        {
            self.hidden = rest;
            return differs(field, hidden.offset(), hidden.ty().id());
        }
        if let [base, rest @ ..] = self.bases
            && base.before() <= self.found
        {
            self.bases = rest;
            if !is_same_name(base.field(), field.name) {
                return Some("the name of a base is not that of its field");
            }
            return differs(field, base.offset(), base.info().type_id());
        }
        if let [slot, rest @ ..] = self.slots {
            self.slots = rest;
            self.found += 1;
            return differs(field, slot.offset(), slot.type_id());
        }
        Some("the compiler has a field that the layout lacks")
    }
}

const fn differs(field: &Field, offset: usize, ty: TypeId) -> Option<&'static str> {
    if field.offset != offset {
        return Some("the offset of a row is not the compiler's");
    }
    if field.ty != ty {
        return Some("the type of a row is not the compiler's");
    }
    None
}

/// Returns what the compiler says differently of the struct `T`.
pub(crate) const fn difference<T: 'static>(layout: &SlotLayout) -> Option<&'static str> {
    let TypeKind::Struct(compiler) = Type::of::<T>().kind else { return Some("it is no struct") };
    if layout.size() != size_of::<T>() || layout.align() != align_of::<T>() {
        return Some("the size or the alignment is not the compiler's");
    }
    let (slots, bases) = (layout.slots.get(), layout.bases.get());
    let mut rest = Rest { slots, bases, hidden: layout.hidden.get(), found: 0 };
    let mut at = 0;
    while at < compiler.fields.len() {
        if let Some(difference) = rest.take(&compiler.fields[at]) {
            return Some(difference);
        }
        at += 1;
    }
    if rest.slots.is_empty() && rest.bases.is_empty() && rest.hidden.is_empty() {
        return None;
    }
    Some("the layout has a row that the compiler lacks")
}

/// Returns what the compiler says differently of the enum `E`: how many variants there are, and the
/// types of their fields. (Where the fields of a variant lie, the library does not know.)
pub(crate) const fn difference_of_enum<E: 'static>(
    variants: &[VariantInfo],
) -> Option<&'static str> {
    let TypeKind::Enum(compiler) = Type::of::<E>().kind else { return Some("it is no enum") };
    if compiler.variants.len() != variants.len() {
        return Some("the number of variants is not the compiler's");
    }
    let mut at = 0;
    while at < variants.len() {
        let (rows, fields) = (variants[at].layout.slots.get(), compiler.variants[at].fields);
        // A skipped field has no row.
        let (mut row, mut field) = (0, 0);
        while row < rows.len() && field < fields.len() {
            if rows[row].type_id() == fields[field].ty {
                row += 1;
            }
            field += 1;
        }
        if row < rows.len() {
            return Some("the type of a row is not the compiler's");
        }
        at += 1;
    }
    None
}

/// Stops the build where the compiler's table differs.
pub(crate) const fn assert_same(difference: Option<&'static str>) {
    if let Some(difference) = difference {
        panic!("{}", difference);
    }
}

#[cfg(test)]
mod tests {
    use crate::macro_support::field::{plain, slot};
    use crate::reflect::layout::SlotLayout;
    use crate::reflect::layout::compiler::difference;
    use crate::reflect::layout::info::SlotInfo;
    use crate::reflect::layout::make::Rows;
    use crate::reflect::slot_value::SlotValue;

    #[allow(dead_code)]
    #[repr(C)]
    struct Pair {
        a: u32,
        b: u32,
    }

    const fn row<V: SlotValue>(name: &'static str, offset: usize) -> SlotInfo {
        slot(name, 0, offset, plain::<V>())
    }

    const fn of(rows: &'static [SlotInfo]) -> Option<&'static str> {
        let rows = Rows::of_slots(rows);
        difference::<Pair>(&SlotLayout::new::<Pair>("Pair", rows, false, || unreachable!()))
    }

    /// The checks of a layout take all these tables: only the compiler tells them apart.
    #[test]
    fn a_forged_table_differs_from_the_compilers() {
        const TRUE: Option<&str> = of(&[row::<u32>("a", 0), row::<u32>("b", 4)]);
        assert_eq!(TRUE, None);
        const EXCHANGED: Option<&str> = of(&[row::<u32>("a", 4), row::<u32>("b", 0)]);
        assert_eq!(EXCHANGED, Some("the offset of a row is not the compiler's"));
        const OF_THE_SAME_SIZE: Option<&str> = of(&[row::<u32>("a", 0), row::<i32>("b", 4)]);
        assert_eq!(OF_THE_SAME_SIZE, Some("the type of a row is not the compiler's"));
        const WITHOUT_A_ROW: Option<&str> = of(&[row::<u32>("a", 0)]);
        assert_eq!(WITHOUT_A_ROW, Some("the compiler has a field that the layout lacks"));
    }
}
