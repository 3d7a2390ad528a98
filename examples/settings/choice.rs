//! Settings whose value is one of a few words.

use std::any::TypeId;
use std::fmt;
use std::str::FromStr;

use slotted::SlotInfo;

macro_rules! choice {
    ($(#[doc = $doc:literal] $name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, Debug, PartialEq)]
            pub(crate) enum $name { $(#[doc = $word] $variant),+ }

            impl $name {
                const WORDS: &[&str] = &[$($word),+];
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.pad(match self { $(Self::$variant => $word),+ })
                }
            }

            impl FromStr for $name {
                type Err = String;

                fn from_str(word: &str) -> Result<Self, String> {
                    match word {
                        $($word => Ok(Self::$variant),)+
                        _ => Err(format!("the choices are {}", Self::WORDS.join(", "))),
                    }
                }
            }
        )+

        /// Returns the words that a slot accepts; empty if it accepts more than a few words.
        pub(crate) fn of(slot: &SlotInfo) -> &'static [&'static str] {
            match slot.type_id() {
                id if id == TypeId::of::<bool>() => &["true", "false"],
                $(id if id == TypeId::of::<$name>() => $name::WORDS,)+
                _ => &[],
            }
        }
    };
}

choice! {
    /// What an engine burns.
    Fuel { Petrol = "petrol", Diesel = "diesel", Ethanol = "ethanol" }

    /// How important a message is.
    Level { Error = "error", Warning = "warning", Info = "info", Debug = "debug" }
}
