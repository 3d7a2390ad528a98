//! The types that can be slots.

use alloc::vec::Vec;

#[cfg(feature = "serde")]
use serde_core::{Deserializer, Serializer};

use crate::reflect::attr::AttrMut;
#[cfg(feature = "serde")]
use crate::reflect::attr::AttrRef;
#[cfg(feature = "serde")]
use crate::reflect::in_data::ErasedWriter;
use crate::reflect::item_info::ItemInfo;
use crate::reflect::layout::SlotLayout;
use crate::reflect::list_view::ListView;
#[cfg(feature = "serde")]
use crate::reflect::reading::{Reader, Target, is_single};
use crate::reflect::scalar::Scalar;
use crate::reflect::shape::Shape;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
#[cfg(feature = "serde")]
use crate::reflect::vtable::list::TypedListVTable;
use crate::reflect::vtable::within::TypedWithin;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// A type that can be a slot: it can be made from a [`Value`] and viewed as a [`ValueRef`].
///
/// Implemented for the numbers, `bool`, `char`, `()`, strings, bytes, `Option`, lists, arrays,
/// sets, tuples, `Box`, `Arc`, `Rc`, `Cell` of numbers, maps with keys of text or numbers,
/// `Duration`, addresses of networks, paths,
/// [`Dict`](crate::Dict), [`Value`] and every slotted type. The derive
/// of the same name implements it for enums and tuple structs of one's own. An enum without data is
/// text:
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(SlotValue, Debug, PartialEq)]
/// #[slots(rename_all = "lowercase")]
/// enum Unit {
///     Metric,
///     #[slots(alias = "us")]
///     Imperial,
/// }
///
/// #[derive(Slots)]
/// struct Display { unit: Unit }
///
/// let mut display = Display { unit: Unit::Metric };
/// assert_eq!(display.getattr("unit")?, "metric");
/// display.setattr("unit", "us")?;
/// assert_eq!(display.unit, Unit::Imperial);
/// assert_eq!(
///     display.setattr("unit", "metrics").unwrap_err().to_string(),
///     "attribute 'unit' of 'Display' objects: 'metrics' is not a valid Unit: it must \
///      be one of 'metric', 'imperial'. Did you mean: 'metric'?"
/// );
/// # Ok::<(), slotted::AttributeError>(())
/// ```
///
/// An enum with data is an object, whose attributes are the fields of its active variant. Writing
/// the whole switches the variant (`docs/spec.md` 7.20 to 7.22):
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(SlotValue, Debug, PartialEq)]
/// #[slots(tag = "type")]
/// enum Shape {
///     Circle { radius: f64 },
///     Square { side: f64 },
///     Nothing,
/// }
///
/// #[derive(Slots)]
/// struct Drawing { shape: Shape }
///
/// let mut drawing = Drawing { shape: Shape::Circle { radius: 2.0 } };
/// assert_eq!(drawing.getattr_path("shape.radius")?, 2.0);
/// drawing.setattr_path("shape.radius", 3)?;
/// drawing.setattr_path_str("shape", "Square(side=1.5)")?;
/// assert_eq!(drawing.shape, Shape::Square { side: 1.5 });
/// assert_eq!(drawing.getattr("shape").unwrap().variant(), Some("Square"));
/// assert_eq!(
///     drawing.getattr_path("shape.radius").unwrap_err().to_string(),
///     "shape.radius: 'Shape' object has no attribute 'radius' while its variant is 'Square': it is an \
///      attribute of 'Circle'"
/// );
/// # Ok::<(), slotted::PathError>(())
/// ```
///
/// It can be implemented for other types by hand:
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
    note = "a struct of your own can be a slot: put `#[derive(Slots)]` on it",
    note = "so can an enum, a newtype or a tuple struct of your own: put `#[derive(SlotValue)]` on it",
    note = "a type of another crate can be one through serde's traits: `#[slots(serde)]` on the field",
    note = "or as text, through `Display` and `FromStr`: `#[slots(as_str)]` on the field",
    note = "or reach it by its own type only: `#[slots(opaque)]` on the field",
    note = "or make the field no slot at all: `#[slots(skip)]`"
)]
pub trait SlotValue: Sized + 'static {
    /// The kind of the values that [`as_value`](SlotValue::as_value) returns.
    const KIND: Kind;

    /// Converts a value to this type. Refuses a value that does not fit, rather than lose part of
    /// it.
    ///
    /// # Errors
    ///
    /// Fails if the value is of a kind that this type cannot be made from, or is out of range.
    fn from_value(value: Value) -> Result<Self, ConversionError>;

    /// Returns a borrowed view of this value.
    fn as_value(&self) -> ValueRef<'_>;

    /// Parses a value of this type from text.
    ///
    /// The text that `Display` prints of [`as_value`](SlotValue::as_value) should parse to an equal
    /// value. By default, the text is parsed as a Python literal, and the result is converted by
    /// [`from_value`](SlotValue::from_value).
    ///
    /// # Errors
    ///
    /// Fails if the text is not a value of this type, or is out of range.
    fn from_text(text: &str) -> Result<Self, ConversionError> {
        match text.parse() {
            Ok(value) => Self::from_value(value),
            Err(error) => Err(ConversionError::invalid(text, error)),
        }
    }

    /// Converts a number or a bool without moving it: what [`from_value`] gives, or `None`
    /// where it gives an error or has to own the value.
    ///
    /// Moving a `Value` that was just written makes the processor wait: it was stored by words and
    /// would be loaded by pairs of words.
    ///
    /// [`from_value`]: SlotValue::from_value
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    fn __copied(value: &Value) -> Option<Self> {
        let _ = value;
        None
    }

    /// Converts text without making a `Value` of it: what [`from_value`] gives, or `None` where it
    /// gives an error or has to own the value.
    ///
    /// [`from_value`]: SlotValue::from_value
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    fn __copied_text(text: &str) -> Option<Self> {
        let _ = text;
        None
    }

    /// What this type is, if its values are read and written without an indirect call. Only this
    /// crate makes one that names a type, and only for that type.
    #[doc(hidden)]
    const __SCALAR: Scalar<Self> = Scalar::OTHER;

    /// Returns what one step of a path leads to inside this value.
    #[doc(hidden)]
    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        let _ = step;
        Inside::Nothing
    }

    /// Returns what one step of a path leads to, where the value may be a slotted struct itself.
    #[doc(hidden)]
    fn __enter(&mut self, step: &Step) -> Inside<'_> {
        AttrMut::new(self).inside(step)
    }

    /// The number of the variant, if this is an enum without data: its name is the choice of that
    /// number in `__SHAPE`. Any other number means that the name is to be looked for.
    #[doc(hidden)]
    fn __number(&self) -> usize {
        usize::MAX
    }

    /// Serializes the value as `W` does, which goes by the vtable of this type. Here the type is
    /// known, so that for a number or text the compiler finds the one branch; the containers and
    /// the slotted types override it, to go on with types that are known.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and where the value has no form in data.
    #[doc(hidden)]
    #[cfg(feature = "serde")]
    #[inline]
    fn __write<W: ErasedWriter, S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        W::write(AttrRef::new(self), to)
    }

    /// Whether [`__read`](SlotValue::__read) reads the value without its vtable. Otherwise the
    /// value is read in place, by the vtable.
    #[doc(hidden)]
    #[cfg(feature = "serde")]
    const __IS_READ_BY_TYPE: bool = is_single(&Self::__SHAPE);

    /// Deserializes the value as its vtable would. Here the type is known. The containers and the
    /// slotted types override it, to go on with types that are known.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and if the type refuses what was read.
    #[doc(hidden)]
    #[cfg(feature = "serde")]
    #[inline]
    fn __read<'de, R: Reader, D: Deserializer<'de>>(
        to: &mut Target<'_, Self>,
        from: D,
    ) -> Result<(), D::Error> {
        R::value(to, from)
    }

    /// The layout, if this is a slotted type. User-supplied: code that uses it must check that it
    /// describes this type.
    #[doc(hidden)]
    const __LAYOUT: Option<fn() -> &'static SlotLayout> = None;

    // A list of `u8` is bytes. Rust has no specialization, so each item type provides the following
    // items for lists of it.

    /// Converts a value to a list of this type.
    #[doc(hidden)]
    fn __list_from_value(value: Value) -> Result<Vec<Self>, ConversionError> {
        list_from_value(value)
    }

    /// Returns a view of a list of this type. `list` and `items` are the same list.
    #[doc(hidden)]
    fn __list_as_value<'a>(list: &'a dyn ListView, items: &'a [Self]) -> ValueRef<'a> {
        let _ = items;
        ValueRef::List(list)
    }

    /// The kind of a list of this type.
    #[doc(hidden)]
    const __LIST_KIND: Kind = Kind::List;

    /// The shape of this type in serialized data.
    #[doc(hidden)]
    const __SHAPE: Shape = match Self::__LAYOUT {
        Some(layout) => Shape::Object(layout),
        None => Shape::Any,
    };

    /// The type of the items, if this is a list or a map whose items all have one.
    #[doc(hidden)]
    const __ITEM: Option<fn() -> ItemInfo> = None;

    /// How the values inside are found, if this is a list, an `Option` or a pointer.
    #[doc(hidden)]
    const __WITHIN: Option<TypedWithin<Self>> = None;

    /// How this type is filled item by item, if it is a list.
    #[doc(hidden)]
    #[cfg(feature = "serde")]
    const __LIST_VTABLE: Option<TypedListVTable<Self>> = None;

    /// The items of a list of this type.
    #[doc(hidden)]
    const __LIST_ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::of::<Self>);

    /// The shape of a list of this type in serialized data.
    #[doc(hidden)]
    const __LIST_SHAPE: Shape = Shape::List(&Self::__SHAPE);
}

/// The most memory, in bytes, that is reserved for items before they are made (spec 8.18).
const MAX_RESERVED: usize = 1 << 20;

/// Converts a value to a list, item by item.
pub(crate) fn list_from_value<T: SlotValue>(value: Value) -> Result<Vec<T>, ConversionError> {
    list_by(value, T::from_value)
}

/// Converts a value to a list, each item by `convert`.
pub(crate) fn list_by<T>(
    value: Value,
    convert: fn(Value) -> Result<T, ConversionError>,
) -> Result<Vec<T>, ConversionError> {
    let Value::List(items) = value else {
        return Err(ConversionError::refuse(value));
    };
    // An item may take far more memory than the value it is made from, and the first may be
    // refused.
    let most = MAX_RESERVED / size_of::<T>().max(1);
    let mut made = Vec::with_capacity(items.len().min(most));
    let mut items = items.into_iter();
    while let Some(item) = items.next() {
        match convert(item) {
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
