//! The bytes of an input as arrays of any type, with nulls, offsets and empty parts.

use std::sync::Arc;

use arrow_array_59::cast::AsArray;
use arrow_array_59::types as of;
use arrow_array_59::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, BooleanArray, DictionaryArray,
    FixedSizeBinaryArray, FixedSizeListArray, LargeBinaryArray, LargeListArray, LargeListViewArray,
    LargeStringArray, ListArray, ListViewArray, MapArray, PrimitiveArray, RunArray, StringArray,
    StringViewArray, StructArray, UnionArray, make_array, new_null_array,
};
use arrow_buffer_59::{ArrowNativeType, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema_59::{DataType, Field, FieldRef, IntervalUnit, TimeUnit, UnionFields, UnionMode};

use super::input::Input;

/// Text that some slot reads, or nearly.
const TEXTS: &[&str] = &[
    "",
    "null",
    "1",
    "[1,\"a\"]",
    "[256,\"a\"]",
    "{\"Circle\":{\"radius\":1.5}}",
    "{\"Circle\":{\"radius\":1e999}}",
    "{\"Pair\":[1,\"b\"]}",
    "\"Empty\"",
    "Empty",
    "\"Red\"",
    "Red",
    "dark green",
    "{\"a\":1,\"b\":null}",
    "{\"a\":1,",
    "10.0.0.1",
    "10.0.0.1:80",
    "::1",
    "é",
    "a text of more than twelve bytes",
    "-170141183460469231731687303715884105728",
    "[[[[[[[[[[[[[[[[",
];

const NAMES: &[&str] =
    &["item", "rpm", "maker", "weight", "key", "value", "Circle", "Pair", "Empty", "Red", "x", "0"];

fn text(input: &mut Input<'_>) -> String {
    match input.byte() {
        byte @ 0..=191 => TEXTS[usize::from(byte) % TEXTS.len()].to_owned(),
        _ => input.text(),
    }
}

/// Returns which of the rows are not null, or that all are.
pub(super) fn nulls(input: &mut Input<'_>, len: usize) -> Option<NullBuffer> {
    match input.byte() % 4 {
        0 => None,
        1 => Some(NullBuffer::new_null(len)),
        _ => Some((0..len).map(|_| input.byte() % 4 != 1).collect()),
    }
}

/// Returns a type, nested up to so many levels.
pub(super) fn any_type(input: &mut Input<'_>, levels: usize) -> DataType {
    use DataType as T;
    let unit = |input: &mut Input<'_>| {
        use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
        [Second, Millisecond, Microsecond, Nanosecond][input.below(4)]
    };
    let field = |input: &mut Input<'_>, name: &str| {
        let nullable = !input.byte().is_multiple_of(2);
        Field::new(name, any_type(input, levels.saturating_sub(1)), nullable)
    };
    let named = |input: &mut Input<'_>, n: usize| -> Vec<Field> {
        let names: Vec<&str> = (0..n).map(|_| NAMES[input.below(NAMES.len())]).collect();
        names.into_iter().map(|name| field(input, name)).collect()
    };
    let item = |input: &mut Input<'_>| -> FieldRef { Arc::new(field(input, "item")) };
    const INTEGERS: [DataType; 8] =
        [T::Int8, T::Int16, T::Int32, T::Int64, T::UInt8, T::UInt16, T::UInt32, T::UInt64];
    match input.byte() % if levels == 0 { 25 } else { 36 } {
        at @ 0..=7 => INTEGERS[usize::from(at)].clone(),
        8 => T::Float32,
        9 => T::Float64,
        10 => T::Boolean,
        11 => T::Utf8,
        12 => T::LargeUtf8,
        13 => T::Utf8View,
        14 => T::Binary,
        15 => T::LargeBinary,
        16 => T::BinaryView,
        17 => T::FixedSizeBinary(input.below(5) as i32),
        18 => [T::Date32, T::Date64, T::Null, T::Float16][input.below(4)].clone(),
        19 => T::Time32([TimeUnit::Second, TimeUnit::Millisecond][input.below(2)]),
        20 => T::Time64([TimeUnit::Microsecond, TimeUnit::Nanosecond][input.below(2)]),
        21 => T::Timestamp(unit(input), input.byte().is_multiple_of(2).then(|| "+02:00".into())),
        22 => T::Duration(unit(input)),
        23 => T::Interval(
            [IntervalUnit::YearMonth, IntervalUnit::DayTime, IntervalUnit::MonthDayNano]
                [input.below(3)],
        ),
        24 => [T::Decimal32(5, 1), T::Decimal64(9, 2), T::Decimal128(20, 2), T::Decimal256(40, 0)]
            [input.below(4)]
        .clone(),
        25 => T::Dictionary(
            Box::new(INTEGERS[input.below(8)].clone()),
            Box::new(any_type(input, levels - 1)),
        ),
        26 => T::RunEndEncoded(
            Arc::new(Field::new("run_ends", T::Int32, false)),
            Arc::new(field(input, "values")),
        ),
        27 => T::List(item(input)),
        28 => T::LargeList(item(input)),
        29 => T::ListView(item(input)),
        30 => T::LargeListView(item(input)),
        31 => T::FixedSizeList(item(input), input.below(5) as i32),
        32 | 33 => {
            let n = input.below(4);
            T::Struct(named(input, n).into())
        }
        34 => {
            let key = match input.below(8) {
                0 => field(input, "key"),
                _ => Field::new("key", T::Utf8, false),
            };
            let entries = vec![key, field(input, "value")];
            T::Map(Arc::new(Field::new("entries", T::Struct(entries.into()), false)), false)
        }
        _ => {
            let n = 1 + input.below(3);
            let fields = named(input, n);
            let ids = [7, 0, 3];
            let mode = [UnionMode::Dense, UnionMode::Sparse][input.below(2)];
            match UnionFields::try_new(ids.into_iter().take(fields.len()), fields) {
                Ok(fields) => T::Union(fields, mode),
                Err(_) => T::Null,
            }
        }
    }
}

