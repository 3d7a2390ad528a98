//! Numbers and text into slots, without a dynamic value.

use std::ops::Range;

use slotted::ConversionError;
use slotted::descriptor::PartialSlice;

use crate::error::{Error, ErrorKind};
use crate::gather::number::Number;
use crate::gather::typed::Filled;
use crate::plan::field::Field;
use crate::scatter::cells::{Cells, Data};
use crate::scatter::value::{duration, null};

/// A number that a column holds as it is.
trait Stored: Copy {
    /// Returns how the cells are read, if they are of this type.
    fn cells<'c>(cells: &'c Cells<'_>) -> Option<&'c [Self]>;
}

macro_rules! stored {
    ($($type:ty, $data:pat => $values:ident;)*) => {$(
        impl Stored for $type {
            fn cells<'c>(cells: &'c Cells<'_>) -> Option<&'c [$type]> {
                match cells.data {
                    $data => Some($values),
                    _ => None,
                }
            }
        }
    )*};
}
stored! {
    i8, Data::I8(values) => values;
    i16, Data::I16(values) => values;
    i32, Data::I32(values) | Data::Date(values) | Data::Time32(values, _) => values;
    i64, Data::I64(values) | Data::Date64(values) | Data::Time64(values, _)
        | Data::Timestamp(values, _) => values;
    u8, Data::U8(values) => values;
    u16, Data::U16(values) => values;
    u32, Data::U32(values) => values;
    u64, Data::U64(values) => values;
    f32, Data::F32(values) => values;
    f64, Data::F64(values) => values;
}

/// Reads one number of a column. `bool`s are bits there, and no slice.
pub(crate) trait ReadCells: Number {
    /// Calls `with` with how a row is read, if the cells are of this type.
    fn read<R>(cells: &Cells<'_>, start: usize, with: impl ReadWith<Self, R>) -> Option<R>;
}

/// What is done with a way to read rows.
pub(crate) trait ReadWith<V, R> {
    fn with(self, read: impl Fn(usize) -> Option<V>) -> R;
}

macro_rules! read_cells {
    ($($type:ty),*) => {$(
        impl ReadCells for $type {
            #[inline(always)]
            fn read<R>(
                cells: &Cells<'_>,
                start: usize,
                with: impl ReadWith<Self, R>,
            ) -> Option<R> {
                let values = &<<$type as Number>::Stored as Stored>::cells(cells)?[start..];
                Some(with.with(|row| <$type>::from_stored(values[row])))
            }
        }
    )*};
}
read_cells!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64);

impl ReadCells for bool {
    fn read<R>(cells: &Cells<'_>, start: usize, with: impl ReadWith<Self, R>) -> Option<R> {
        let Data::Bool(bits) = cells.data else { return None };
        Some(with.with(|row| Some(bits.get(start + row))))
    }
}

/// Makes the error for a value that the slot's validator refuses.
pub(crate) fn refused(field: &Field, start: usize) -> impl Fn(usize, ConversionError) -> Error {
    move |row, why| Error::in_row(ErrorKind::Refused, &field.path, start + row, why)
}

#[cold]
fn out_of_range(field: &Field, row: usize) -> Error {
    Error::in_row(ErrorKind::Refused, &field.path, row, "it is out of the range of the slot's type")
}

/// Where the values go: the rows of a block that starts at `start`.
struct To<'r, 'p, 'c> {
    rows: &'r mut PartialSlice<'p>,
    field: &'r Field,
    cells: &'r Cells<'c>,
    start: usize,
}

struct Plain<'r, 'p, 'c>(To<'r, 'p, 'c>);

impl<V: Number> ReadWith<V, Filled> for Plain<'_, '_, '_> {
    #[inline(always)]
    fn with(self, read: impl Fn(usize) -> Option<V>) -> Filled {
        let To { rows, field, cells, start } = self.0;
        let column = rows.column::<V>(&field.name)?;
        let refused = refused(field, start);
        Some(if cells.all_valid() {
            column.fill(|row| read(row).ok_or_else(|| out_of_range(field, start + row)), refused)
        } else {
            let value = |row| match cells.is_valid(start + row) {
                true => read(row).ok_or_else(|| out_of_range(field, start + row)),
                false => Err(null(field, start + row)),
            };
            column.fill(value, refused)
        })
    }
}

