//! A column to be read, in the words of no version of Arrow.

use std::ops::Range;

use crate::plan::field::Unit;

/// Bits in bytes, the lowest first, from an offset on.
#[derive(Clone, Copy)]
pub(crate) struct Bits<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) offset: usize,
}

impl Bits<'_> {
    #[inline(always)]
    pub(crate) fn get(&self, index: usize) -> bool {
        let bit = self.offset + index;
        self.bytes[bit / 8] >> (bit % 8) & 1 != 0
    }
}

type At<'a, T> = Box<dyn Fn(usize) -> T + 'a>;

/// The values of a column.
pub(crate) enum Data<'a> {
    Bool(Bits<'a>),
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
    F32(&'a [f32]),
    F64(&'a [f64]),
    Date(&'a [i32]),
    Date64(&'a [i64]),
    Time32(&'a [i32], Unit),
    Time64(&'a [i64], Unit),
    Timestamp(&'a [i64], Unit),
    Duration(&'a [i64], Unit),
    /// Of every kind of text, dictionaries of text included.
    Text(At<'a, &'a str>),
    Bytes(At<'a, &'a [u8]>),
    List(At<'a, Range<usize>>, Box<Cells<'a>>),
    Struct(Vec<(&'a str, Cells<'a>)>),
    Map(At<'a, Range<usize>>, Box<Cells<'a>>, Box<Cells<'a>>),
    Union(UnionCells<'a>),
    /// Nothing but nulls, of a type from which nothing else is read.
    Null,
    /// Of a type from which nothing is read, with values.
    Other,
}

/// The values of a union: the variant of each row, and the contents of each variant.
pub(crate) struct UnionCells<'a> {
    pub(crate) ids: &'a [i8],
    /// The place of each row among the contents of its variant; the row's own, if there are none.
    pub(crate) places: Option<&'a [i32]>,
    pub(crate) contents: Vec<(i8, &'a str, Cells<'a>)>,
}

impl<'a> UnionCells<'a> {
    /// The name of the variant in that row, its contents, and the place of that of the row.
    pub(crate) fn get(&self, row: usize) -> (&'a str, &Cells<'a>, usize) {
        let is_it = |(id, ..): &&(i8, _, _)| *id == self.ids[row];
        let (_, name, cells) = self.contents.iter().find(is_it).expect("it is one of the variants");
        (name, cells, self.places.map_or(row, |places| places[row] as usize))
    }
}

/// A column to be read.
pub(crate) struct Cells<'a> {
    pub(crate) data: Data<'a>,
    /// Which rows have a value, if not all of them.
    pub(crate) valid: Option<At<'a, bool>>,
    /// The column's bits that tell the same, if there is no more to it than these.
    pub(crate) bits: Option<Bits<'a>>,
    /// The type in Arrow's words.
    pub(crate) type_name: At<'a, String>,
}

impl Cells<'_> {
    /// Whether the row has a value.
    #[inline]
    pub(crate) fn is_valid(&self, row: usize) -> bool {
        match (&self.bits, &self.valid) {
            (Some(bits), _) => bits.get(row),
            (None, Some(valid)) => valid(row),
            (None, None) => true,
        }
    }

    /// Whether every row has a value.
    pub(crate) fn all_valid(&self) -> bool {
        self.bits.is_none() && self.valid.is_none()
    }
}
