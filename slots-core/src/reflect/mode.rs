//! The modes in which a value is read and written by name: by its own conversions, as text, or
//! as an opaque value.

use alloc::string::ToString;
#[cfg(feature = "serde")]
use core::any::Any;
use core::fmt::Display;
use core::str::FromStr;

use crate::reflect::item_info::ItemInfo;
use crate::reflect::layout::SlotLayout;
use crate::reflect::scalar::Scalar;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
#[cfg(feature = "serde")]
use crate::reflect::vtable::list::TypedListVTable;
use crate::reflect::vtable::within::TypedWithin;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// How a `T` is read and written by name.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be read and written as text",
    label = "`#[slots(as_str)]` reads through `Display` and writes through `FromStr`",
    note = "implement both for `{T}`, the error of `FromStr` with `Display` too",
    note = "it reaches into an `Option`, a `Box`, a list, an array or a map that is written out, and not \
            behind an alias",
    note = "or read and write it through serde's traits: `#[slots(serde)]`",
    note = "or reach the slot by its own type only: `#[slots(opaque)]`"
)]
pub trait Mode<T>: 'static {
    /// The kind of the values that [`view`](Mode::view) returns.
    const KIND: Kind;

    /// Returns a borrowed view of the value.
    fn view(value: &T) -> ValueRef<'_>;

    /// Converts a value to a `T`. Refuses a value that does not fit, rather than lose part of it.
    fn convert(value: Value) -> Result<T, ConversionError>;

    /// Parses a `T` from text.
    fn parse(text: &str) -> Result<T, ConversionError>;

    /// Converts without moving the value, where that can be done; see `SlotValue::__copied`.
    #[inline(always)]
    #[must_use]
    fn copied(value: &Value) -> Option<T> {
        let _ = value;
        None
    }

    /// What `T` is, if its values are read and written without an indirect call.
    const SCALAR: Scalar<T> = Scalar::OTHER;

    /// The number of the variant, if `T` is an enum without data; see `SlotValue::__number`.
    #[cfg(feature = "serde")]
    fn number(value: &T) -> usize {
        let _ = value;
        usize::MAX
    }

    /// Takes a `T` out of the `Option<T>` that `made` is, for a mode that reads values from data
    /// without a [`Value`].
    #[cfg(feature = "serde")]
    #[inline(always)]
    fn taken(made: &mut dyn Any) -> Option<T> {
        let _ = made;
        None
    }

    /// Returns what one step of a path leads to inside the value.
    fn inside<'a>(value: &'a mut T, step: &Step) -> Inside<'a> {
        let _ = (value, step);
        Inside::Nothing
    }

    /// The layout of `T`, if `T` is a slotted type. User-supplied: code that uses it must check
    /// that it describes `T`.
    const LAYOUT: Option<fn() -> &'static SlotLayout> = None;

    /// The shape of a `T` in serialized data.
    const SHAPE: Shape = Shape::Any;

    /// The type of the items, if `T` is a list or a map.
    const ITEM: Option<fn() -> ItemInfo> = None;

    /// How the values inside a `T` are found, if it is a list, an `Option` or a pointer, and shows
    /// them as they are.
    const WITHIN: Option<TypedWithin<T>> = None;

    /// How a `T` is filled item by item, if it is a list.
    #[cfg(feature = "serde")]
    const LIST: Option<TypedListVTable<T>> = None;
}

/// Reads and writes by the conversions of [`SlotValue`].
pub enum Plain {}

impl<T: SlotValue> Mode<T> for Plain {
    const KIND: Kind = T::KIND;

    fn view(value: &T) -> ValueRef<'_> {
        value.as_value()
    }

    fn convert(value: Value) -> Result<T, ConversionError> {
        T::from_value(value)
    }

    fn parse(text: &str) -> Result<T, ConversionError> {
        T::from_text(text)
    }

    #[inline(always)]
    fn copied(value: &Value) -> Option<T> {
        T::__copied(value)
    }

    const SCALAR: Scalar<T> = T::__SCALAR;

    #[cfg(feature = "serde")]
    fn number(value: &T) -> usize {
        value.__number()
    }

    fn inside<'a>(value: &'a mut T, step: &Step) -> Inside<'a> {
        value.__inside(step)
    }

    const LAYOUT: Option<fn() -> &'static SlotLayout> = T::__LAYOUT;

    const SHAPE: Shape = T::__SHAPE;

    const ITEM: Option<fn() -> ItemInfo> = T::__ITEM;

    const WITHIN: Option<TypedWithin<T>> = T::__WITHIN;

    #[cfg(feature = "serde")]
    const LIST: Option<TypedListVTable<T>> = T::__LIST_VTABLE;
}

/// `#[slots(as_str)]`: reads and writes as text, through `Display` and `FromStr`.
pub enum AsStr {}

#[diagnostic::do_not_recommend]
impl<T: Display + FromStr<Err: Display> + 'static> Mode<T> for AsStr {
    const KIND: Kind = Kind::Str;

    const SHAPE: Shape = Shape::Str;

    fn view(value: &T) -> ValueRef<'_> {
        ValueRef::Text(value)
    }

    fn convert(value: Value) -> Result<T, ConversionError> {
        let Value::Str(text) = &value else {
            return Err(ConversionError::refuse(value));
        };
        <Self as Mode<T>>::parse(text)
    }

    fn parse(text: &str) -> Result<T, ConversionError> {
        text.parse().map_err(|error: T::Err| ConversionError::invalid(text, error.to_string()))
    }
}
