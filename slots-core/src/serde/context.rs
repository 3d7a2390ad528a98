//! The context in which a value is read: the shape of its type, and limits on hostile data.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::reading::{Place, ReadContext};
use crate::reflect::shape::Shape;
use crate::serde::check::{check, check_list, check_map};
use crate::serde::entries::read_entries;
use crate::serde::seed::{Sink, ValueSeed};
use crate::value::Value;
use crate::value::depth::{MAX_DEPTH, TooDeep};
use crate::value::dict::Dict;

/// The number of entries that a `Dict` read from data has room for at first: data rarely holds one
/// alone.
pub(crate) const INITIAL_CAPACITY: usize = 4;

/// The maximal number of items that take no bytes of the input, in one reading (spec 8.22). Without
/// a limit, a length alone could claim any number of them.
const MAX_EMPTY_ITEMS: u32 = 1 << 16;

impl<'a> ReadContext<'a> {
    /// The shape of the item at `index`, if this is the context of a list.
    fn item(self, index: usize) -> &'static Shape {
        match self.shape {
            Shape::List(shape) | Shape::Array(shape, _) => shape,
            Shape::Bytes => &Shape::U8,
            Shape::Tuple(shapes) => shapes.get(index).copied().unwrap_or(&Shape::Any),
            _ => &Shape::Any,
        }
    }

    /// The shape of each value, if this is the context of a map.
    pub(crate) fn map_value(self) -> &'static Shape {
        match self.shape {
            Shape::Map(shape) | Shape::MapOf(_, shape) => shape,
            _ => &Shape::Any,
        }
    }

    /// Reads a list as a value; or a slotted struct, which is a list in a format without names.
    pub(crate) fn list<'de, A: SeqAccess<'de>>(self, list: A) -> Result<Value, A::Error> {
        match self.shape {
            Shape::Object(layout) if !self.describes_itself() => {
                read_object(list, self, layout()).map(Value::Map)
            }
            shape => {
                check_list(shape).map_err(|error| self.place.refuse(error))?;
                read_list(list, self).map(Value::List)
            }
        }
    }

    /// Reads a map as a value.
    pub(crate) fn map<'de, A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        check_map(self.shape).map_err(|error| self.place.refuse(error))?;
        read_entries(map, self).map(Value::Map)
    }

    /// Refuses a value that does not have the shape.
    #[inline]
    pub(crate) fn check<E: Error>(self, value: &Value) -> Result<(), E> {
        match self.shape {
            Shape::Any => Ok(()),
            _ if value.is_none() && self.place.takes_none() => Ok(()),
            shape => check(shape, value).map_err(|error| self.place.refuse(error)),
        }
    }

    /// Runs `read` one level deeper: inside a list, a map or a struct. Fails beyond `MAX_DEPTH`
    /// levels, before the stack overflows (spec 8.18). An error ends the whole reading, so `depth`
    /// is not restored then.
    #[inline]
    pub(crate) fn inside<R, E: Error>(self, read: impl FnOnce() -> Result<R, E>) -> Result<R, E> {
        let depth = self.state.depth.get();
        if depth == MAX_DEPTH {
            return Err(E::custom(TooDeep));
        }
        self.state.depth.set(depth + 1);
        let result = read()?;
        self.state.depth.set(depth);
        Ok(result)
    }

    /// Whether items of that shape may take no bytes of the input. In a format that is known to be
    /// self-describing, every item takes some.
    pub(crate) fn is_empty_item(self, shape: &Shape) -> bool {
        !self.state.describes_itself && shape.takes_no_bytes()
    }

    /// Counts an item that takes no bytes. Fails if there are more than `MAX_EMPTY_ITEMS`.
    pub(crate) fn note_empty_item<E: Error>(self) -> Result<(), E> {
        let items = self.state.empty_items.get() + 1;
        self.state.empty_items.set(items);
        if items > MAX_EMPTY_ITEMS {
            return Err(E::custom(format_args!(
                "lists have more than {MAX_EMPTY_ITEMS} items that take no bytes"
            )));
        }
        Ok(())
    }
}

impl<'a> Sink<'a> for ReadContext<'a> {
    type Taken = Value;

    fn read(&self) -> ReadContext<'a> {
        *self
    }

    fn with_shape(self, shape: &'static Shape) -> Self {
        self.of(shape)
    }

    #[inline]
    fn value<E: Error>(self, value: Value) -> Result<Value, E> {
        self.check(&value)?;
        Ok(value)
    }
}

