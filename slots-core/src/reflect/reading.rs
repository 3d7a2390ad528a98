//! The context in which a value is read from data, and how a value of a known type is read.

use core::cell::Cell;

use alloc::vec::Vec;
use serde_core::de::Deserializer;

use crate::erased::empty::Empty;
use crate::reflect::layout::SlotLayout;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;

/// Reads values whose types are known. The room `serde` implements it; `SlotValue` takes it as a
/// parameter, since no room uses one below it.
pub trait Reader: 'static {
    /// Reads a value that is made from one value of the data.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and if the type refuses what was read.
    fn value<'de, T: SlotValue, D: Deserializer<'de>>(
        to: &mut Target<'_, T>,
        from: D,
    ) -> Result<(), D::Error>;

    /// Reads a list item by item.
    ///
    /// # Errors
    ///
    /// As [`value`](Reader::value).
    fn list<'de, T: SlotValue, D: Deserializer<'de>>(
        to: &mut Target<'_, Vec<T>>,
        from: D,
    ) -> Result<(), D::Error>;
}

/// Where a value of a known type is read to. It is passed by reference, since formats pass a
/// visitor by value many times; and what is read is filled in, and not returned: a value that was
/// just written by words is not to be moved by pairs of words, for which the processor would wait.
pub struct Target<'a, T> {
    pub(crate) read: ReadContext<'a>,
    pub(crate) memory: Empty<'a, T>,
}

/// The state of one reading: of a value, with all values inside it.
pub(crate) struct ReadState {
    /// Whether the format is known to be self-describing, since it is human-readable. If `false`,
    /// it may or may not be.
    pub(crate) describes_itself: bool,
    /// How many lists, maps and structs the reader is in.
    pub(crate) depth: Cell<usize>,
    /// How many items that take no bytes were read.
    pub(crate) empty_items: Cell<u32>,
}

impl ReadState {
    pub(crate) fn new(describes_itself: bool) -> Self {
        ReadState { describes_itself, depth: Cell::new(0), empty_items: Cell::new(0) }
    }
}

/// How a value is read: in which shape, and in which reading.
#[derive(Clone, Copy)]
pub(crate) struct ReadContext<'a> {
    pub(crate) shape: &'static Shape,
    pub(crate) state: &'a ReadState,
    pub(crate) place: &'a Place<'a>,
}

impl<'a> ReadContext<'a> {
    /// The context of an outermost value, of any shape.
    #[inline]
    pub(crate) fn new(state: &'a ReadState) -> Self {
        ReadContext { shape: &Shape::Any, state, place: &Place::Nowhere }
    }

    /// The context, in this reading, of a value of another shape.
    #[inline]
    pub(crate) fn of(self, shape: &'static Shape) -> Self {
        ReadContext { shape, ..self }
    }

    /// The context, in this reading, of a value at that place.
    #[inline]
    pub(crate) fn at(self, place: &'a Place<'a>) -> Self {
        ReadContext { place, ..self }
    }

    #[inline]
    pub(crate) fn place(self) -> &'a Place<'a> {
        self.place
    }

    #[inline]
    pub(crate) fn describes_itself(self) -> bool {
        self.state.describes_itself
    }

    #[inline]
    pub(crate) fn shape(self) -> &'static Shape {
        self.shape
    }
}

/// The place of a value that is read: a slot, or a step inside the value of one.
///
/// A value is refused by an error that its own visitor returns: so the format marks the value, and
/// not the list, map or struct around it. That visitor has to know what is around it.
#[derive(Clone, Copy)]
pub(crate) enum Place<'p> {
    /// No slot is known: a `Value` or a `Dict` that is read by itself, or an entry of a `Dict`.
    Nowhere,
    /// The slot with that number among the fields of the struct.
    Slot(&'p SlotLayout, usize),
    /// The item at that index of a list.
    Item(&'p Place<'p>, usize),
    /// The value of that key in a map.
    Key(&'p Place<'p>, &'p str),
}

/// Whether values of that shape are made from one value of the data: a number, a bool, text,
/// a variant without data, a duration, or an `Option` of these.
pub(crate) const fn is_single(shape: &Shape) -> bool {
    use crate::reflect::shape::Std;
    match shape {
        Shape::Option(inner) => !matches!(inner, Shape::Option(_)) && is_single(inner),
        Shape::Bool
        | Shape::I8
        | Shape::I16
        | Shape::I32
        | Shape::I64
        | Shape::U8
        | Shape::U16
        | Shape::U32
        | Shape::U64
        | Shape::F32
        | Shape::F64
        | Shape::Str
        | Shape::Choice(_)
        | Shape::Std(Std::Duration) => true,
        _ => false,
    }
}
