//! An array as a column to be read.

use std::ops::Range;

use super::arrow::array::cast::AsArray;
use super::arrow::array::types as of;
use super::arrow::array::{Array, OffsetSizeTrait};
use super::arrow::buffer::{BooleanBuffer, NullBuffer};
use super::arrow::schema::{DataType, TimeUnit};
use crate::plan::field::Unit;
use crate::scatter::cells::{Bits, Cells, Data, UnionCells};

fn bits(bits: &BooleanBuffer) -> Bits<'_> {
    Bits { bytes: bits.values(), offset: bits.offset() }
}

pub(super) fn unit(unit: &TimeUnit) -> Unit {
    match unit {
        TimeUnit::Second => Unit::Second,
        TimeUnit::Millisecond => Unit::Millisecond,
        TimeUnit::Microsecond => Unit::Microsecond,
        TimeUnit::Nanosecond => Unit::Nanosecond,
    }
}

/// Returns the column that the array is.
pub(super) fn cells(array: &dyn Array) -> Cells<'_> {
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
    let mut cells = Cells {
        data: data(array),
        valid: None,
        bits: nulls.map(NullBuffer::inner).map(bits),
        type_name: Box::new(|_| array.data_type().to_string()),
    };
    match array.data_type() {
        DataType::Null => cells.valid = Some(Box::new(|_| false)),
        DataType::Dictionary(..) => dictionary(array, &mut cells),
        _ => {}
    }
    if matches!(cells.data, Data::Other) && !(0..array.len()).any(|row| cells.is_valid(row)) {
        cells.data = Data::Null;
    }
    cells
}

/// Reads the words of a dictionary of text or bytes.
fn dictionary<'a>(array: &'a dyn Array, cells: &mut Cells<'a>) {
    let dictionary = array.as_any_dictionary();
    let words = dictionary.values();
    if words.is_empty() {
        // Then every row is null; an array without rows may say so or not.
        cells.data = Data::Text(Box::new(|_| ""));
        return;
    }
    let keys = dictionary.normalized_keys();
    let words = self::cells(words.as_ref());
    if !words.all_valid() {
        let (keys, bits) = (keys.clone(), std::mem::take(&mut cells.bits));
        let is_word = self::cells(dictionary.values().as_ref());
        cells.valid = Some(Box::new(move |row| {
            bits.is_none_or(|bits| bits.get(row)) && is_word.is_valid(keys[row])
        }));
    }
    cells.data = match words.data {
        Data::Text(text) => Data::Text(Box::new(move |row| text(keys[row]))),
        Data::Bytes(bytes) => Data::Bytes(Box::new(move |row| bytes(keys[row]))),
        _ => Data::Other,
    };
}

