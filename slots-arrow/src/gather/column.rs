//! Columns under way.

use std::collections::HashMap;

use crate::gather::bits::Bits;
use crate::gather::texts::Texts;
use crate::options::TextType;
use crate::plan::field::{Field, Type, Unit};

/// The values of a column. A row that is null has a value too, of no meaning.
#[derive(Debug)]
pub(crate) enum Values {
    Bool(Bits),
    I8(Vec<i8>),
    I16(Vec<i16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    U64(Vec<u64>),
    F32(Vec<f32>),
    F64(Vec<f64>),
    Text(Texts<i32>),
    LargeText(Texts<i64>),
    Bytes(Texts<i32>),
    Dictionary(Dictionary),
    /// The ends of the lists, after a first 0, and their items.
    List(Vec<i32>, Box<Column>),
    /// Items, so many for each row, and the number of the rows.
    Array(Box<Column>, usize, usize),
    /// The columns inside, and the number of rows.
    Struct(Vec<Column>, usize),
    /// The ends of the maps, after a first 0, their keys and their values.
    Map(Vec<i32>, Box<Column>, Box<Column>),
    /// The number of rows, all of which are null.
    Null(usize),
    Union(Union),
}

/// The variant of each row, its place among the contents of that variant, and the contents.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<i8>,
    pub(crate) places: Vec<i32>,
    pub(crate) contents: Vec<Column>,
}

impl Union {
    /// Notes a row of that variant, and returns the column of its content, to which one is to be
    /// added.
    pub(crate) fn next(&mut self, variant: usize) -> &mut Column {
        let content = &mut self.contents[variant];
        // There are no more variants than an `i8` counts, by the plan.
        self.variants.push(variant as i8);
        self.places.push(content.len() as i32);
        content
    }

    fn truncate(&mut self, len: usize) {
        self.variants.truncate(len);
        self.places.truncate(len);
        for (number, content) in self.contents.iter_mut().enumerate() {
            let is_it = |variant: &&i8| **variant as usize == number;
            content.truncate(self.variants.iter().filter(is_it).count());
        }
    }
}

/// Each text once, and a number for each row.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    pub(crate) keys: Vec<i32>,
    pub(crate) words: Vec<String>,
    numbers: HashMap<String, i32>,
}

impl Dictionary {
    pub(crate) fn push(&mut self, word: &str) {
        let number = match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                let number = self.words.len() as i32;
                self.words.push(word.to_owned());
                self.numbers.insert(word.to_owned(), number);
                number
            }
        };
        self.keys.push(number);
    }
}

/// A column under way.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) values: Values,
    /// Whether each row has a value, if there may be rows that have none.
    pub(crate) valid: Option<Bits>,
}

impl Column {
    /// Makes the column that was planned, without rows.
    pub(crate) fn new(field: &Field) -> Column {
        let inside = |field: &Field| Box::new(Column::new(field));
        let values = match &field.ty {
            Type::Bool => Values::Bool(Bits::default()),
            Type::I8 => Values::I8(Vec::new()),
            Type::I16 => Values::I16(Vec::new()),
            Type::Null => Values::Null(0),
            Type::Union => Values::Union(Union {
                variants: Vec::new(),
                places: Vec::new(),
                contents: field.variants.iter().map(|it| Column::new(&it.field)).collect(),
            }),
            Type::I32 | Type::Date | Type::Time(Unit::Second | Unit::Millisecond) => {
                Values::I32(Vec::new())
            }
            Type::I64
            | Type::Date64
            | Type::Duration(_)
            | Type::Timestamp(..)
            | Type::Time(Unit::Microsecond | Unit::Nanosecond) => Values::I64(Vec::new()),
            Type::U8 => Values::U8(Vec::new()),
            Type::U16 => Values::U16(Vec::new()),
            Type::U32 => Values::U32(Vec::new()),
            Type::U64 => Values::U64(Vec::new()),
            Type::F32 => Values::F32(Vec::new()),
            Type::F64 => Values::F64(Vec::new()),
            Type::Text(TextType::LargeUtf8) => Values::LargeText(Texts::new()),
            Type::Text(_) => Values::Text(Texts::new()),
            Type::Dictionary => Values::Dictionary(Dictionary::default()),
            Type::Bytes => Values::Bytes(Texts::new()),
            Type::List(item) => Values::List(vec![0], inside(item)),
            Type::Array(item, len) => Values::Array(inside(item), *len, 0),
            Type::Struct(fields) => Values::Struct(fields.iter().map(Column::new).collect(), 0),
            Type::Map(key, value) => Values::Map(vec![0], inside(key), inside(value)),
        };
        let has_nulls = field.nullable && !matches!(values, Values::Null(_));
        Column { values, valid: has_nulls.then(Bits::default) }
    }

