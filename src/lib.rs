//! temp
#![no_std]

pub use slots_core::*;
pub use slots_derive::Slots;

#[doc(hidden)]
pub use slots_core::__private;

/// What one wants in scope: the derive, the traits whose methods one calls, and the two escapes' types.
pub mod prelude {
    pub use crate::{Attributes, AttributesExt, Dict, Slots, Slotted, Value};
}