pub(crate) fn numbers<V: ReadCells>(
    rows: &mut PartialSlice<'_>,
    field: &Field,
    cells: &Cells<'_>,
    start: usize,
) -> Filled {
    V::read(cells, start, Plain(To { rows, field, cells, start }))?
}

struct Optional<'r, 'p, 'c>(To<'r, 'p, 'c>);

impl<V: Number> ReadWith<V, Filled> for Optional<'_, '_, '_> {
    #[inline(always)]
    fn with(self, read: impl Fn(usize) -> Option<V>) -> Filled {
        let To { rows, field, cells, start } = self.0;
        let column = rows.column::<Option<V>>(&field.name)?;
        let value = |row| match cells.is_valid(start + row) {
            true => read(row).ok_or_else(|| out_of_range(field, start + row)).map(Some),
            false => Ok(None),
        };
        Some(column.fill(value, refused(field, start)))
    }
}

pub(crate) fn optional_numbers<V: ReadCells>(
    rows: &mut PartialSlice<'_>,
    field: &Field,
    cells: &Cells<'_>,
    start: usize,
) -> Filled {
    V::read(cells, start, Optional(To { rows, field, cells, start }))?
}

struct Lists<'r, 'p, 'c>(To<'r, 'p, 'c>, &'r dyn Fn(usize) -> Range<usize>, &'r Cells<'c>);

impl<V: Number> ReadWith<V, Filled> for Lists<'_, '_, '_> {
    fn with(self, read: impl Fn(usize) -> Option<V>) -> Filled {
        let (To { rows, field, cells, start }, range, items) = (self.0, self.1, self.2);
        let column = rows.column::<Vec<V>>(&field.name)?;
        let value = |row| {
            if !cells.is_valid(start + row) {
                return Err(null(field, start + row));
            }
            let item = |at| match items.is_valid(at) {
                true => read(at).ok_or_else(|| out_of_range(field, start + row)),
                false => Err(null(field, start + row)),
            };
            range(start + row).map(item).collect()
        };
        Some(column.fill(value, refused(field, start)))
    }
}

pub(crate) fn lists<V: ReadCells>(
    rows: &mut PartialSlice<'_>,
    field: &Field,
    cells: &Cells<'_>,
    start: usize,
) -> Filled {
    let Data::List(range, items) = &cells.data else { return None };
    V::read(items, 0, Lists(To { rows, field, cells, start }, range, items))?
}

pub(crate) fn durations(
    rows: &mut PartialSlice<'_>,
    field: &Field,
    cells: &Cells<'_>,
    start: usize,
) -> Filled {
    let Data::Duration(values, unit) = cells.data else { return None };
    let refuse = |row, why| Error::in_row(ErrorKind::Refused, &field.path, row, why);
    let value = |row: usize| match cells.is_valid(start + row) {
        true => duration(values[start + row], unit).map_err(|why| refuse(start + row, why)),
        false => Err(null(field, start + row)),
    };
    Some(rows.column(&field.name)?.fill(value, refused(field, start)))
}

pub(crate) fn texts<V: for<'a> From<&'a str> + 'static>(
    rows: &mut PartialSlice<'_>,
    field: &Field,
    cells: &Cells<'_>,
    start: usize,
) -> Filled {
    let Data::Text(text) = &cells.data else { return None };
    let value = |row: usize| match cells.is_valid(start + row) {
        true => Ok(V::from(text(start + row))),
        false => Err(null(field, start + row)),
    };
    Some(rows.column(&field.name)?.fill(value, refused(field, start)))
}

pub(crate) fn optional_texts<V: for<'a> From<&'a str> + 'static>(
    rows: &mut PartialSlice<'_>,
    field: &Field,
    cells: &Cells<'_>,
    start: usize,
) -> Filled {
    let Data::Text(text) = &cells.data else { return None };
    let value = |row: usize| Ok(cells.is_valid(start + row).then(|| V::from(text(start + row))));
    Some(rows.column::<Option<V>>(&field.name)?.fill(value, refused(field, start)))
}
