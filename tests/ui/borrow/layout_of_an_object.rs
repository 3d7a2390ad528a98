//! What the layout of an object tells is not static: its class may die with the object.

use slotted::prelude::*;
use slotted::{SlotInfo, SlotLayout};

fn name(layout: &SlotLayout) -> &'static str {
    layout.name()
}

fn first(object: &dyn Attributes) -> &'static SlotInfo {
    &object.layout().slots()[0]
}

fn main() {}
