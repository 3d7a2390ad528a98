//! Containers as slots: options, lists, pointers and values of any kind.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;

#[cfg(feature = "serde")]
use serde_core::Deserializer;
#[cfg(feature = "serde")]
use serde_core::ser::{SerializeSeq, Serializer};

use crate::reflect::attr::AttrMut;
#[cfg(feature = "serde")]
use crate::reflect::attr::AttrRef;
#[cfg(feature = "serde")]
use crate::reflect::in_data::{ErasedWriter, InData};
use crate::reflect::item_info::ItemInfo;
use crate::reflect::mode::Plain;
#[cfg(feature = "serde")]
use crate::reflect::reading::{Reader, Target};
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

/// `None` is a value: Python's `None`. With `#[slots(optional)]`, `None` means *unbound* instead
/// (spec 3.6).
impl<T: SlotValue> SlotValue for Option<T> {
    const KIND: Kind = T::KIND;
    const __SHAPE: Shape = Shape::Option(&T::__SHAPE);
    const __ITEM: Option<fn() -> ItemInfo> = T::__ITEM;
    const __WITHIN: Option<TypedWithin<Self>> = Some(TypedWithin::of::<Plain>());

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        match value {
            Value::None => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::None, T::as_value)
    }

    #[inline(always)]
    fn __copied(value: &Value) -> Option<Self> {
        T::__copied(value).map(Some)
    }

    #[inline(always)]
    fn __copied_text(text: &str) -> Option<Self> {
        T::__copied_text(text).map(Some)
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        if text == "None" { Ok(None) } else { T::from_text(text).map(Some) }
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        self.as_mut().map_or(Inside::Nothing, |inner| AttrMut::new(inner).inside(step))
    }

    #[cfg(feature = "serde")]
    #[inline]
    fn __write<W: ErasedWriter, S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            None => to.serialize_none(),
            Some(value) => to.serialize_some(&InData::<T, W>::new(value)),
        }
    }
}

impl<T: SlotValue> SlotValue for Vec<T> {
    const KIND: Kind = T::__LIST_KIND;
    const __SHAPE: Shape = T::__LIST_SHAPE;
    const __ITEM: Option<fn() -> ItemInfo> = T::__LIST_ITEM;
    const __WITHIN: Option<TypedWithin<Self>> = Some(TypedWithin::of::<Plain>());
    #[cfg(feature = "serde")]
    const __LIST_VTABLE: Option<TypedListVTable<Self>> = Some(TypedListVTable::of_items());

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        T::__list_from_value(value)
    }

    fn as_value(&self) -> ValueRef<'_> {
        T::__list_as_value(self, self)
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        Inside::item(self, step)
    }

    #[cfg(feature = "serde")]
    #[inline]
    fn __write<W: ErasedWriter, S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match T::__LIST_KIND {
            Kind::List => write_items::<T, W, S>(self.iter(), to),
            // Bytes.
            _ => W::write(AttrRef::new(self), to),
        }
    }

    // Bytes are no list of their own shape.
    #[cfg(feature = "serde")]
    const __IS_READ_BY_TYPE: bool =
        T::__IS_READ_BY_TYPE && matches!(T::__LIST_SHAPE, Shape::List(_));

    #[cfg(feature = "serde")]
    #[inline]
    fn __read<'de, R: Reader, D: Deserializer<'de>>(
        to: &mut Target<'_, Self>,
        from: D,
    ) -> Result<(), D::Error> {
        R::list(to, from)
    }
}

/// Writes the items of a list, as `W` would write the list.
#[cfg(feature = "serde")]
#[inline]
fn write_items<'a, T: SlotValue, W: ErasedWriter, S: Serializer>(
    items: impl ExactSizeIterator<Item = &'a T>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(Some(items.len()))?;
    for item in items {
        list.serialize_element(&InData::<T, W>::new(item))?;
    }
    list.end()
}

