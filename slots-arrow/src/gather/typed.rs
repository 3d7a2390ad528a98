//! Columns of numbers and text, without a dynamic value: for each type one function that gathers
//! its slots, and one that scatters them.

use std::any::TypeId;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use slotted::descriptor::{ObjectSlice, PartialSlice, SlotColumn};

use crate::error::{Error, ErrorKind};
use crate::gather::bits::Bits;
use crate::gather::column::{Column, Values};
use crate::gather::number::{Number, Store};
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

/// The indexes of chosen rows are held against their number before any is gathered.
const CHOSEN: &str = "there is a row at each index";

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
        None => values.add(column.iter().map(|value| value.stored())),
        Some(rows) => {
            values.add(rows.iter().map(|row| column.get(*row as usize).expect(CHOSEN).stored()));
        }
    }
    Ok(())
}

fn optional_numbers<V: Number>(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    let values = V::values(&mut into.values).expect(FOUND);
    let valid = into.valid.as_mut().expect("the column may be null");
    match rows.column::<Option<V>>(&field.name) {
        Some(column) => {
            add_chosen::<V>(values, valid, chosen, column.len(), |row| column.get(row)?.as_ref());
        }
        // A slot of a run-time class, whose field is no `Option`.
        None => {
            let column = rows.optional_column::<V>(&field.name).expect(FOUND);
            add_chosen::<V>(values, valid, chosen, column.len(), |row| column.get(row));
        }
    }
    Ok(())
}

/// Adds the values of the chosen rows, and which of them there are.
#[inline(always)]
fn add_chosen<'a, V: Number>(
    values: &mut V::Store,
    valid: &mut Bits,
    chosen: Chosen<'_>,
    len: usize,
    get: impl Fn(usize) -> Option<&'a V>,
) {
    match chosen {
        None => add_options::<V>(values, valid, len, get),
        Some(rows) => {
            add_options::<V>(values, valid, rows.len(), |at| get(*rows.get(at)? as usize));
        }
    }
}

/// Adds the values, and which of them there are.
///
/// Which rows are null, no processor predicts. So the bits are made first, without a branch, and
/// then only the values that there are: one after the other, by the bits that are set.
#[inline(always)]
fn add_options<'a, V: Number>(
    values: &mut V::Store,
    valid: &mut Bits,
    len: usize,
    get: impl Fn(usize) -> Option<&'a V>,
) {
    let mut start = 0;
    while start < len {
        let rows = (len - start).min(64);
        let is_some = |at: usize| get(start + at).is_some();
        let word = (0..rows).fold(0_u64, |word, at| word | u64::from(is_some(at)) << at);
        valid.push_word(word, rows);
        values.add_set(rows, word, |at| {
            get(start + at).copied().map_or(V::Stored::default(), V::stored)
        });
        start += rows;
    }
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
        items.add(list.iter().map(|value| value.stored()));
        ends.push(items.count() as i32);
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

/// Adds the texts that are in the values: those of all rows, or of the chosen ones.
#[inline(always)]
fn add_texts<V: 'static>(
    column: SlotColumn<'_, V>,
    chosen: Chosen<'_>,
    text: impl Fn(&V) -> &str + Copy,
    into: &mut Column,
) {
    let one = |row: &u32| text(column.get(*row as usize).expect(CHOSEN)).as_bytes();
    let all = || column.iter().map(|value| text(value).as_bytes());
    match (&mut into.values, chosen) {
        (Values::Text(texts), None) => texts.add(all),
        (Values::Text(texts), Some(rows)) => texts.add(|| rows.iter().map(one)),
        (Values::LargeText(texts), None) => texts.add(all),
        (Values::LargeText(texts), Some(rows)) => texts.add(|| rows.iter().map(one)),
        (Values::Dictionary(words), None) => column.iter().for_each(|it| words.push(text(it))),
        (Values::Dictionary(words), Some(rows)) => {
            let one = |row: &u32| text(column.get(*row as usize).expect(CHOSEN));
            rows.iter().for_each(|row| words.push(one(row)));
        }
        _ => unreachable!("{FOUND}"),
    }
}

fn texts<V: AsRef<str> + 'static>(
    rows: &ObjectSlice<'_>,
    field: &Field,
    chosen: Chosen<'_>,
    into: &mut Column,
) -> Result<(), Error> {
    add_texts(rows.column::<V>(&field.name).expect(FOUND), chosen, V::as_ref, into);
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
    let column = rows.column::<Option<V>>(&field.name).expect(FOUND);
    let valid = into.valid.as_mut().expect("the column may be null");
    match chosen {
        None => valid.extend(column.iter().map(Option::is_some)),
        Some(rows) => {
            valid.extend(rows.iter().map(|row| column.get(*row as usize).expect(CHOSEN).is_some()))
        }
    }
    add_texts(column, chosen, text::<V>, into);
    Ok(())
}
