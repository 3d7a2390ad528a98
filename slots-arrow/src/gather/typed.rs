//! Columns of numbers and text, without a dynamic value: for each type one function that gathers
//! its slots, and one that scatters them.

use std::any::TypeId;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use slotted::descriptor::{ObjectSlice, PartialSlice};

use crate::error::{Error, ErrorKind};
use crate::gather::column::{Column, Values};
use crate::plan::field::{Field, Type};
use crate::scatter::cells::Cells;
use crate::scatter::typed as back;

/// The rows that are gathered: all, or those with these indexes.
pub(crate) type Chosen<'a> = Option<&'a [u32]>;

/// How filling a slot ended, if it was filled.
pub(crate) type Filled = Option<Result<(), Error>>;

/// How one column is gathered from a slot, and scattered to it.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    pub(crate) gather: fn(&ObjectSlice<'_>, &Field, Chosen<'_>, &mut Column) -> Result<(), Error>,
    /// Fills nothing, and returns `None`, if the cells are of another type.
    pub(crate) scatter: fn(&mut PartialSlice<'_>, &Field, &Cells<'_>, usize) -> Filled,
}

/// A type whose values are copied to a column of numbers.
pub(crate) trait Number: Copy + 'static {
    /// What is in the column.
    type Stored: Copy + Default;

    fn stored(self) -> Self::Stored;

    /// Back from what is in the column; `None` if it is out of range.
    fn from_stored(stored: Self::Stored) -> Option<Self>;

    fn values(values: &mut Values) -> Option<&mut Vec<Self::Stored>>;

    /// Whether a column of that type holds such numbers.
    fn is_of(ty: &Type) -> bool;
}

macro_rules! numbers {
    ($($type:ty as $stored:ty, $values:ident, [$($of:pat)*];)*) => {$(
        impl Number for $type {
            type Stored = $stored;

            #[inline(always)]
            fn stored(self) -> $stored {
                // The same type, or as large: an `usize` has 64 bits at most.
                self as $stored
            }

            #[inline(always)]
            fn from_stored(stored: $stored) -> Option<Self> {
                let this = stored as $type;
                (this as $stored == stored || stored != stored).then_some(this)
            }

            fn values(values: &mut Values) -> Option<&mut Vec<$stored>> {
                match values {
                    Values::$values(values) => Some(values),
                    _ => None,
                }
            }

            fn is_of(ty: &Type) -> bool {
                matches!(ty, $($of)*)
            }
        }
    )*};
}
numbers! {
    i8 as i8, I8, [Type::I8];
    i16 as i16, I16, [Type::I16];
    i32 as i32, I32, [Type::I32 | Type::Date | Type::Time(_)];
    i64 as i64, I64, [Type::I64 | Type::Date64 | Type::Time(_) | Type::Timestamp(..)];
    isize as i64, I64, [Type::I64 | Type::Date64 | Type::Time(_) | Type::Timestamp(..)];
    u8 as u8, U8, [Type::U8];
    u16 as u16, U16, [Type::U16];
    u32 as u32, U32, [Type::U32];
    u64 as u64, U64, [Type::U64];
    usize as u64, U64, [Type::U64];
    f32 as f32, F32, [Type::F32];
    f64 as f64, F64, [Type::F64];
}

impl Number for bool {
    type Stored = bool;

    #[inline(always)]
    fn stored(self) -> bool {
        self
    }

    #[inline(always)]
    fn from_stored(stored: bool) -> Option<bool> {
        Some(stored)
    }

    fn values(values: &mut Values) -> Option<&mut Vec<bool>> {
        match values {
            Values::Bool(values) => Some(values),
            _ => None,
        }
    }

    fn is_of(ty: &Type) -> bool {
        matches!(ty, Type::Bool)
    }
}

/// Finds the functions for a slot whose field is of the type with that identity.
pub(crate) fn typed(id: TypeId, field: &Field) -> Option<Typed> {
    let ty = &field.ty;
    macro_rules! find {
        ($($number:ty),*) => {$(
            if id == TypeId::of::<$number>() && <$number>::is_of(ty) {
                return Some(Typed { gather: numbers::<$number>, scatter: back::numbers::<$number> });
            }
            if id == TypeId::of::<Option<$number>>() && <$number>::is_of(ty) {
                return Some(Typed {
                    gather: optional_numbers::<$number>,
                    scatter: back::optional_numbers::<$number>,
                });
            }
        )*};
    }
    find!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64, bool);
    macro_rules! find_lists {
        ($($number:ty),*) => {$(
            if id == TypeId::of::<Vec<$number>>() && is_list_of(ty, <$number>::is_of) {
                return Some(Typed { gather: lists::<$number>, scatter: back::lists::<$number> });
            }
        )*};
    }
    find_lists!(i8, i16, i32, i64, isize, u16, u32, u64, usize, f32, f64, bool);
    if id == TypeId::of::<Duration>() && matches!(ty, Type::Duration(_)) {
        return Some(Typed { gather: durations, scatter: back::durations });
    }
    None
}

/// Finds the functions for a slot of text whose field is of the type with that identity.
pub(crate) fn typed_text(id: TypeId, field: &Field) -> Option<Typed> {
    macro_rules! find {
        ($($text:ty),*) => {$(
            if id == TypeId::of::<$text>() {
                return Some(Typed { gather: texts::<$text>, scatter: back::texts::<$text> });
            }
            if id == TypeId::of::<Option<$text>>() {
                return Some(Typed {
                    gather: optional_texts::<$text>,
                    scatter: back::optional_texts::<$text>,
                });
            }
        )*};
    }
    if matches!(field.ty, Type::Text(_) | Type::Dictionary) {
        find!(String, Box<str>, Arc<str>, Rc<str>);
    }
    None
}

