//! One row of the table, in each of the forms that are compared.
//!
//! The columns are listed once, in [`flights!`]. The three structs, the maps, the columns that are
//! read from the file and those that are sent to Python all come from that list.

use std::collections::{BTreeMap, HashMap};

use slotted::Value;
use slotted::prelude::*;

use crate::fault::Fault;
use crate::table::Line;

/// A row as `HashMap`.
pub(crate) type HashFlight = HashMap<String, Value>;
/// A row as `BTreeMap`.
pub(crate) type TreeFlight = BTreeMap<String, Value>;
/// A row as JSON.
pub(crate) type JsonFlight = serde_json::Map<String, serde_json::Value>;

/// A column: its name, and whether its value can be unknown.
pub(crate) struct Column {
    /// The name in the header.
    pub(crate) name: &'static str,
    /// Whether `NA` is allowed.
    pub(crate) optional: bool,
}

macro_rules! flights {
    ($(
        #[doc = $doc:literal]
        $(#[slots($how:ident)])?
        $name:ident: $type:ty,
    )*) => {
        /// The plain struct: the baseline that all others are compared with.
        pub(crate) struct PlainFlight {
            $(#[doc = $doc] pub(crate) $name: $type,)*
        }

        /// A struct with the fields of [`PlainFlight`] as slots.
        #[derive(Slots, Clone)]
        pub(crate) struct Flight {
            $(#[doc = $doc] $(#[slots($how)])? pub(crate) $name: $type,)*
        }

        /// A struct with the slots of [`Flight`], and a `Dict` for undeclared names, which stays
        /// empty.
        #[derive(Slots)]
        #[slots(dict)]
        pub(crate) struct FlightWithDict {
            $(#[doc = $doc] $(#[slots($how)])? pub(crate) $name: $type,)*
            __dict__: Dict,
        }

        /// The columns, in the order of the structs' fields.
        pub(crate) const COLUMNS: &[Column] = &[$(
            Column { name: stringify!($name), optional: <$type as Cell>::OPTIONAL },
        )*];

        impl PlainFlight {
            /// Reads one line of the file.
            pub(crate) fn read(line: &mut Line<'_>) -> Result<Self, Fault> {
                Ok(PlainFlight { $($name: line.next()?,)* })
            }

            /// Returns the values with their names; `None` for an unknown value.
            pub(crate) fn values<V>(&self) -> [(&'static str, Option<V>); COLUMNS.len()]
            where
                V: From<u8> + From<u16> + From<i16> + From<String>,
            {
                [$((stringify!($name), self.$name.known().cloned().map(V::from)),)*]
            }
        }

        impl Form for PlainFlight {
            const NAME: &'static str = "plain struct";

            fn of(row: &PlainFlight) -> Self {
                PlainFlight { $($name: row.$name.clone(),)* }
            }
        }

        impl Form for Flight {
            const NAME: &'static str = "slotted struct";

            fn of(row: &PlainFlight) -> Self {
                Flight { $($name: row.$name.clone(),)* }
            }
        }

        impl Form for FlightWithDict {
            const NAME: &'static str = "slotted, empty Dict";

            fn of(row: &PlainFlight) -> Self {
                FlightWithDict { $($name: row.$name.clone(),)* __dict__: Dict::new() }
            }
        }
    };
}

flights! {
    /// The year of departure.
    year: u16,
    /// The month of departure.
    month: u8,
    /// The day of departure.
    day: u8,
    /// Local time of departure, hours and minutes as one number; unknown if cancelled.
    #[slots(optional)]
    dep_time: Option<u16>,
    /// Planned local time of departure, hours and minutes as one number.
    sched_dep_time: u16,
    /// Minutes late at departure; negative if early.
    #[slots(optional)]
    dep_delay: Option<i16>,
    /// Local time of arrival, hours and minutes as one number.
    #[slots(optional)]
    arr_time: Option<u16>,
    /// Planned local time of arrival, hours and minutes as one number.
    sched_arr_time: u16,
    /// Minutes late at arrival; negative if early.
    #[slots(optional)]
    arr_delay: Option<i16>,
    /// The airline's two letters.
    carrier: String,
    /// The flight's number.
    flight: u16,
    /// The aircraft's registration.
    #[slots(optional)]
    tailnum: Option<String>,
    /// The airport of departure.
    origin: String,
    /// The airport of destination.
    dest: String,
    /// Minutes in the air.
    #[slots(optional)]
    air_time: Option<u16>,
    /// Miles between the airports.
    distance: u16,
    /// Hour of the planned departure.
    hour: u8,
    /// Minute of the planned departure.
    minute: u8,
    /// The planned departure to the hour, in ISO 8601.
    time_hour: String,
}

/// One of the forms in which a row is held. Each form owns everything that it holds, texts
/// included.
pub(crate) trait Form: Sized {
    /// The name of the form in the report.
    const NAME: &'static str;

    /// Copies the row into this form.
    fn of(row: &PlainFlight) -> Self;
}

/// Implements [`Form`] for a map. The map holds only known values: an unknown value has no key,
/// just as an unbound slot has no value.
macro_rules! maps {
    ($($type:ty = $name:literal,)*) => {$(
        impl Form for $type {
            const NAME: &'static str = $name;

            fn of(row: &PlainFlight) -> Self {
                let values = row.values().into_iter();
                // `collect` packs a `BTreeMap` more tightly than single insertions would.
                values.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
            }
        }
    )*};
}
maps! {
    HashFlight = "HashMap<String, Value>",
    TreeFlight = "BTreeMap<String, Value>",
    JsonFlight = "serde_json::Map",
}

/// The type of a field: how it parses the text of the file, and whether its value is known.
pub(crate) trait Cell: Sized {
    /// The type of a known value.
    type Known: Clone;

    /// Whether the value can be unknown.
    const OPTIONAL: bool = false;

    /// Describes the text that [`parse`](Cell::parse) accepts, for the error message.
    fn expected() -> String;

    /// Parses the text; `None` if it is not a value of this type.
    fn parse(text: &str) -> Option<Self>;

    /// Returns the value, if it is known.
    fn known(&self) -> Option<&Self::Known>;
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Cell for $type {
            type Known = $type;

            fn expected() -> String {
                format!("a number from {} to {}", <$type>::MIN, <$type>::MAX)
            }

            fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn known(&self) -> Option<&$type> {
                Some(self)
            }
        }
    )*};
}
numbers!(u8, u16, i16);

impl Cell for String {
    type Known = String;

    fn expected() -> String {
        "a text".to_owned()
    }

    fn parse(text: &str) -> Option<Self> {
        (!is_unknown(text)).then(|| text.to_owned())
    }

    fn known(&self) -> Option<&String> {
        Some(self)
    }
}

impl<T: Cell<Known = T> + Clone> Cell for Option<T> {
    type Known = T;

    const OPTIONAL: bool = true;

    fn expected() -> String {
        T::expected()
    }

    fn parse(text: &str) -> Option<Self> {
        if is_unknown(text) { Some(None) } else { T::parse(text).map(Some) }
    }

    fn known(&self) -> Option<&T> {
        self.as_ref()
    }
}

/// Whether the text stands for an unknown value.
fn is_unknown(text: &str) -> bool {
    matches!(text, "" | "NA")
}
