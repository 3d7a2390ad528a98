//! The types of fields that are read without a dynamic value.

use std::any::TypeId;
use std::marker::PhantomData;
use std::sync::Arc;

use slotted::SlotInfo;
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
        cells!($type as $of, |field| Some(field));
        cells!(Option<$type> as $of, |field| field.as_ref().map(|value| value as &$of));
    )*};
    ($type:ty as $of:ty, |$field:ident| $value:expr) => {
        impl Cell for $type {
            type Of = $of;

            #[inline(always)]
            fn reader<'a>(rows: &ObjectSlice<'a>, slot: &str) -> impl Fn(usize) -> Option<&'a $of> {
                let column = rows.column::<$type>(slot).expect(FOUND);
                move |row| {
                    let $field = column.get(row)?;
                    $value
                }
            }

            #[inline(always)]
            fn retain(
                rows: &ObjectSlice<'_>,
                slot: &str,
                passing: &mut Passing,
                test: impl Fn(Option<&$of>) -> bool,
            ) {
                let column = rows.column::<$type>(slot).expect(FOUND);
                passing.retain_by(column, |$field| test($value));
            }
        }
    };
}

/// A value of a run-time class whose presence is a bit elsewhere: it is read as an attribute.
pub(crate) struct WithBit<V>(PhantomData<V>);

impl<V: 'static> Cell for WithBit<V> {
    type Of = V;

    fn reader<'a>(rows: &ObjectSlice<'a>, slot: &str) -> impl Fn(usize) -> Option<&'a V> {
        let column = rows.attributes(slot).expect(FOUND);
        move |row| column.get(row)?.downcast_ref::<V>()
    }

    fn retain(
        rows: &ObjectSlice<'_>,
        slot: &str,
        passing: &mut Passing,
        test: impl Fn(Option<&V>) -> bool,
    ) {
        let value = Self::reader(rows, slot);
        passing.retain(|row| test(value(row)));
    }
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

/// Calls the visitor with the type of the slot's field, if it is one of those above.
pub(crate) fn visit<V: Visitor>(slot: &SlotInfo, visitor: V) -> Option<V::Made> {
    let (id, has_bit) = (slot.type_id(), slot.has_presence_bit());
    macro_rules! find {
        (text of: $($type:ty)*) => {$(
            if id == TypeId::of::<$type>() {
                return Some(visitor.text::<$type>());
            }
            if id == TypeId::of::<Option<$type>>() {
                return Some(visitor.text::<Option<$type>>());
            }
        )*};
        (number of: $($type:ty)*) => {$(
            if id == TypeId::of::<$type>() {
                return Some(visitor.number::<$type, $type>());
            }
            if id == TypeId::of::<Option<$type>>() {
                return Some(match has_bit {
                    true => visitor.number::<WithBit<$type>, $type>(),
                    false => visitor.number::<Option<$type>, $type>(),
                });
            }
        )*};
    }
    find!(number of: bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64);
    find!(text of: String Box<str> Arc<str>);
    None
}