/// Reads the items of a list.
fn read_list<'de, A: SeqAccess<'de>>(
    mut list: A,
    read: ReadContext<'_>,
) -> Result<Box<[Value]>, A::Error> {
    // A tuple is as long as its type says, and not as the data claims.
    let is_empty_item = match read.shape {
        Shape::Tuple(_) => false,
        _ => read.is_empty_item(read.item(0)),
    };
    read.inside(|| {
        // The length that the data claims is not trusted: memory grows with the items that are
        // read.
        let mut items = Vec::new();
        loop {
            let place = Place::Item(read.place, items.len());
            let item = read.of(read.item(items.len())).at(&place);
            let Some(value) = list.next_element_seed(ValueSeed::new(item))? else { break };
            if is_empty_item {
                read.note_empty_item()?;
            }
            items.push(value);
        }
        Ok(items.into())
    })
}

/// Reads the slots, in order, of the slotted struct that is the shape of `read`.
pub(crate) fn read_fields<'de, A: SeqAccess<'de>>(
    list: A,
    read: ReadContext<'_>,
) -> Result<Dict, A::Error> {
    match read.shape {
        Shape::Object(layout) => read_object(list, read, layout()),
        _ => Err(A::Error::custom("it has no fields")),
    }
}

/// Does what [`read_fields`] does, and leaves out the names. An optional slot that is unbound is
/// marked so.
pub(crate) fn read_items<'de, A: SeqAccess<'de>>(
    list: A,
    read: ReadContext<'_>,
) -> Result<Box<[Value]>, A::Error> {
    let Shape::Object(layout) = read.shape else {
        return Err(A::Error::custom("it has no fields"));
    };
    let mut fields = read_fields(list, read)?;
    let items = layout().slots().iter();
    Ok(items.map(|slot| fields.remove(slot.name()).unwrap_or_else(Value::unbound)).collect())
}

/// Reads a slotted struct in a format without names: its slots in order.
fn read_object<'de, A: SeqAccess<'de>>(
    mut list: A,
    read: ReadContext<'_>,
    layout: &'static SlotLayout,
) -> Result<Dict, A::Error> {
    read.inside(|| {
        let mut dict = Dict::new();
        for (at, location) in layout.iter().enumerate() {
            let (slot, place) = (location.info(), Place::Slot(layout, location.field()));
            let inside = read.of(slot.vtables().value().shape()).at(&place);
            match next_slot(&mut list, at, slot, inside)? {
                Next::Value(value) => _ = dict.insert(slot.name(), value),
                // Mark the slot as unbound, or its default would fill it (spec 8.20).
                Next::Unbound => _ = dict.insert(slot.name(), Value::unbound()),
                Next::Ended => {}
            }
        }
        Ok(dict)
    })
}

/// What a list of an object's slots in order has for the next slot.
pub(crate) enum Next<T> {
    Value(T),
    Unbound,
    /// The list ends before this slot, which may be left out.
    Ended,
}

/// Reads the next element of a list of an object's slots in order: that of `slot`, at index `at`.
pub(crate) fn next_slot<'de, 's, A: SeqAccess<'de>, S: Sink<'s>>(
    list: &mut A,
    at: usize,
    slot: &SlotInfo,
    sink: S,
) -> Result<Next<S::Taken>, A::Error> {
    let given = if slot.is_optional() {
        let given = list.next_element_seed(OptionalSeed::new(sink))?;
        given.map(|value| value.map_or(Next::Unbound, Next::Value))
    } else {
        list.next_element_seed(ValueSeed::new(sink))?.map(Next::Value)
    };
    match given {
        Some(given) => Ok(given),
        None => may_end(at, slot).map(|()| Next::Ended),
    }
}

/// Fails if a list of an object's slots in order may not end before `slot`, which is at index `at`.
pub(crate) fn may_end<E: Error>(at: usize, slot: &SlotInfo) -> Result<(), E> {
    if slot.has_default() || slot.is_optional() {
        return Ok(());
    }
    Err(E::invalid_length(at, &"a value for each slot"))
}

/// Reads an optional slot: an `Option` whose `None` means *unbound*.
pub(crate) struct OptionalSeed<'s, S> {
    sink: S,
    of: PhantomData<&'s ()>,
}

impl<'s, S: Sink<'s>> OptionalSeed<'s, S> {
    pub(crate) fn new(sink: S) -> Self {
        OptionalSeed { sink, of: PhantomData }
    }
}

impl<'de, 's, S: Sink<'s>> DeserializeSeed<'de> for OptionalSeed<'s, S> {
    type Value = Option<S::Taken>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de, 's, S: Sink<'s>> Visitor<'de> for OptionalSeed<'s, S> {
    type Value = Option<S::Taken>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or none")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        ValueSeed::new(self.sink).deserialize(from).map(Some)
    }
}

/// Whether the slot holds `None` if the data lacks it, as serde's own derive does for an `Option`.
pub(crate) fn none_if_missing(slot: &SlotInfo) -> bool {
    if slot.is_optional() || slot.has_default() {
        return false;
    }
    match slot.vtables().value().shape() {
        Shape::Option(_) => true,
        Shape::Foreign(vtable) => (vtable.has_missing)(),
        _ => false,
    }
}
