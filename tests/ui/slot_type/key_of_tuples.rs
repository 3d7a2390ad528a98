//! A tuple is no key of a map that is a slot: it has no text.

use std::collections::BTreeMap;

use slotted::prelude::*;

#[derive(Slots)]
struct Table {
    values: BTreeMap<(u8, u8), u8>,
}

fn main() {}
