//! How values of each kind of type are read: single values, lists and structs.

use alloc::vec::Vec;
use core::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Deserializer, MapAccess, SeqAccess};

use crate::construct::typed::{construct_in, with_item};
use crate::reflect::reading::{Place, Target};
use crate::reflect::shape::{Shape, Std};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::slotted::Slotted;
use crate::serde::by_type::{ByType, TypeSeed};
use crate::serde::slot_types::{Of, SlotTypes};
use crate::serde::struct_visitor::StructVisitor;

/// How a `T` is read: what the common visitor leaves to the kind of the type.
pub(crate) trait How<T: SlotValue>: Sized {
    /// The shape that the value has in the data.
    const SHAPE: &'static Shape = &T::__SHAPE;

    #[inline]
    fn some<'de, D: Deserializer<'de>>(
        to: ByType<'_, '_, T, Self>,
        from: D,
    ) -> Result<(), D::Error> {
        to.wrapped(from)
    }

    fn list<'de, A: SeqAccess<'de>>(to: ByType<'_, '_, T, Self>, list: A) -> Result<(), A::Error>;

    #[inline]
    fn map<'de, A: MapAccess<'de>>(to: ByType<'_, '_, T, Self>, map: A) -> Result<(), A::Error> {
        to.map_as_value(map)
    }
}

/// A value that is made from one value of the data: what is in an `Option`, if `INSIDE`.
pub(crate) enum Single<const INSIDE: bool> {}

impl<T: SlotValue, const INSIDE: bool> How<T> for Single<INSIDE> {
    const SHAPE: &'static Shape = match &T::__SHAPE {
        Shape::Option(inside) if INSIDE => inside,
        shape => shape,
    };

    #[inline]
    fn some<'de, D: Deserializer<'de>>(
        to: ByType<'_, '_, T, Self>,
        from: D,
    ) -> Result<(), D::Error> {
        if const { !INSIDE && matches!(T::__SHAPE, Shape::Option(_)) } {
            // Not a level: the type limits how many `Option`s are nested.
            return ByType::<T, Single<true>>::new(to.to).deserialize(from);
        }
        to.wrapped(from)
    }

    #[inline]
    fn list<'de, A: SeqAccess<'de>>(to: ByType<'_, '_, T, Self>, list: A) -> Result<(), A::Error> {
        if const { matches!(<Self as How<T>>::SHAPE, Shape::Std(Std::Duration)) } {
            return to.duration(SeqAccessDeserializer::new(list));
        }
        to.list_as_value(list)
    }

    #[inline]
    fn map<'de, A: MapAccess<'de>>(to: ByType<'_, '_, T, Self>, map: A) -> Result<(), A::Error> {
        if const { matches!(<Self as How<T>>::SHAPE, Shape::Std(Std::Duration)) } {
            return to.duration(MapAccessDeserializer::new(map));
        }
        // A variant with its content, which is nothing: `{"Red": null}`.
        if const { matches!(<Self as How<T>>::SHAPE, Shape::Choice(_)) } {
            return to.variant(MapAccessDeserializer::new(map));
        }
        to.map_as_value(map)
    }
}

/// A list, which is read item by item.
pub(crate) enum Items {}

impl<T: SlotValue> How<Vec<T>> for Items {
    fn list<'de, A: SeqAccess<'de>>(
        to: ByType<'_, '_, Vec<T>, Self>,
        mut list: A,
    ) -> Result<(), A::Error> {
        let read = to.to.read;
        let is_empty_item = read.is_empty_item(&T::__SHAPE);
        let items = read.inside(|| {
            // The length that the data claims is not trusted: memory grows with the items that are
            // read.
            let mut items = Vec::new();
            loop {
                let place = Place::Item(read.place(), items.len());
                let more = with_item(&mut items, |memory| {
                    let mut item = Target { read: read.at(&place), memory };
                    list.next_element_seed(TypeSeed::<T>::new(&mut item))
                });
                if more?.is_none() {
                    return Ok(items);
                }
                if is_empty_item {
                    read.note_empty_item()?;
                }
            }
        })?;
        to.fill(items)
    }
}

/// A slotted struct, which is read slot by slot. The types of its own slots are those in `L`.
pub(crate) struct Slots<L>(PhantomData<L>);

impl<L: SlotTypes, T: SlotValue + Slotted> How<T> for Slots<L> {
    fn list<'de, A: SeqAccess<'de>>(to: ByType<'_, '_, T, Self>, list: A) -> Result<(), A::Error> {
        let read = to.to.read;
        if read.describes_itself() {
            return to.list_as_value(list);
        }
        read.inside(|| {
            construct_in(&mut to.to.memory, |partial| {
                StructVisitor::new(partial, read).in_order_of::<L, A>(list)
            })
        })
    }

    fn map<'de, A: MapAccess<'de>>(to: ByType<'_, '_, T, Self>, map: A) -> Result<(), A::Error> {
        let read = to.to.read;
        read.inside(|| {
            construct_in(&mut to.to.memory, |partial| {
                StructVisitor::new(partial, read).by_name::<Of<T, L>, A>(map)
            })
        })
    }
}