impl<T: SlotValue> SlotValue for Box<[T]> {
    const KIND: Kind = T::__LIST_KIND;
    const __SHAPE: Shape = T::__LIST_SHAPE;
    const __ITEM: Option<fn() -> ItemInfo> = T::__LIST_ITEM;
    const __WITHIN: Option<TypedWithin<Self>> = Some(TypedWithin::of::<Plain>());

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        T::__list_from_value(value).map(Vec::into)
    }

    fn as_value(&self) -> ValueRef<'_> {
        T::__list_as_value(self, self)
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        Inside::item(self, step)
    }

    #[cfg(feature = "serde")]
    #[inline]
    fn __write<W: ErasedWriter, S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match T::__LIST_KIND {
            Kind::List => write_items::<T, W, S>(self.iter(), to),
            // Bytes.
            _ => W::write(AttrRef::new(self), to),
        }
    }
}

/// A list, of `u8` too: its items do not lie in one slice, as bytes would.
impl<T: SlotValue> SlotValue for VecDeque<T> {
    const KIND: Kind = Kind::List;
    const __SHAPE: Shape = Shape::List(&T::__SHAPE);
    const __ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::of::<T>);
    const __WITHIN: Option<TypedWithin<Self>> = Some(TypedWithin::of::<Plain>());

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        T::__list_from_value(value).map(VecDeque::from)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        match step {
            Step::Name(_) => Inside::Nothing,
            Step::Index(index) => self
                .get_mut(*index)
                .map_or(Inside::Missing, |item| Inside::Item(AttrMut::new(item))),
        }
    }
}

/// A list, of `u8` too: it is as long as its type says, as a tuple is, and serde has it so.
impl<T: SlotValue, const N: usize> SlotValue for [T; N] {
    const KIND: Kind = Kind::List;
    const __SHAPE: Shape = Shape::Array(&T::__SHAPE, N);
    const __ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::of::<T>);
    const __WITHIN: Option<TypedWithin<Self>> = Some(TypedWithin::of::<Plain>());

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        of_length(T::__list_from_value(value)?)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        Inside::item(self, step)
    }
}

/// Returns the items as an array, if there are as many as it has.
pub(crate) fn of_length<T, const N: usize>(items: Vec<T>) -> Result<[T; N], ConversionError> {
    items.try_into().map_err(|items: Vec<T>| {
        let text = alloc::format!("a list of {}", items.len());
        let what = if N == 1 { "item" } else { "items" };
        let error = ConversionError::invalid_whole(text, alloc::format!("it must have {N} {what}"));
        drop(items);
        error
    })
}

macro_rules! pointers {
    ($($pointer:ident => $inside:expr),*) => {$(
        impl<T: SlotValue> SlotValue for $pointer<T> {
            const KIND: Kind = T::KIND;
            const __SHAPE: Shape = T::__SHAPE;
            const __ITEM: Option<fn() -> ItemInfo> = T::__ITEM;
            const __WITHIN: Option<TypedWithin<Self>> = Some(TypedWithin::of::<Plain>());

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                T::from_value(value).map($pointer::new)
            }

            fn as_value(&self) -> ValueRef<'_> {
                (**self).as_value()
            }

            fn from_text(text: &str) -> Result<Self, ConversionError> {
                T::from_text(text).map($pointer::new)
            }

            fn __inside(&mut self, step: &Step) -> Inside<'_> {
                $inside(self).map_or(Inside::Shared, |inner| AttrMut::new(inner).inside(step))
            }

            #[cfg(feature = "serde")]
            #[inline]
            fn __write<W: ErasedWriter, S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                (**self).__write::<W, S>(to)
            }
        }
    )*};
}
pointers!(Box => |it| Some(Box::as_mut(it)), Arc => Arc::get_mut, Rc => Rc::get_mut);

/// Takes any value without converting it.
impl SlotValue for Value {
    const KIND: Kind = Kind::Any;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        Ok(value)
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.view()
    }

    /// Parses text as Python writes a value; takes any other text as a string.
    fn from_text(text: &str) -> Result<Self, ConversionError> {
        Ok(text.parse().unwrap_or_else(|_| Value::from(text)))
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        match self {
            Value::List(items) => Inside::item(items, step),
            Value::Map(dict) => Inside::Dict(dict),
            Value::Object(_) => Inside::Shared,
            _ => Inside::Nothing,
        }
    }
}
