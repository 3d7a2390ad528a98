//! The slot of a run-time class for a column.

use std::time::Duration;

use slotted::class::ClassBuilder;
use slotted::{Class, NewSlot, SlotValue, Value};

use crate::error::{Error, ErrorKind};
use crate::options::TextType;
use crate::plan::field::{Field, Form, Type, Unit};
use crate::plan::of_layout::DICT;
use crate::plan::of_type::ARROW;
use crate::plan::type_text::TypeOf;

/// Makes a class with a slot for each column.
pub(crate) fn class(name: &str, fields: &[Field]) -> Result<Class, Error> {
    // A statement without any slots would regain a `Dict`.
    let mut builder = Class::builder(name).slots([""; 0]);
    for field in fields {
        builder = declare(builder, field);
    }
    builder.build().map_err(|why| Error::new(ErrorKind::Options, "", why.to_string()))
}

fn declare(builder: ClassBuilder, field: &Field) -> ClassBuilder {
    use Type as T;
    let says = |field: &Field| Some(field.ty.to_string());
    match field.ty {
        T::Text(TextType::Utf8) if field.form == Form::Json => {
            return slot::<Value>(builder, field, None);
        }
        T::Text(_) if field.form == Form::Json => return any(builder, field),
        T::Null => return slot::<Value>(builder, field, None),
        _ => {}
    }
    match &field.ty {
        T::Bool => slot::<bool>(builder, field, None),
        T::I8 => slot::<i8>(builder, field, None),
        T::I16 => slot::<i16>(builder, field, None),
        T::I32 => slot::<i32>(builder, field, None),
        T::I64 => slot::<i64>(builder, field, None),
        T::U8 => slot::<u8>(builder, field, None),
        T::U16 => slot::<u16>(builder, field, None),
        T::U32 => slot::<u32>(builder, field, None),
        T::U64 => slot::<u64>(builder, field, None),
        T::F32 => slot::<f32>(builder, field, None),
        T::F64 => slot::<f64>(builder, field, None),
        T::Bytes => slot::<Vec<u8>>(builder, field, None),
        T::Text(TextType::Utf8) => slot::<String>(builder, field, None),
        T::Text(_) | T::Dictionary => slot::<String>(builder, field, says(field)),
        T::Duration(Unit::Nanosecond) => slot::<Duration>(builder, field, None),
        T::Duration(_) => slot::<Duration>(builder, field, says(field)),
        T::Date | T::Time(Unit::Second | Unit::Millisecond) => {
            slot::<i32>(builder, field, says(field))
        }
        T::Date64 | T::Time(_) | T::Timestamp(..) => slot::<i64>(builder, field, says(field)),
        T::Map(_, value) if field.name == DICT && value.form == Form::Json => builder.dict(),
        T::List(item) if !item.nullable && item.form == Form::Plain => match item.ty {
            T::Bool => slot::<Vec<bool>>(builder, field, None),
            T::I8 => slot::<Vec<i8>>(builder, field, None),
            T::I16 => slot::<Vec<i16>>(builder, field, None),
            T::I32 => slot::<Vec<i32>>(builder, field, None),
            T::I64 => slot::<Vec<i64>>(builder, field, None),
            T::U16 => slot::<Vec<u16>>(builder, field, None),
            T::U32 => slot::<Vec<u32>>(builder, field, None),
            T::U64 => slot::<Vec<u64>>(builder, field, None),
            T::F32 => slot::<Vec<f32>>(builder, field, None),
            T::F64 => slot::<Vec<f64>>(builder, field, None),
            T::Text(TextType::Utf8) => slot::<Vec<String>>(builder, field, None),
            _ => any(builder, field),
        },
        _ => any(builder, field),
    }
}

/// A slot for a value of any kind, whose metadata says what is in it.
fn any(builder: ClassBuilder, field: &Field) -> ClassBuilder {
    let nullable = field.nullable && !field.unbound;
    let says = TypeOf(&Field { nullable, unbound: false, ..field.clone() }).to_string();
    // The type says whether it may be null: the slot takes `None` itself.
    let field = Field { nullable: field.unbound, ..field.clone() };
    slot::<Value>(builder, &field, Some(says))
}

/// Adds a slot of that type: one that may be unbound, or whose value may be `None`, as the column
/// tells.
fn slot<V: SlotValue + Send + Sync>(
    builder: ClassBuilder,
    field: &Field,
    says: Option<String>,
) -> ClassBuilder {
    fn with_meta<V: SlotValue + Send + Sync>(
        mut slot: NewSlot<V>,
        field: &Field,
        says: Option<String>,
    ) -> NewSlot<V> {
        for (key, value) in &field.meta {
            slot = slot.meta(key, &**value);
        }
        match says {
            Some(says) => slot.meta(ARROW, &*says),
            None => slot,
        }
    }
    match (field.nullable, field.unbound) {
        (true, true) => {
            let slot = NewSlot::<V>::new(&*field.name).optional();
            builder.declare(with_meta(slot, field, says))
        }
        (true, false) => {
            let slot = NewSlot::<Option<V>>::new(&*field.name);
            builder.declare(with_meta(slot, field, says))
        }
        (false, _) => builder.declare(with_meta(NewSlot::<V>::new(&*field.name), field, says)),
    }
}
