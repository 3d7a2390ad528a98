//! The checks of `#[slots(range = …)]` and `#[slots(len = …)]`.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::cell::Cell;
use core::num::{NonZero, Wrapping};
use core::ops::RangeBounds;
use core::time::Duration;

use crate::reflect::layout::range::SlotRange;
use crate::reflect::mode::Mode;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::validator::Refusal;
use crate::value::kind::Kind;

/// A number, or what holds one: the type of the value of a `#[slots(range = …)]` field.
#[diagnostic::on_unimplemented(
    message = "`#[slots(range = …)]` needs a number, not `{Self}`",
    label = "a range is of numbers or of a `Duration`, in an `Option` or a `Box` too",
    note = "for the length of text, of a list or of a map, write `len = …`",
    note = "for a rule of its own, write `validate = path`"
)]
pub trait Ranged {
    /// The type of the bounds.
    type Bound: SlotValue + PartialOrd;

    /// Returns the number, if there is one.
    fn number(&self) -> Option<Self::Bound>;
}

/// A range of `B`s: what `range` and `len` say.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no range of `{B}`",
    label = "the bounds are of the type of the slot's numbers, or of `usize` for a length",
    note = "write a range, such as `1..=9`, `..10` or `1..`, or a constant that is one"
)]
pub trait RangeOf<B>: RangeBounds<B> {}

#[diagnostic::do_not_recommend]
impl<B, R: RangeBounds<B>> RangeOf<B> for R {}

macro_rules! ranged {
    ($([$($generics:tt)*] $type:ty => $bound:ty, |$it:ident| $number:expr;)*) => {$(
        impl<$($generics)*> Ranged for $type {
            type Bound = $bound;

            fn number(&self) -> Option<$bound> {
                let $it = self;
                $number
            }
        }
    )*};
}
macro_rules! ranged_numbers {
    ($($type:ident)*) => {
        ranged! { $([] $type => $type, |it| Some(*it);)* }
    };
}
macro_rules! ranged_integers {
    ($($type:ident)*) => {
        ranged_numbers! { $($type)* }
        ranged! { $([] NonZero<$type> => $type, |it| Some(it.get());)* }
    };
}
ranged_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
ranged_numbers!(f32 f64 Duration);
ranged! {
    [T: Ranged] Wrapping<T> => T::Bound, |it| it.0.number();
    [T: Ranged] Option<T> => T::Bound, |it| it.as_ref().and_then(T::number);
    [T: Ranged + Copy] Cell<T> => T::Bound, |it| it.get().number();
    [T: Ranged] Box<T> => T::Bound, |it| (**it).number();
}

/// Returns the range of the numbers that a slot of type `V` takes.
pub fn range_of<V: Ranged>(range: impl RangeOf<V::Bound>) -> SlotRange {
    SlotRange::of(&range)
}

/// Returns the range of the lengths that a slot takes.
pub fn length_of(range: impl RangeOf<usize>) -> SlotRange {
    SlotRange::of(&range)
}

/// Refuses a number that is not in the range. Bounds and numbers are of one type, so nothing is
/// rounded.
#[inline]
pub fn in_range<V: Ranged>(value: &V, range: impl RangeOf<V::Bound>) -> Result<(), Refusal> {
    match value.number() {
        Some(number) if !range.contains(&number) => {
            let number = match number.as_value() {
                // Without the quotes of text.
                ValueRef::Text(text) => text.to_string(),
                number => alloc::format!("{number:?}"),
            };
            Err(not_in(number, &SlotRange::of(&range)))
        }
        _ => Ok(()),
    }
}

/// Refuses what is longer or shorter than the range says. What has no length is accepted: `None`, or
/// a number in a slot of type `Value`.
pub fn in_length<V, M: Mode<V>>(value: &V, range: impl RangeOf<usize>) -> Result<(), Refusal> {
    match length(&M::view(value)) {
        Some(length) if !range.contains(&length) => {
            Err(not_in(alloc::format!("a length of {length}"), &SlotRange::of(&range)))
        }
        _ => Ok(()),
    }
}

#[cold]
fn not_in(what: String, range: &SlotRange) -> Refusal {
    Refusal::NotIn(what.into(), range.to_string().into())
}

/// Returns the length of text in characters, as Python counts them; of bytes in bytes; of a list or a
/// map in items.
fn length(value: &ValueRef<'_>) -> Option<usize> {
    Some(match value {
        ValueRef::Str(text) => text.chars().count(),
        ValueRef::Text(text) => text.to_string().chars().count(),
        ValueRef::Bytes(bytes) => bytes.len(),
        ValueRef::List(list) => list.len(),
        ValueRef::Map(map) => map.len(),
        ValueRef::Foreign(value) => return length(&value.to_value().ok()?.view()),
        _ => return None,
    })
}

/// Asserts that values of type `V` can have a length. Evaluated at compile time.
#[track_caller]
pub const fn has_length<V, M: Mode<V>>() {
    assert!(
        matches!(M::KIND, Kind::Str | Kind::Bytes | Kind::List | Kind::Map | Kind::Any),
        "`#[slots(len = …)]` needs text, bytes, a list or a map: values of this type have no length\nfor \
         the size of a number, write `range = …`\nfor a rule of its own, write `validate = path`"
    );
}
