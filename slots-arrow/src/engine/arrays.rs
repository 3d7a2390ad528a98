//! A gathered column as an array.

use std::sync::Arc;

use super::arrow::array::types::{self as of, ArrowTimestampType};
use super::arrow::array::{
    ArrayRef, ArrowPrimitiveType, BinaryArray, BooleanArray, DictionaryArray, FixedSizeListArray,
    LargeStringArray, ListArray, MapArray, NullArray, PrimitiveArray, StringArray, StringViewArray,
    StructArray, UnionArray,
};
use super::arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use super::arrow::schema::ArrowError;
use super::schema;
use crate::gather::bits::Bits;
use crate::gather::column::{Column, Values};
use crate::options::TextType;
use crate::plan::field::{Field, Type, Unit};

fn primitive<T: ArrowPrimitiveType>(
    values: Vec<T::Native>,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, ArrowError> {
    Ok(Arc::new(PrimitiveArray::<T>::try_new(ScalarBuffer::from(values), nulls)?))
}

fn timestamps<T: ArrowTimestampType>(
    values: Vec<i64>,
    nulls: Option<NullBuffer>,
    zone: &Option<Arc<str>>,
) -> Result<ArrayRef, ArrowError> {
    let array = PrimitiveArray::<T>::try_new(ScalarBuffer::from(values), nulls)?;
    Ok(Arc::new(array.with_timezone_opt(zone.clone())))
}

fn bits(bits: Bits) -> BooleanBuffer {
    let len = bits.len();
    BooleanBuffer::new(Buffer::from_vec(bits.into_bytes()), 0, len)
}

fn offsets<O: super::arrow::buffer::ArrowNativeType>(ends: Vec<O>) -> OffsetBuffer<O> {
    OffsetBuffer::new(ScalarBuffer::from(ends))
}

/// Turns the column into the array that was planned.
pub(super) fn array(column: Column, field: &Field) -> Result<ArrayRef, ArrowError> {
    let Column { values, valid } = column;
    let nulls =
        valid.map(|valid| NullBuffer::new(bits(valid))).filter(|nulls| nulls.null_count() > 0);
    Ok(match (values, &field.ty) {
        (Values::I32(values), Type::Date) => primitive::<of::Date32Type>(values, nulls)?,
        (Values::I64(values), Type::Date64) => primitive::<of::Date64Type>(values, nulls)?,
        (Values::I32(values), Type::Time(Unit::Second)) => {
            primitive::<of::Time32SecondType>(values, nulls)?
        }
        (Values::I32(values), Type::Time(_)) => {
            primitive::<of::Time32MillisecondType>(values, nulls)?
        }
        (Values::I64(values), Type::Time(Unit::Microsecond)) => {
            primitive::<of::Time64MicrosecondType>(values, nulls)?
        }
        (Values::I64(values), Type::Time(_)) => {
            primitive::<of::Time64NanosecondType>(values, nulls)?
        }
        (Values::I64(values), Type::Duration(unit)) => match unit {
            Unit::Second => primitive::<of::DurationSecondType>(values, nulls)?,
            Unit::Millisecond => primitive::<of::DurationMillisecondType>(values, nulls)?,
            Unit::Microsecond => primitive::<of::DurationMicrosecondType>(values, nulls)?,
            Unit::Nanosecond => primitive::<of::DurationNanosecondType>(values, nulls)?,
        },
        (Values::I64(values), Type::Timestamp(unit, zone)) => match unit {
            Unit::Second => timestamps::<of::TimestampSecondType>(values, nulls, zone)?,
            Unit::Millisecond => timestamps::<of::TimestampMillisecondType>(values, nulls, zone)?,
            Unit::Microsecond => timestamps::<of::TimestampMicrosecondType>(values, nulls, zone)?,
            Unit::Nanosecond => timestamps::<of::TimestampNanosecondType>(values, nulls, zone)?,
        },
        (Values::Null(rows), _) => Arc::new(NullArray::new(rows)),
        (Values::Union(union), _) => {
            let contents = union.contents.into_iter().zip(&*field.variants);
            let contents = contents.map(|(content, variant)| array(content, &variant.field));
            Arc::new(UnionArray::try_new(
                schema::union_fields(field),
                ScalarBuffer::from(union.variants),
                Some(ScalarBuffer::from(union.places)),
                contents.collect::<Result<_, _>>()?,
            )?)
        }
        (Values::Bool(values), _) => Arc::new(BooleanArray::new(bits(values), nulls)),
        (Values::I8(values), _) => primitive::<of::Int8Type>(values, nulls)?,
        (Values::I16(values), _) => primitive::<of::Int16Type>(values, nulls)?,
        (Values::I32(values), _) => primitive::<of::Int32Type>(values, nulls)?,
        (Values::I64(values), _) => primitive::<of::Int64Type>(values, nulls)?,
        (Values::U8(values), _) => primitive::<of::UInt8Type>(values, nulls)?,
        (Values::U16(values), _) => primitive::<of::UInt16Type>(values, nulls)?,
        (Values::U32(values), _) => primitive::<of::UInt32Type>(values, nulls)?,
        (Values::U64(values), _) => primitive::<of::UInt64Type>(values, nulls)?,
        (Values::F32(values), _) => primitive::<of::Float32Type>(values, nulls)?,
        (Values::F64(values), _) => primitive::<of::Float64Type>(values, nulls)?,
        (Values::Text(texts), ty) => {
            let bytes = Buffer::from_vec(texts.bytes);
            let array = StringArray::try_new(offsets(texts.ends), bytes, nulls)?;
            match ty {
                Type::Text(TextType::Utf8View) => Arc::new(StringViewArray::from(&array)),
                _ => Arc::new(array),
            }
        }
        (Values::LargeText(texts), _) => {
            let bytes = Buffer::from_vec(texts.bytes);
            Arc::new(LargeStringArray::try_new(offsets(texts.ends), bytes, nulls)?)
        }
        (Values::Bytes(texts), _) => {
            let bytes = Buffer::from_vec(texts.bytes);
            Arc::new(BinaryArray::try_new(offsets(texts.ends), bytes, nulls)?)
        }
        (Values::Dictionary(dictionary), _) => {
            let words: StringArray = dictionary.words.iter().map(Some).collect();
            let keys = PrimitiveArray::<of::Int32Type>::try_new(
                ScalarBuffer::from(dictionary.keys),
                nulls,
            )?;
            Arc::new(DictionaryArray::try_new(keys, Arc::new(words))?)
        }
        (Values::List(ends, items), Type::List(item)) => {
            let of = Arc::new(schema::field(item));
            Arc::new(ListArray::try_new(of, offsets(ends), array(*items, item)?, nulls)?)
        }
        (Values::Array(items, len, rows), Type::Array(item, _)) => {
            let of = Arc::new(schema::field(item));
            let items = array(*items, item)?;
            // The length was held against `i32` when it was planned. That of the array is that of
            // the rows, be they of no items.
            Arc::new(match (len, nulls) {
                (0, None) => {
                    let nulls = NullBuffer::new_valid(rows);
                    FixedSizeListArray::try_new(of, 0, items, Some(nulls))?
                }
                (len, nulls) => FixedSizeListArray::try_new(of, len as i32, items, nulls)?,
            })
        }
        (Values::Struct(columns, rows), Type::Struct(fields)) => {
            let arrays =
                columns.into_iter().zip(fields).map(|(column, field)| array(column, field));
            let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
            let fields = schema::fields(fields);
            Arc::new(StructArray::try_new_with_length(fields, arrays, nulls, rows)?)
        }
        (Values::Map(ends, keys, values), Type::Map(key, value)) => {
            let arrays = vec![array(*keys, key)?, array(*values, value)?];
            let of = schema::entries(key, value);
            let fields = schema::fields(&[(**key).clone(), (**value).clone()]);
            let entries = StructArray::try_new(fields, arrays, None)?;
            Arc::new(MapArray::try_new(Arc::new(of), offsets(ends), entries, nulls, false)?)
        }
        (values, ty) => unreachable!("{values:?} was made for {ty:?}"),
    })
}