fn data(array: &dyn Array) -> Data<'_> {
    macro_rules! numbers {
        ($type:ident) => {
            array.as_primitive::<of::$type>().values()
        };
    }
    match array.data_type() {
        DataType::Boolean => Data::Bool(bits(array.as_boolean().values())),
        DataType::Int8 => Data::I8(numbers!(Int8Type)),
        DataType::Int16 => Data::I16(numbers!(Int16Type)),
        DataType::Int32 => Data::I32(numbers!(Int32Type)),
        DataType::Int64 => Data::I64(numbers!(Int64Type)),
        DataType::UInt8 => Data::U8(numbers!(UInt8Type)),
        DataType::UInt16 => Data::U16(numbers!(UInt16Type)),
        DataType::UInt32 => Data::U32(numbers!(UInt32Type)),
        DataType::UInt64 => Data::U64(numbers!(UInt64Type)),
        DataType::Float32 => Data::F32(numbers!(Float32Type)),
        DataType::Float64 => Data::F64(numbers!(Float64Type)),
        DataType::Date32 => Data::Date(numbers!(Date32Type)),
        DataType::Date64 => Data::Date64(numbers!(Date64Type)),
        DataType::Time32(TimeUnit::Second) => {
            Data::Time32(numbers!(Time32SecondType), Unit::Second)
        }
        DataType::Time32(_) => Data::Time32(numbers!(Time32MillisecondType), Unit::Millisecond),
        DataType::Time64(TimeUnit::Microsecond) => {
            Data::Time64(numbers!(Time64MicrosecondType), Unit::Microsecond)
        }
        DataType::Time64(_) => Data::Time64(numbers!(Time64NanosecondType), Unit::Nanosecond),
        DataType::Timestamp(of, _) => {
            let values = match of {
                TimeUnit::Second => numbers!(TimestampSecondType),
                TimeUnit::Millisecond => numbers!(TimestampMillisecondType),
                TimeUnit::Microsecond => numbers!(TimestampMicrosecondType),
                TimeUnit::Nanosecond => numbers!(TimestampNanosecondType),
            };
            Data::Timestamp(values, unit(of))
        }
        DataType::Duration(of) => {
            let values = match of {
                TimeUnit::Second => numbers!(DurationSecondType),
                TimeUnit::Millisecond => numbers!(DurationMillisecondType),
                TimeUnit::Microsecond => numbers!(DurationMicrosecondType),
                TimeUnit::Nanosecond => numbers!(DurationNanosecondType),
            };
            Data::Duration(values, unit(of))
        }
        DataType::Utf8 => {
            let texts = array.as_string::<i32>();
            Data::Text(Box::new(|row| texts.value(row)))
        }
        DataType::LargeUtf8 => {
            let texts = array.as_string::<i64>();
            Data::Text(Box::new(|row| texts.value(row)))
        }
        DataType::Utf8View => {
            let texts = array.as_string_view();
            Data::Text(Box::new(|row| texts.value(row)))
        }
        DataType::Binary => {
            let bytes = array.as_binary::<i32>();
            Data::Bytes(Box::new(|row| bytes.value(row)))
        }
        DataType::LargeBinary => {
            let bytes = array.as_binary::<i64>();
            Data::Bytes(Box::new(|row| bytes.value(row)))
        }
        DataType::BinaryView => {
            let bytes = array.as_binary_view();
            Data::Bytes(Box::new(|row| bytes.value(row)))
        }
        DataType::FixedSizeBinary(_) => {
            let bytes = array.as_fixed_size_binary();
            Data::Bytes(Box::new(|row| bytes.value(row)))
        }
        _ => nested(array),
    }
}

fn nested(array: &dyn Array) -> Data<'_> {
    match array.data_type() {
        DataType::List(_) => list::<i32>(array),
        DataType::LargeList(_) => list::<i64>(array),
        DataType::ListView(_) => list_view::<i32>(array),
        DataType::LargeListView(_) => list_view::<i64>(array),
        DataType::FixedSizeList(..) => {
            let lists = array.as_fixed_size_list();
            let len = lists.value_length() as usize;
            let at = move |row| row * len..(row + 1) * len;
            Data::List(Box::new(at), Box::new(cells(lists.values().as_ref())))
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns().iter();
            let named = fields.iter().zip(columns);
            Data::Struct(
                named.map(|(field, array)| (&**field.name(), cells(array.as_ref()))).collect(),
            )
        }
        DataType::Union(fields, _) => {
            let union = array.as_union();
            let contents = fields.iter();
            Data::Union(UnionCells {
                ids: union.type_ids(),
                places: union.offsets().map(|places| &**places),
                contents: contents
                    .map(|(id, field)| (id, &**field.name(), cells(union.child(id).as_ref())))
                    .collect(),
            })
        }
        DataType::Map(..) => {
            let maps = array.as_map();
            let ends = maps.value_offsets();
            let (keys, values) = (cells(maps.keys().as_ref()), cells(maps.values().as_ref()));
            Data::Map(Box::new(range(ends)), Box::new(keys), Box::new(values))
        }
        _ => Data::Other,
    }
}

fn range<O: OffsetSizeTrait>(ends: &[O]) -> impl Fn(usize) -> Range<usize> + '_ {
    |row| ends[row].as_usize()..ends[row + 1].as_usize()
}

fn list<O: OffsetSizeTrait>(array: &dyn Array) -> Data<'_> {
    let lists = array.as_list::<O>();
    Data::List(Box::new(range(lists.value_offsets())), Box::new(cells(lists.values().as_ref())))
}

fn list_view<O: OffsetSizeTrait>(array: &dyn Array) -> Data<'_> {
    let lists = array.as_list_view::<O>();
    let at = |row: usize| {
        let start = lists.value_offsets()[row].as_usize();
        start..start + lists.value_sizes()[row].as_usize()
    };
    Data::List(Box::new(at), Box::new(cells(lists.values().as_ref())))
}
