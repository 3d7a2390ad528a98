//! The mode in which what is inside an `Option`, a `Box`, a list or a map is read and written in a
//! mode of its own: as text, where `#[slots(as_str)]` reaches into the type.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;
#[cfg(feature = "std")]
use core::hash::{BuildHasher, Hash};
use core::marker::PhantomData;
#[cfg(feature = "std")]
use std::collections::HashMap;

use crate::impls::containers::of_length;
use crate::impls::keys::{SlotKey, text_of};
use crate::impls::map_edit::inside_map;
use crate::impls::maps::map_by;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::item_info::ItemInfo;
use crate::reflect::list_view::ListView;
use crate::reflect::map_view::{Entries, MapView};
use crate::reflect::mode::Mode;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::list_by;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::viewed::Viewed;
use crate::reflect::vtable::within::TypedWithin;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// Reads and writes what is inside in the mode `M`.
pub struct Each<M>(PhantomData<fn() -> M>);

impl<T: 'static, M: Mode<T>> Mode<Option<T>> for Each<M> {
    const KIND: Kind = M::KIND;
    const SHAPE: Shape = Shape::Option(&M::SHAPE);
    const ITEM: Option<fn() -> ItemInfo> = M::ITEM;
    const WITHIN: Option<TypedWithin<Option<T>>> = Some(TypedWithin::of::<M>());

    fn view(value: &Option<T>) -> ValueRef<'_> {
        value.as_ref().map_or(ValueRef::None, M::view)
    }

    fn convert(value: Value) -> Result<Option<T>, ConversionError> {
        match value {
            Value::None => Ok(None),
            value => M::convert(value).map(Some),
        }
    }

    fn parse(text: &str) -> Result<Option<T>, ConversionError> {
        if text == "None" { Ok(None) } else { M::parse(text).map(Some) }
    }

    fn inside<'a>(value: &'a mut Option<T>, step: &Step) -> Inside<'a> {
        let inner = value.as_mut().map(AttrMut::in_mode::<T, M>);
        inner.map_or(Inside::Nothing, |inner| inner.inside(step))
    }
}

impl<T: 'static, M: Mode<T>> Mode<Box<T>> for Each<M> {
    const KIND: Kind = M::KIND;
    const SHAPE: Shape = M::SHAPE;
    const ITEM: Option<fn() -> ItemInfo> = M::ITEM;
    const WITHIN: Option<TypedWithin<Box<T>>> = Some(TypedWithin::of::<M>());

    fn view(value: &Box<T>) -> ValueRef<'_> {
        M::view(value)
    }

    fn convert(value: Value) -> Result<Box<T>, ConversionError> {
        M::convert(value).map(Box::new)
    }

    fn parse(text: &str) -> Result<Box<T>, ConversionError> {
        M::parse(text).map(Box::new)
    }

    fn inside<'a>(value: &'a mut Box<T>, step: &Step) -> Inside<'a> {
        AttrMut::in_mode::<T, M>(value).inside(step)
    }
}

/// Parses a list or a map as a Python literal, and converts it.
fn parsed<C, M: Mode<C>>(text: &str) -> Result<C, ConversionError> {
    match text.parse() {
        Ok(value) => M::convert(value),
        Err(error) => Err(ConversionError::invalid(text, error)),
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty, $shape:expr, $from:expr;)*) => {$(
        impl<T: 'static, M: Mode<T>, $($generics)*> ListView for Viewed<$list, M> {
            fn len(&self) -> usize {
                self.container().len()
            }

            fn get(&self, index: usize) -> Option<AttrRef<'_>> {
                self.container().get(index).map(AttrRef::in_mode::<T, M>)
            }
        }

        impl<T: 'static, M: Mode<T>, $($generics)*> Mode<$list> for Each<M> {
            const KIND: Kind = Kind::List;
            const SHAPE: Shape = $shape;
            const ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::in_mode::<T, M>);
            const WITHIN: Option<TypedWithin<$list>> = Some(TypedWithin::of::<M>());

            fn view(value: &$list) -> ValueRef<'_> {
                ValueRef::List(Viewed::<$list, M>::of(value))
            }

            fn convert(value: Value) -> Result<$list, ConversionError> {
                list_by(value, M::convert).and_then($from)
            }

            fn parse(text: &str) -> Result<$list, ConversionError> {
                parsed::<$list, Self>(text)
            }

            fn inside<'a>(value: &'a mut $list, step: &Step) -> Inside<'a> {
                match step {
                    Step::Name(_) => Inside::Nothing,
                    Step::Index(index) => value.get_mut(*index).map_or(Inside::Missing, |item| {
                        Inside::Item(AttrMut::in_mode::<T, M>(item))
                    }),
                }
            }
        }
    )*};
}
lists! {
    [] Vec<T>, Shape::List(&M::SHAPE), Ok;
    [] VecDeque<T>, Shape::List(&M::SHAPE), |items| Ok(items.into());
    [] Box<[T]>, Shape::List(&M::SHAPE), |items| Ok(items.into());
    [const N: usize] [T; N], Shape::Array(&M::SHAPE, N), of_length;
}

macro_rules! maps {
    ($map:ty [$($bound:tt)*] $get:ident) => {
        impl<M: Mode<T>, $($bound)*> MapView for Viewed<$map, M> {
            fn len(&self) -> usize {
                self.container().len()
            }

            fn get(&self, name: &str) -> Option<AttrRef<'_>> {
                K::$get(self.container(), name).map(AttrRef::in_mode::<T, M>)
            }

            fn __text_of<'n>(&self, name: &'n str) -> Cow<'n, str> {
                text_of::<K>(name)
            }

            fn iter(&self) -> Entries<'_> {
                let entries = self.container().iter();
                let lent = |(key, value)| (K::__borrow(key), AttrRef::in_mode::<T, M>(value));
                Entries::new(entries.map(lent))
            }
        }

        impl<M: Mode<T>, $($bound)*> Mode<$map> for Each<M> {
            const KIND: Kind = Kind::Map;
            const SHAPE: Shape = Shape::map(&K::__SHAPE, &M::SHAPE);
            const ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::in_mode::<T, M>);

            fn view(value: &$map) -> ValueRef<'_> {
                ValueRef::Map(Viewed::<$map, M>::of(value))
            }

            fn convert(value: Value) -> Result<$map, ConversionError> {
                map_by(value, M::convert, |made: &mut $map, key, value| drop(made.insert(key, value)))
            }

            fn parse(text: &str) -> Result<$map, ConversionError> {
                parsed::<$map, Self>(text)
            }

            fn inside<'a>(value: &'a mut $map, step: &Step) -> Inside<'a> {
                inside_map::<_, M>(value, step)
            }
        }
    };
}
maps! { BTreeMap<K, T> [K: SlotKey + Ord, T: 'static] __in_tree }
#[cfg(feature = "std")]
maps! {
    HashMap<K, T, S> [K: SlotKey + Eq + Hash, T: 'static, S: BuildHasher + Default + 'static]
    __in_table
}
