//! The numbers, or the lengths, that a slot takes.

use core::any::TypeId;
use core::fmt;
use core::ops::{Bound, RangeBounds};

use crate::reflect::layout::lent::Lent;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;

/// The values that a slot takes: those of `#[slots(range = …)]`, or the lengths of
/// `#[slots(len = …)]`.
///
/// `Display` prints it as Rust writes a range: `1..=65535`.
///
/// ```
/// # use slotted::prelude::*;
/// use std::ops::Bound;
///
/// #[derive(Slots)]
/// struct Server {
///     #[slots(len = ..=253)]
///     host: String,
///     #[slots(range = 1..=65_535)]
///     port: u16,
/// }
///
/// let port = Server::LAYOUT.slot("port").unwrap().range().unwrap();
/// assert_eq!(port.to_string(), "1..=65535");
/// assert_eq!(port.start(), Bound::Included(&Value::Int(1)));
/// let host = Server::LAYOUT.slot("host").unwrap().len_range().unwrap();
/// assert_eq!((host.start(), host.end()), (Bound::Unbounded, Bound::Included(&Value::Int(253))));
///
/// let mut server = Server { host: "localhost".into(), port: 80 };
/// assert_eq!(
///     server.setattr("port", 70_000).unwrap_err().to_string(),
///     "attribute 'port' of 'Server' objects: 70000 is not in 1..=65535"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SlotRange {
    start: Bound<Value>,
    end: Bound<Value>,
    /// Whether the slot holds an `f32`: then the bounds are printed with its digits.
    is_single: bool,
}

impl SlotRange {
    /// Returns the range with its bounds as values.
    pub(crate) fn of<T: SlotValue>(range: &impl RangeBounds<T>) -> Self {
        let value = |bound: &T| bound.as_value().to_value().unwrap_or(Value::None);
        SlotRange {
            start: range.start_bound().map(value),
            end: range.end_bound().map(value),
            is_single: TypeId::of::<T>() == TypeId::of::<f32>(),
        }
    }

    /// The least value, or where the values begin.
    #[must_use]
    pub fn start(&self) -> Bound<&Value> {
        self.start.as_ref()
    }

    /// The greatest value, or where the values end.
    #[must_use]
    pub fn end(&self) -> Bound<&Value> {
        self.end.as_ref()
    }
}

/// The range of a slot: made when it is asked for, or, of a run-time class, held.
pub(crate) enum HeldRange {
    Made(fn() -> SlotRange),
    Held(Lent<SlotRange>),
}

impl HeldRange {
    pub(crate) fn range(&self) -> SlotRange {
        match self {
            HeldRange::Made(make) => make(),
            HeldRange::Held(range) => range.get().clone(),
        }
    }
}

impl fmt::Display for SlotRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Prints a bound without the quotes of text, which is a number of 128 bits or a duration.
        struct Shown<'a>(&'a Value, bool);
        impl fmt::Display for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Value::Str(text) => f.write_str(text),
                    // It was widened from an `f32`, so nothing is lost.
                    Value::Float(value) if self.1 => {
                        fmt::Debug::fmt(&ValueRef::Single(*value as f32), f)
                    }
                    // As `1.0`, and not as `1`.
                    value => fmt::Debug::fmt(value, f),
                }
            }
        }
        let shown = |bound| Shown(bound, self.is_single);
        match &self.start {
            Bound::Included(start) => write!(f, "{}", shown(start))?,
            Bound::Excluded(start) => write!(f, "{}<", shown(start))?,
            Bound::Unbounded => {}
        }
        match &self.end {
            Bound::Included(end) => write!(f, "..={}", shown(end)),
            Bound::Excluded(end) => write!(f, "..{}", shown(end)),
            Bound::Unbounded => f.write_str(".."),
        }
    }
}