    /// Makes room for so many more rows, as far as their size is known.
    pub(crate) fn reserve(&mut self, rows: usize) {
        if let Some(valid) = &mut self.valid {
            valid.reserve(rows);
        }
        match &mut self.values {
            Values::Bool(values) => values.reserve(rows),
            Values::I8(values) => values.reserve(rows),
            Values::I16(values) => values.reserve(rows),
            Values::I32(values) => values.reserve(rows),
            Values::I64(values) => values.reserve(rows),
            Values::U8(values) => values.reserve(rows),
            Values::U16(values) => values.reserve(rows),
            Values::U32(values) => values.reserve(rows),
            Values::U64(values) => values.reserve(rows),
            Values::F32(values) => values.reserve(rows),
            Values::F64(values) => values.reserve(rows),
            Values::Text(texts) | Values::Bytes(texts) => texts.ends.reserve(rows),
            Values::LargeText(texts) => texts.ends.reserve(rows),
            Values::Dictionary(dictionary) => dictionary.keys.reserve(rows),
            Values::List(ends, _) | Values::Map(ends, ..) => ends.reserve(rows),
            Values::Array(..) | Values::Null(_) => {}
            Values::Union(union) => {
                union.variants.reserve(rows);
                union.places.reserve(rows);
            }
            Values::Struct(columns, _) => {
                columns.iter_mut().for_each(|column| column.reserve(rows));
            }
        }
    }

    /// Makes room for the text and the items of so many more rows, if they are like those that the
    /// column has.
    pub(crate) fn reserve_alike(&mut self, rows: usize) {
        let len = self.len().max(1);
        // An eighth more, so that most batches need no more. Not without bound: the first rows may
        // be larger than all others.
        const MOST: usize = 64 << 20;
        let alike = |size: usize| (size.div_ceil(len).saturating_mul(rows) / 8).min(MOST / 9) * 9;
        match &mut self.values {
            Values::Text(texts) | Values::Bytes(texts) => {
                texts.bytes.reserve(alike(texts.bytes.len()))
            }
            Values::LargeText(texts) => texts.bytes.reserve(alike(texts.bytes.len())),
            Values::List(_, items) => items.reserve(alike(items.len())),
            Values::Struct(columns, _) => {
                columns.iter_mut().for_each(|column| column.reserve_alike(rows));
            }
            _ => {}
        }
    }

    /// Adds a row without a value.
    pub(crate) fn push_null(&mut self) {
        if let Some(valid) = &mut self.valid {
            valid.push(false);
        }
        self.push_nothing();
    }

    /// Adds a value of no meaning.
    fn push_nothing(&mut self) {
        match &mut self.values {
            Values::Bool(values) => values.push(false),
            Values::I8(values) => values.push(0),
            Values::I16(values) => values.push(0),
            Values::I32(values) => values.push(0),
            Values::I64(values) => values.push(0),
            Values::U8(values) => values.push(0),
            Values::U16(values) => values.push(0),
            Values::U32(values) => values.push(0),
            Values::U64(values) => values.push(0),
            Values::F32(values) => values.push(0.0),
            Values::F64(values) => values.push(0.0),
            Values::Text(texts) | Values::Bytes(texts) => texts.push(b""),
            Values::LargeText(texts) => texts.push(b""),
            // A key must be one of a word, be it null or not.
            Values::Dictionary(dictionary) => dictionary.push(""),
            Values::List(ends, _) => ends.push(*ends.last().expect("there is a first 0")),
            Values::Map(ends, ..) => ends.push(*ends.last().expect("there is a first 0")),
            Values::Array(items, len, rows) => {
                for _ in 0..*len {
                    items.push_nothing_valid();
                }
                *rows += 1;
            }
            Values::Struct(columns, rows) => {
                columns.iter_mut().for_each(Column::push_nothing_valid);
                *rows += 1;
            }
            Values::Null(rows) => *rows += 1,
            Values::Union(union) => union.next(0).push_nothing_valid(),
        }
    }

    /// Adds a row under one that is null itself: null if it can be.
    fn push_nothing_valid(&mut self) {
        self.push_null();
    }

