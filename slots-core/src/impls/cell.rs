//! `Cell` as a slot. What is in a `Cell` cannot be lent, so it is only of types that are seen by
//! value.

use core::cell::Cell;
use core::fmt::{self, Display};
use core::num::{NonZero, Wrapping};

use crate::erased::shown::Shown;
use crate::reflect::choices::{Enumerated, choice_as_value};
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// A type of which a `Cell` can be a slot.
///
/// ```
/// use core::cell::Cell;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Page { title: String, views: Cell<u32> }
///
/// let page = Page { title: "Slots".to_owned(), views: Cell::new(1) };
/// page.views.set(2);
/// assert_eq!(page.getattr("views")?, 2);
/// # Ok::<(), slotted::AttributeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "a `Cell` of `{Self}` cannot be a slot",
    label = "what is in a `Cell` cannot be lent, so it must be a number, a `bool`, a `char`, or an enum \
             without data that derives `SlotValue` and `Copy`",
    note = "reach the `Cell` by its own type only, `#[slots(opaque)]`, or make the field no slot at all: \
            `#[slots(skip)]`"
)]
pub trait CellValue: SlotValue + Copy {
    /// Returns a view of what is in the cell.
    #[doc(hidden)]
    fn __in_cell(cell: &Cell<Self>) -> ValueRef<'_>;
}

/// An enum without data.
#[diagnostic::do_not_recommend]
impl<T: Enumerated + Copy> CellValue for T {
    fn __in_cell(cell: &Cell<Self>) -> ValueRef<'_> {
        choice_as_value(T::CHOICES, cell.get().number())
    }
}

/// Implements `CellValue` for types whose views are numbers, or text that `Display` prints.
macro_rules! cell_values {
    ($($type:ty)*) => {$(
        impl CellValue for $type {
            fn __in_cell(cell: &Cell<Self>) -> ValueRef<'_> {
                by_value(cell.get().as_value()).unwrap_or_else(|| ValueRef::Text(Shown::of(cell)))
            }
        }
    )*};
}
cell_values!(bool char f32 f64);
macro_rules! integers {
    ($($type:ty)*) => {
        cell_values!($($type)* $(Wrapping<$type>)*);
    };
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
cell_values! {
    NonZero<i8> NonZero<i16> NonZero<i32> NonZero<i64> NonZero<isize>
    NonZero<u8> NonZero<u16> NonZero<u32> NonZero<u64> NonZero<usize>
}

/// Returns the view for as long as one likes, unless it borrows.
fn by_value<'a>(view: ValueRef<'_>) -> Option<ValueRef<'a>> {
    Some(match view {
        ValueRef::Bool(value) => ValueRef::Bool(value),
        ValueRef::Int(value) => ValueRef::Int(value),
        ValueRef::UInt(value) => ValueRef::UInt(value),
        ValueRef::Float(value) => ValueRef::Float(value),
        ValueRef::Single(value) => ValueRef::Single(value),
        _ => return None,
    })
}

impl<T: Copy + Display> Display for Shown<Cell<T>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().get().fmt(f)
    }
}

/// What is in the cell.
impl<T: CellValue> SlotValue for Cell<T> {
    const KIND: Kind = T::KIND;
    const __SHAPE: Shape = T::__SHAPE;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        T::from_value(value).map(Cell::new)
    }

    fn as_value(&self) -> ValueRef<'_> {
        T::__in_cell(self)
    }

    #[inline(always)]
    fn __copied(value: &Value) -> Option<Self> {
        T::__copied(value).map(Cell::new)
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        T::from_text(text).map(Cell::new)
    }
}
