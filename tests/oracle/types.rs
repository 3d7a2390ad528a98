//! The types of one's own that rows hold, each declared for slotted and for serde's derive with the
//! same words.

use core::fmt;
use core::str::FromStr;

macro_rules! types {
    ($words:ident, [$($closed:meta),*], [$($choice:meta),*], [$($value:meta),*]) => {
        $(#[$closed])*
        pub(crate) struct Held {
            pub(crate) count: u32,
            pub(crate) name: String,
            pub(crate) maybe: Option<u8>,
        }

        $(#[$closed])*
        pub(crate) struct Empty {}

        $(#[$closed])*
        #[$words(rename_all = "camelCase")]
        pub(crate) struct Nested {
            pub(crate) first_one: Held,
            pub(crate) all_others: Vec<Held>,
            #[$words(rename = "THE-BOX")]
            pub(crate) boxed: Option<Box<Nested>>,
        }

        $(#[$choice])*
        #[derive(Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[$words(rename_all = "kebab-case")]
        pub(crate) enum Side {
            #[$words(alias = "L", alias = "west")]
            Left,
            FarRight,
            #[$words(rename = "None")]
            Nowhere,
        }

        $(#[$choice])*
        pub(crate) enum Shape {
            Nothing,
            Circle {
                radius: f64,
                colour: Option<String>,
            },
            Pair(u8, Option<i16>),
            Text(String),
            Holds(Held),
            Group(Vec<Shape>),
            Inner(Box<Shape>),
            Empty {},
        }

        $(#[$choice])*
        #[$words(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
        pub(crate) enum Tagged {
            NoneOfThese,
            Circle {
                the_radius: f64,
                the_colour: Option<String>,
            },
            Holds(Held),
            Many {
                #[$words(default)]
                all: Vec<Tagged>,
                #[$words(alias = "other")]
                one: u8,
            },
        }

        $(#[$choice])*
        #[$words(tag = "t", content = "c", rename_all = "UPPERCASE")]
        pub(crate) enum Adjacent {
            Nothing,
            Circle { radius: f32, colour: Option<String> },
            Pair(u8, Option<i16>),
            Text(String),
            Holds(Held),
            Group(Vec<Adjacent>),
        }

        $(#[$value])*
        pub(crate) struct Metres(pub(crate) f64);

        $(#[$value])*
        pub(crate) struct Names(pub(crate) Vec<String>);

        $(#[$value])*
        pub(crate) struct Both(pub(crate) u8, pub(crate) String, pub(crate) Option<i16>);
    };
}

pub(crate) mod ours {
    use slotted::prelude::*;

    types! {
        slots,
        [derive(Slots, Clone, Debug), slots(serialize, deserialize)],
        [derive(SlotValue, Clone, Debug), slots(serialize, deserialize)],
        [derive(SlotValue, Clone, Debug), slots(serialize, deserialize)]
    }

    pub(crate) type Any = Value;

    #[derive(Slots, Clone, Debug)]
    #[slots(serialize, deserialize)]
    pub(crate) struct Generic<T: slotted::SlotValue> {
        item: T,
        rest: Vec<T>,
    }

    #[derive(SlotValue, Clone, Debug)]
    #[slots(serialize, deserialize)]
    pub(crate) enum Either<A: slotted::SlotValue, B: slotted::SlotValue> {
        One(A),
        Other { it: B },
    }

    #[derive(SlotValue, Clone, Debug)]
    #[slots(serialize, deserialize)]
    pub(crate) struct Wrapper<T: slotted::SlotValue>(T);
}

pub(crate) mod theirs {
    use serde::{Deserialize, Serialize};

    types! {
        serde,
        [derive(Serialize, Deserialize, Clone, Debug), serde(deny_unknown_fields)],
        [derive(Serialize, Deserialize, Clone, Debug), serde(deny_unknown_fields)],
        [derive(Serialize, Deserialize, Clone, Debug)]
    }

    pub(crate) type Any = serde_json::Value;

    #[derive(Serialize, Deserialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Generic<T> {
        item: T,
        rest: Vec<T>,
    }

    #[derive(Serialize, Deserialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub(crate) enum Either<A, B> {
        One(A),
        Other { it: B },
    }

    #[derive(Serialize, Deserialize, Clone, Debug)]
    pub(crate) struct Wrapper<T>(T);
}

/// A type with text of its own, for `as_str`: `3:4`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot(u8, u8);

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0, self.1)
    }
}

impl FromStr for Spot {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (x, y) = text.split_once(':').ok_or("there is no colon in it")?;
        let number = |text: &str| text.parse().map_err(|error| format!("{text}: {error}"));
        Ok(Spot(number(x)?, number(y)?))
    }
}

/// What serde needs for a slot with `as_str`: `#[serde(with = "as_text")]`.
pub(crate) mod as_text {
    use core::fmt::Display;
    use core::str::FromStr;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<T: Display, S: Serializer>(
        value: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(crate) fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// The same for what is in an `Option`, a `Vec` or a map: the text is a type of its own.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct SpotText(#[serde(with = "as_text")] pub(crate) Spot);

impl fmt::Debug for SpotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