/// Returns an array of that type and length: whole, or a part of a longer one.
pub(super) fn array(ty: &DataType, nullable: bool, input: &mut Input<'_>, len: usize) -> ArrayRef {
    let (before, after) = match input.byte() {
        byte @ 0..=127 => (usize::from(byte % 4 == 3), 0),
        byte => (usize::from(byte % 12), usize::from(byte / 16 - 8)),
    };
    let whole = whole(ty, nullable, input, before + len + after);
    whole.slice(before, len)
}

/// An array of numbers, times or decimals, each of so many bytes.
fn numbers(
    ty: &DataType,
    bytes: usize,
    nulls: Option<NullBuffer>,
    input: &mut Input<'_>,
    len: usize,
) -> Option<ArrayRef> {
    let mut values = Vec::with_capacity(len * bytes);
    for _ in 0..len {
        // Not a number, it would not be the same when it is read twice: `float` makes none.
        match ty {
            DataType::Float32 => values.extend((input.float() as f32).to_le_bytes()),
            DataType::Float64 => values.extend(input.float().to_le_bytes()),
            _ => {
                let number = i128::from(input.number());
                let sign = if number < 0 { 0xff } else { 0 };
                values.extend(number.to_le_bytes().into_iter().chain([sign; 16]).take(bytes));
            }
        }
    }
    // The type of the builder is that of a crate that is no dependency.
    let builder = new_null_array(ty, len).to_data().into_builder();
    let data = builder.buffers(vec![Buffer::from_vec(values)]).nulls(nulls).build();
    Some(make_array(data.ok()?))
}

/// Ends of so many parts, the first of which may start late, and how many items there are.
fn offsets<O: ArrowNativeType>(input: &mut Input<'_>, len: usize) -> (OffsetBuffer<O>, usize) {
    let mut end = input.below(3);
    let mut ends = vec![O::usize_as(end)];
    for _ in 0..len {
        end += input.below(4);
        ends.push(O::usize_as(end));
    }
    (OffsetBuffer::new(ScalarBuffer::from(ends)), end + input.below(2))
}

/// Starts and lengths of so many parts of the items, in any order.
fn views<O: ArrowNativeType>(
    input: &mut Input<'_>,
    len: usize,
    items: usize,
) -> (ScalarBuffer<O>, ScalarBuffer<O>) {
    let parts = (0..len).map(|_| {
        let start = input.below(items + 1);
        (O::usize_as(start), O::usize_as(input.below((items - start).min(4) + 1)))
    });
    let (starts, sizes): (Vec<O>, Vec<O>) = parts.unzip();
    (ScalarBuffer::from(starts), ScalarBuffer::from(sizes))
}

fn dictionary<K: of::ArrowDictionaryKeyType>(
    words: ArrayRef,
    input: &mut Input<'_>,
    len: usize,
    nulls: Option<NullBuffer>,
) -> Option<ArrayRef> {
    // The key of a null may be any.
    let is_null = |row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
    let keys: Vec<K::Native> = (0..len)
        .map(|row| if is_null(row) { 100 } else { input.below(words.len()) })
        .map(K::Native::usize_as)
        .collect();
    let keys = PrimitiveArray::<K>::new(ScalarBuffer::from(keys), nulls.clone());
    Some(Arc::new(DictionaryArray::try_new(keys, words).ok()?))
}

/// An array of nulls where what the type asks for is none.
fn whole(ty: &DataType, nullable: bool, input: &mut Input<'_>, len: usize) -> ArrayRef {
    let nulls = if nullable { nulls(input, len) } else { None };
    made(ty, nulls, input, len).unwrap_or_else(|| new_null_array(ty, len))
}

/// Calls the function with the type of the keys.
macro_rules! with_keys {
    ($key:expr, $function:ident($($argument:expr),*)) => {
        match $key {
            DataType::Int8 => $function::<of::Int8Type>($($argument),*),
            DataType::Int16 => $function::<of::Int16Type>($($argument),*),
            DataType::Int32 => $function::<of::Int32Type>($($argument),*),
            DataType::Int64 => $function::<of::Int64Type>($($argument),*),
            DataType::UInt8 => $function::<of::UInt8Type>($($argument),*),
            DataType::UInt16 => $function::<of::UInt16Type>($($argument),*),
            DataType::UInt32 => $function::<of::UInt32Type>($($argument),*),
            _ => $function::<of::UInt64Type>($($argument),*),
        }
    };
}