    /// Drops all but the first rows.
    pub(crate) fn truncate(&mut self, len: usize) {
        if let Some(valid) = &mut self.valid {
            valid.truncate(len);
        }
        match &mut self.values {
            Values::Bool(values) => values.truncate(len),
            Values::I8(values) => values.truncate(len),
            Values::I16(values) => values.truncate(len),
            Values::I32(values) => values.truncate(len),
            Values::I64(values) => values.truncate(len),
            Values::U8(values) => values.truncate(len),
            Values::U16(values) => values.truncate(len),
            Values::U32(values) => values.truncate(len),
            Values::U64(values) => values.truncate(len),
            Values::F32(values) => values.truncate(len),
            Values::F64(values) => values.truncate(len),
            Values::Text(texts) | Values::Bytes(texts) => texts.truncate(len),
            Values::LargeText(texts) => texts.truncate(len),
            Values::Dictionary(dictionary) => dictionary.keys.truncate(len),
            Values::List(ends, items) => {
                ends.truncate(len + 1);
                items.truncate(ends[len] as usize);
            }
            Values::Map(ends, keys, values) => {
                ends.truncate(len + 1);
                keys.truncate(ends[len] as usize);
                values.truncate(ends[len] as usize);
            }
            Values::Array(items, of, rows) => {
                items.truncate(len * *of);
                *rows = len;
            }
            Values::Struct(columns, rows) => {
                columns.iter_mut().for_each(|column| column.truncate(len));
                *rows = len;
            }
            Values::Null(rows) => *rows = len,
            Values::Union(union) => union.truncate(len),
        }
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        match &self.values {
            Values::Bool(values) => values.len(),
            Values::I8(values) => values.len(),
            Values::I16(values) => values.len(),
            Values::I32(values) => values.len(),
            Values::I64(values) => values.len(),
            Values::U8(values) => values.len(),
            Values::U16(values) => values.len(),
            Values::U32(values) => values.len(),
            Values::U64(values) => values.len(),
            Values::F32(values) => values.len(),
            Values::F64(values) => values.len(),
            Values::Text(texts) | Values::Bytes(texts) => texts.len(),
            Values::LargeText(texts) => texts.len(),
            Values::Dictionary(dictionary) => dictionary.keys.len(),
            Values::List(ends, _) | Values::Map(ends, ..) => ends.len() - 1,
            Values::Array(_, _, rows) | Values::Struct(_, rows) | Values::Null(rows) => *rows,
            Values::Union(union) => union.variants.len(),
        }
    }

    /// The number of bytes that the column takes, and the most that anything in it counts by its
    /// offsets. (Of large text, no more than is there.)
    pub(crate) fn size(&self) -> (usize, usize) {
        let inside = |ends: &[i32], columns: &[&Column]| {
            let (mut bytes, mut most) = (size_of_val(ends), 0);
            for column in columns {
                let (more, counted) = column.size();
                (bytes, most) = (bytes + more, most.max(counted).max(column.len()));
            }
            (bytes, most)
        };
        let (bytes, most) = match &self.values {
            Values::Bool(values) => (values.len() / 8, 0),
            Values::I8(values) => (values.len(), 0),
            Values::I16(values) => (size_of_val(&**values), 0),
            Values::I32(values) => (size_of_val(&**values), 0),
            Values::I64(values) => (size_of_val(&**values), 0),
            Values::U8(values) => (values.len(), 0),
            Values::U16(values) => (size_of_val(&**values), 0),
            Values::U32(values) => (size_of_val(&**values), 0),
            Values::U64(values) => (size_of_val(&**values), 0),
            Values::F32(values) => (size_of_val(&**values), 0),
            Values::F64(values) => (size_of_val(&**values), 0),
            Values::Text(texts) | Values::Bytes(texts) => {
                (size_of_val(&*texts.ends) + texts.bytes.len(), texts.bytes.len())
            }
            Values::LargeText(texts) => (size_of_val(&*texts.ends) + texts.bytes.len(), 0),
            Values::Dictionary(dictionary) => (size_of_val(&*dictionary.keys), 0),
            Values::List(ends, items) => inside(ends, &[items]),
            Values::Map(ends, keys, values) => inside(ends, &[keys, values]),
            Values::Array(items, ..) => items.size(),
            Values::Struct(columns, _) => inside(&[], &columns.iter().collect::<Vec<_>>()),
            Values::Null(_) => (0, 0),
            Values::Union(union) => {
                inside(&union.places, &union.contents.iter().collect::<Vec<_>>())
            }
        };
        (bytes + self.valid.as_ref().map_or(0, |valid| valid.len() / 8), most)
    }
}