fn is_list_of(ty: &Type, is_of: fn(&Type) -> bool) -> bool {
    matches!(ty, Type::List(item) if !item.nullable && is_of(&item.ty))
}

/// What `Typed` is found by is what the slot is.
const FOUND: &str = "the slot is of the type that was found";

fn numbers<V: Number>(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    let column = rows.column::<V>(&field.name).expect(FOUND);
    let values = V::values(&mut into.values).expect(FOUND);
    match chosen {
        None => values.extend(column.iter().map(|value| value.stored())),
        Some(rows) => values.extend(rows.iter().map(|row| {
            column.get(*row as usize).map_or_else(V::Stored::default, |value| value.stored())
        })),
    }
    Ok(())
}

fn optional_numbers<V: Number>(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    let column = rows.column::<Option<V>>(&field.name).expect(FOUND);
    let values = V::values(&mut into.values).expect(FOUND);
    let valid = into.valid.as_mut().expect("the column may be null");
    let stored = |value: &Option<V>| value.map_or_else(V::Stored::default, V::stored);
    match chosen {
        None => {
            values.extend(column.iter().map(stored));
            valid.extend(column.iter().map(Option::is_some));
        }
        Some(rows) => {
            let column = || rows.iter().filter_map(|row| column.get(*row as usize));
            values.extend(column().map(stored));
            valid.extend(column().map(Option::is_some));
        }
    }
    Ok(())
}

fn lists<V: Number>(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    let column = rows.column::<Vec<V>>(&field.name).expect(FOUND);
    let Values::List(ends, items) = &mut into.values else { unreachable!("{FOUND}") };
    let items = V::values(&mut items.values).expect(FOUND);
    let mut push = |list: &Vec<V>| {
        items.extend(list.iter().map(|value| value.stored()));
        ends.push(items.len() as i32);
    };
    match chosen {
        None => column.iter().for_each(&mut push),
        Some(rows) => rows.iter().filter_map(|row| column.get(*row as usize)).for_each(push),
    }
    Ok(())
}

fn durations(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    let column = rows.column::<Duration>(&field.name).expect(FOUND);
    let Values::I64(values) = &mut into.values else { unreachable!("{FOUND}") };
    let mut push = |row: usize| {
        if let Some(value) = column.get(row) {
            values.push(counted(*value, &field.ty).map_err(|why| out_of_range(field, row, why))?);
        }
        Ok(())
    };
    match chosen {
        None => (0..column.len()).try_for_each(push),
        Some(rows) => rows.iter().try_for_each(|row| push(*row as usize)),
    }
}

/// The duration in the unit of the column.
pub(crate) fn counted(value: Duration, ty: &Type) -> Result<i64, String> {
    let Type::Duration(unit) = ty else { unreachable!("the column is of durations") };
    let (count, rest) = match unit.nanoseconds() {
        1 => (value.as_nanos(), 0),
        unit => (value.as_nanos() / unit as u128, value.as_nanos() % unit as u128),
    };
    if rest != 0 {
        return Err(format!("{value:?} is no whole number of the column's units ({ty})"));
    }
    i64::try_from(count).map_err(|_| format!("{value:?} is more than 64 bits count ({ty})"))
}

pub(crate) fn out_of_range(field: &Field, row: usize, why: String) -> Error {
    Error::in_row(ErrorKind::Refused, &field.path, row, why)
}

/// Calls `push` with each text that was chosen.
#[inline(always)]
fn each_text<'a, T: 'static>(
    rows: &ObjectSlice<'a>,
    field: &Field,
    chosen: Chosen<'_>,
    mut push: impl FnMut(&'a T),
) {
    let column = rows.column::<T>(&field.name).expect(FOUND);
    match chosen {
        None => column.iter().for_each(push),
        Some(rows) => rows.iter().filter_map(|row| column.get(*row as usize)).for_each(&mut push),
    }
}

fn texts<V: AsRef<str> + 'static>(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    match &mut into.values {
        Values::Text(texts) => {
            each_text(rows, field, chosen, |text: &V| texts.push(text.as_ref().as_bytes()));
        }
        Values::LargeText(texts) => {
            each_text(rows, field, chosen, |text: &V| texts.push(text.as_ref().as_bytes()));
        }
        Values::Dictionary(words) => {
            each_text(rows, field, chosen, |text: &V| words.push(text.as_ref()));
        }
        _ => unreachable!("{FOUND}"),
    }
    Ok(())
}

fn optional_texts<V: AsRef<str> + 'static>(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    fn text<V: AsRef<str>>(value: &Option<V>) -> &str {
        value.as_ref().map_or("", V::as_ref)
    }
    let valid = into.valid.as_mut().expect("the column may be null");
    each_text(rows, field, chosen, |value: &Option<V>| valid.push(value.is_some()));
    match &mut into.values {
        Values::Text(texts) => {
            each_text(rows, field, chosen, |value: &Option<V>| texts.push(text(value).as_bytes()));
        }
        Values::LargeText(texts) => {
            each_text(rows, field, chosen, |value: &Option<V>| texts.push(text(value).as_bytes()));
        }
        Values::Dictionary(words) => {
            each_text(rows, field, chosen, |value: &Option<V>| words.push(text(value)));
        }
        _ => unreachable!("{FOUND}"),
    }
    Ok(())
}
