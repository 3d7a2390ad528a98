//! Making a variant of an enum with data from a value or from text.

use alloc::string::ToString;

use crate::construct::Partial;
use crate::construct::variant::with_maker;
use crate::record::error::RecordError;
use crate::record::filler::RecordFiller;
use crate::reflect::choices::Choices;
use crate::reflect::variant::{EnumInfo, SlotEnum, Tagging, VariantForm};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Makes a variant from a value in the form that the enum has in data: its name, or a map. The form
/// without a tag is taken too.
///
/// # Errors
///
/// Fails if there is no such variant, if the content does not fit it, and where
/// [`SlottedExt::from_attrs`](crate::SlottedExt::from_attrs) fails for its fields.
pub fn enum_from_value<E: SlotEnum>(value: Value) -> Result<E, ConversionError> {
    let (variant, content) = parts(E::INFO, value)?;
    make(variant, content)
}

/// Makes a variant from text: its name, or `Circle(radius=2.0)`.
///
/// # Errors
///
/// Fails if the text is no variant, and where [`enum_from_value`] fails.
pub fn enum_from_text<E: SlotEnum>(text: &str) -> Result<E, ConversionError> {
    let info = E::INFO;
    if info.choices.find(text.trim()).is_some() || !text.contains(['(', '{']) {
        return enum_from_value(Value::from(text.trim()));
    }
    match text.parse() {
        Ok(value) => enum_from_value(value),
        Err(error) => Err(ConversionError::invalid(text, error).of_type(info.choices.type_name)),
    }
}

/// Makes the variant with that number from its content, which is `None` for one without fields.
fn make<E: SlotEnum>(variant: usize, mut content: Value) -> Result<E, ConversionError> {
    let info = E::INFO;
    let form = info.variants[variant].form;
    let mut fill = |partial: &mut Partial<'_>| fill(partial, form, &mut content);
    let (made, filled) = with_maker(&mut fill, |maker| E::__make(variant, maker));
    match filled {
        Ok(()) => Ok(made.expect("the derive makes every variant")),
        Err(error) => {
            let name = info.choices.names[variant];
            Err(ConversionError::invalid(name, error).of_type(info.choices.type_name))
        }
    }
}

/// Fills the hidden struct of a variant from the variant's content, which [`parts`] has checked.
fn fill(
    partial: &mut Partial<'_>,
    form: VariantForm,
    content: &mut Value,
) -> Result<(), RecordError> {
    let slots = partial.layout().slots();
    let mut filler = RecordFiller::new(partial);
    match (form, core::mem::take(content)) {
        (VariantForm::Newtype, value) => filler.give(slots[0].name(), value),
        (VariantForm::Tuple, Value::List(items)) => {
            for (slot, item) in slots.iter().zip(items) {
                filler.give(slot.name(), item);
            }
        }
        // A variant whose only field is skipped: it has its default.
        (VariantForm::Unit, _) => {}
        (_, Value::Map(fields)) => {
            for (name, value) in fields.into_entries() {
                filler.give(&name, value);
            }
        }
        _ => unreachable!("the content was checked"),
    }
    filler.finish()
}

/// Returns the number of the variant that the value is, and its content.
fn parts(info: &EnumInfo, value: Value) -> Result<(usize, Value), ConversionError> {
    let choices = &info.choices;
    let (name, content) = match value {
        Value::Str(name) => (name, Value::None),
        Value::Map(mut fields) => match info.tagging {
            Tagging::Internal { tag } if matches!(fields.get(tag), Some(Value::Str(_))) => {
                let name = fields.remove(tag).unwrap_or_default();
                (tag_name(choices, name)?, Value::Map(fields))
            }
            Tagging::Adjacent { tag, content, .. } if fields.contains_key(tag) => {
                let name = fields.remove(tag).unwrap_or_default();
                let content = fields.remove(content).unwrap_or_default();
                if let Some(other) = fields.keys().next() {
                    let error =
                        alloc::format!("there is a key '{other}' besides the tag and the content");
                    return Err(
                        ConversionError::invalid_whole("a dict", error).of_type(choices.type_name)
                    );
                }
                (tag_name(choices, name)?, content)
            }
            _ => {
                let length = fields.len();
                let mut entries = fields.into_entries();
                match (length, entries.next()) {
                    (1, Some((name, content))) => (name.to_string(), content),
                    _ => {
                        drop(entries);
                        return Err(no_variant(info, length));
                    }
                }
            }
        },
        value => return Err(ConversionError::refuse(value).of_type(choices.type_name)),
    };
    let variant = choices.number_of(&name)?;
    let content = checked(info, variant, content)?;
    Ok((variant, content))
}

/// Returns the name of a variant that stands under a tag.
fn tag_name(choices: &Choices, name: Value) -> Result<alloc::string::String, ConversionError> {
    match name {
        Value::Str(name) => Ok(name),
        other => Err(ConversionError::refuse(other).of_type(choices.type_name)),
    }
}

/// Makes the error for a map that is not a variant.
#[cold]
fn no_variant(info: &EnumInfo, length: usize) -> ConversionError {
    let why = match info.tagging {
        Tagging::External => {
            alloc::format!("it must have one entry, a variant with its content, and has {length}")
        }
        Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
            alloc::format!("it must have an entry '{tag}', the name of a variant")
        }
    };
    ConversionError::invalid_whole("a dict", why).of_type(info.choices.type_name)
}

/// Returns the content if it is what the variant's form asks for.
fn checked(info: &EnumInfo, variant: usize, content: Value) -> Result<Value, ConversionError> {
    let (form, names) = (info.variants[variant].form, info.variants[variant].names);
    let expected = match (form, &content) {
        (VariantForm::Unit, Value::None)
        | (VariantForm::Newtype, _)
        | (VariantForm::Struct, Value::Map(_)) => return Ok(content),
        (VariantForm::Unit, Value::Map(fields)) if fields.is_empty() => return Ok(Value::None),
        (VariantForm::Tuple, Value::List(items)) if items.len() == names.len() => {
            return Ok(content);
        }
        (VariantForm::Tuple, Value::Map(fields)) if names.is_empty() && fields.is_empty() => {
            return Ok(content);
        }
        // A tuple of which all fields but one are skipped, given as text: `Name(1)`.
        (VariantForm::Tuple, other) if names.len() == 1 && !matches!(other, Value::List(_)) => {
            return Ok(Value::List([content].into()));
        }
        (VariantForm::Unit, _) => "it has no fields".to_string(),
        (VariantForm::Tuple, _) => alloc::format!("it must have a list of {} items", names.len()),
        (VariantForm::Struct, _) => {
            alloc::format!("it must have the fields '{}'", names.join("', '"))
        }
    };
    drop(content);
    let name = info.choices.names[variant];
    Err(ConversionError::invalid(name, expected).of_type(info.choices.type_name))
}