fn made(
    ty: &DataType,
    nulls: Option<NullBuffer>,
    input: &mut Input<'_>,
    len: usize,
) -> Option<ArrayRef> {
    use DataType as T;
    if let Some(bytes) = ty.primitive_width() {
        return numbers(ty, bytes, nulls, input, len);
    }
    let is_valid = |row| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
    macro_rules! texts {
        ($array:ty) => {
            (0..len).map(|row| is_valid(row).then(|| text(input))).collect::<$array>()
        };
    }
    Some(match ty {
        T::Boolean => {
            let bits = (0..len).map(|_| input.byte() % 2 == 1).collect();
            Arc::new(BooleanArray::new(bits, nulls))
        }
        T::Utf8 => Arc::new(texts!(StringArray)),
        T::LargeUtf8 => Arc::new(texts!(LargeStringArray)),
        T::Utf8View => Arc::new(texts!(StringViewArray)),
        T::Binary => Arc::new(texts!(BinaryArray)),
        T::LargeBinary => Arc::new(texts!(LargeBinaryArray)),
        T::BinaryView => Arc::new(texts!(BinaryViewArray)),
        T::FixedSizeBinary(size) => {
            let bytes: Vec<u8> = (0..len * *size as usize).map(|_| input.byte()).collect();
            // Of no bytes each, only the nulls tell how many there are.
            let nulls = nulls.or_else(|| Some(NullBuffer::new_valid(len)));
            let array = FixedSizeBinaryArray::try_new(*size, Buffer::from_vec(bytes), nulls);
            Arc::new(array.ok()?)
        }
        T::Dictionary(key, words) => {
            let n = 1 + input.below(4);
            let words = array(words, true, input, n);
            with_keys!(&**key, dictionary(words, input, len, nulls))?
        }
        T::RunEndEncoded(_, values) => {
            let values = array(values.data_type(), values.is_nullable(), input, 2);
            let ends = [1, len.max(2) as i32];
            let array = RunArray::try_new(
                &PrimitiveArray::<of::Int32Type>::from_iter_values(ends),
                &values,
            );
            Arc::new(array.ok()?.slice(0, len))
        }
        _ => return nested(ty, nulls, input, len),
    })
}

fn nested(
    ty: &DataType,
    nulls: Option<NullBuffer>,
    input: &mut Input<'_>,
    len: usize,
) -> Option<ArrayRef> {
    use DataType as T;
    let items = |item: &FieldRef, input: &mut Input<'_>, n| {
        array(item.data_type(), item.is_nullable(), input, n)
    };
    macro_rules! list {
        ($array:ident, $item:expr) => {{
            let (ends, n) = offsets(input, len);
            let items = items($item, input, n);
            Arc::new($array::try_new($item.clone(), ends, items, nulls).ok()?)
        }};
    }
    macro_rules! list_view {
        ($array:ident, $item:expr) => {{
            let items = items($item, input, 6);
            let (starts, sizes) = views(input, len, 6);
            Arc::new($array::try_new($item.clone(), starts, sizes, items, nulls).ok()?)
        }};
    }
    Some(match ty {
        T::List(item) => list!(ListArray, item),
        T::LargeList(item) => list!(LargeListArray, item),
        T::ListView(item) => list_view!(ListViewArray, item),
        T::LargeListView(item) => list_view!(LargeListViewArray, item),
        T::FixedSizeList(item, size) => {
            let items = items(item, input, len * *size as usize);
            // As above.
            let nulls = nulls.or_else(|| Some(NullBuffer::new_valid(len)));
            Arc::new(FixedSizeListArray::try_new(item.clone(), *size, items, nulls).ok()?)
        }
        T::Struct(fields) => {
            let arrays = fields.iter().map(|field| items(field, input, len)).collect();
            let array = StructArray::try_new_with_length(fields.clone(), arrays, nulls, len);
            Arc::new(array.ok()?)
        }
        T::Map(of, sorted) => {
            let (ends, n) = offsets(input, len);
            let entries = array(of.data_type(), false, input, n).as_struct().clone();
            Arc::new(MapArray::try_new(of.clone(), ends, entries, nulls, *sorted).ok()?)
        }
        T::Union(fields, mode) => {
            let (ids, fields_of): (Vec<i8>, Vec<FieldRef>) =
                fields.iter().map(|(id, field)| (id, field.clone())).unzip();
            let n = if *mode == UnionMode::Dense { 3 } else { len };
            let contents = fields_of.iter().map(|field| items(field, input, n)).collect();
            let ids: Vec<i8> = (0..len).map(|_| ids[input.below(ids.len())]).collect();
            let places = (*mode == UnionMode::Dense)
                .then(|| (0..len).map(|_| input.below(n) as i32).collect());
            Arc::new(UnionArray::try_new(fields.clone(), ids.into(), places, contents).ok()?)
        }
        _ => return None,
    })
}
