//! The types that can be slots.

use alloc::vec::Vec;

use crate::reflect::layout::SlotLayout;
use crate::reflect::shape::Shape;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::{ListView, ValueRef};
#[cfg(feature = "serde")]
use crate::reflect::vtable::list::TypedListVTable;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// A type that can be a slot: it can be made from a [`Value`] and shown as a [`ValueRef`].
///
/// Implemented for the numbers, `bool`, `char`, strings, bytes, `Option`, `Vec`, arrays, `Box`, `Arc`, maps
/// with string keys, [`Dict`](crate::Dict), [`Value`] and every slotted type. For a type of one's own:
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Kind, ConversionError, SlotValue, ValueRef};
///
/// struct Percent(u8);
///
/// impl SlotValue for Percent {
///     const KIND: Kind = Kind::Int;
///
///     fn from_value(value: Value) -> Result<Self, ConversionError> {
///         match u8::from_value(value)? {
///             percent @ 0..=100 => Ok(Percent(percent)),
///             more => Err(ConversionError::out_of_range(more)),
///         }
///     }
///
///     fn as_value(&self) -> ValueRef<'_> {
///         self.0.as_value()
///     }
/// }
///
/// #[derive(Slots)]
/// struct Battery { level: Percent }
///
/// let mut battery = Battery { level: Percent(50) };
/// battery.setattr("level", 80)?;
/// assert!(battery.setattr("level", 101).is_err());
/// assert_eq!(battery.getattr("level")?, 80);
/// # Ok::<(), slotted::AttributeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a slot by itself",
    label = "a slot's type can be made from a `Value` and shown as one: it implements `SlotValue`",
    note = "text that is owned can be a slot: `String`, `Box<str>`, `Cow<'static, str>`",
    note = "a slotted type can be a slot: put `#[derive(Slots)]` on `{Self}`",
    note = "or reach it by its own type only: `#[slots(opaque)]` on the field",
    note = "or as text, through `Display` and `FromStr`: `#[slots(as_str)]` on the field",
    note = "or make the field no slot at all: `#[slots(skip)]`"
)]
pub trait SlotValue: Sized + 'static {
    /// The kind of values that it shows.
    const KIND: Kind;

    /// Makes one from a value. Nothing is lost on the way: what does not fit is refused.
    ///
    /// # Errors
    ///
    /// The value is of a kind that this type is not made from, or out of its range.
    fn from_value(value: Value) -> Result<Self, ConversionError>;

    /// Shows it as a value.
    fn as_value(&self) -> ValueRef<'_>;

    /// Makes one from text. What `Display` prints of [`as_value`](SlotValue::as_value) should be read again as the
    /// same. By default, text is read as Python writes a value, and converted.
    ///
    /// # Errors
    ///
    /// The text is none of this type's, or out of its range.
    fn from_text(text: &str) -> Result<Self, ConversionError> {
        match text.parse() {
            Ok(value) => Self::from_value(value),
            Err(error) => Err(ConversionError::invalid(text, error)),
        }
    }

    /// What lies inside it, one step of a path further.
    #[doc(hidden)]
    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        let _ = step;
        Inside::Nothing
    }

    /// The layout, of a slotted type. Not trusted: whoever asks compares its type.
    #[doc(hidden)]
    const __LAYOUT: Option<fn() -> &'static SlotLayout> = None;

    // A list of `u8` is bytes. Without specialization, the item says so.

    /// Makes a list of them.
    #[doc(hidden)]
    fn __list_from_value(value: Value) -> Result<Vec<Self>, ConversionError> {
        list_from_value(value)
    }

    /// Shows a list of them: `items`, which are those of `list`.
    #[doc(hidden)]
    fn __list_as_value<'a>(list: &'a dyn ListView, items: &'a [Self]) -> ValueRef<'a> {
        let _ = items;
        ValueRef::List(list)
    }

    /// The kind of a list of them.
    #[doc(hidden)]
    const __LIST_KIND: Kind = Kind::List;

    /// What it looks like in data.
    #[doc(hidden)]
    const __SHAPE: Shape = match Self::__LAYOUT {
        Some(layout) => Shape::Object(layout),
        None => Shape::Any,
    };

    /// How items are added to it, if it is a list.
    #[doc(hidden)]
    #[cfg(feature = "serde")]
    const __LIST_VTABLE: Option<TypedListVTable<Self>> = None;

    /// What a list of them looks like in data.
    #[doc(hidden)]
    const __LIST_SHAPE: Shape = Shape::List(&Self::__SHAPE);
}

/// Makes a list, item by item.
pub(crate) fn list_from_value<T: SlotValue>(value: Value) -> Result<Vec<T>, ConversionError> {
    let Value::List(items) = value else {
        return Err(ConversionError::refuse(value));
    };
    let mut made = Vec::with_capacity(items.len());
    let mut items = items.into_iter();
    while let Some(item) = items.next() {
        match T::from_value(item) {
            Ok(item) => made.push(item),
            Err(error) => {
                let error = error.inside::<T>(made.len());
                drop((items, made));
                return Err(error);
            }
        }
    }
    Ok(made)
}
