//! Two numbers that a validator holds in order, for the tests of patches.

use slotted::prelude::*;

#[derive(Slots, Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Span {
    pub(crate) low: u8,
    pub(crate) high: u8,
}

pub(crate) fn ordered(span: &Span) -> Result<(), String> {
    if span.low <= span.high { Ok(()) } else { Err("low is above high".into()) }
}
