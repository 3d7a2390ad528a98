//! The types of fields that are read without a dynamic value.

use std::any::TypeId;
use std::sync::Arc;

use slotted::descriptor::ObjectSlice;

use super::block::Passing;
use super::number::Number;

/// What `visit` was asked about is what the slot is.
pub(super) const FOUND: &str = "the slot is of the type that was found";

/// How the value of a slot is found in its field.
pub(crate) trait Cell: 'static {
    type Of: ?Sized;

    /// Returns what finds the value of a row in the slot of that name; `None` is null.
    fn reader<'a>(rows: &ObjectSlice<'a>, slot: &str) -> impl Fn(usize) -> Option<&'a Self::Of>;

    /// Drops the rows whose value fails the test.
    fn retain(
        rows: &ObjectSlice<'_>,
        slot: &str,
        passing: &mut Passing,
        test: impl Fn(Option<&Self::Of>) -> bool,
    );
}

macro_rules! cells {
    ($($type:ty as $of:ty;)*) => {$(
        impl Cell for $type {
            type Of = $of;

            #[inline(always)]
            fn reader<'a>(rows: &ObjectSlice<'a>, slot: &str) -> impl Fn(usize) -> Option<&'a $of> {
                let column = rows.column::<$type>(slot).expect(FOUND);
                move |row| column.get(row).map(|value| value as &$of)
            }

            #[inline(always)]
            fn retain(
                rows: &ObjectSlice<'_>,
                slot: &str,
                passing: &mut Passing,
                test: impl Fn(Option<&$of>) -> bool,
            ) {
                let column = rows.column::<$type>(slot).expect(FOUND);
                passing.retain_by(column, |value| test(Some(value)));
            }
        }

        impl Cell for Option<$type> {
            type Of = $of;

            #[inline(always)]
            fn reader<'a>(rows: &ObjectSlice<'a>, slot: &str) -> impl Fn(usize) -> Option<&'a $of> {
                let column = rows.optional_column::<$type>(slot).expect(FOUND);
                move |row| column.get(row).map(|value| value as &$of)
            }

            #[inline(always)]
            fn retain(
                rows: &ObjectSlice<'_>,
                slot: &str,
                passing: &mut Passing,
                test: impl Fn(Option<&$of>) -> bool,
            ) {
                match rows.column::<Option<$type>>(slot) {
                    Some(column) => passing.retain_by(column, |field| {
                        test(field.as_ref().map(|value| value as &$of))
                    }),
                    // A slot of a run-time class, whose field is no `Option`.
                    None => {
                        let value = Self::reader(rows, slot);
                        passing.retain(|row| test(value(row)));
                    }
                }
            }
        }
    )*};
}
cells! {
    bool as bool;
    i8 as i8; i16 as i16; i32 as i32; i64 as i64; isize as isize;
    u8 as u8; u16 as u16; u32 as u32; u64 as u64; usize as usize;
    f32 as f32; f64 as f64;
    String as str; Box<str> as str; Arc<str> as str;
}

/// What is made for the type of a field.
pub(crate) trait Visitor: Sized {
    type Made;

    fn number<C: Cell<Of = V>, V: Number>(self) -> Self::Made;

    fn text<C: Cell<Of = str>>(self) -> Self::Made;
}

/// Calls the visitor with the type that has this identity, if it is one of those above.
pub(crate) fn visit<V: Visitor>(id: TypeId, visitor: V) -> Option<V::Made> {
    macro_rules! find {
        ($made:ident: $($type:ty)*) => {$(
            if id == TypeId::of::<$type>() {
                return Some(visitor.$made::<$type>());
            }
            if id == TypeId::of::<Option<$type>>() {
                return Some(visitor.$made::<Option<$type>>());
            }
        )*};
        ($made:ident of: $($type:ty)*) => {$(
            if id == TypeId::of::<$type>() {
                return Some(visitor.$made::<$type, $type>());
            }
            if id == TypeId::of::<Option<$type>>() {
                return Some(visitor.$made::<Option<$type>, $type>());
            }
        )*};
    }
    find!(number of: bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64);
    find!(text: String Box<str> Arc<str>);
    None
}
