//! What is in a `Cell` cannot be lent, so text cannot be in one.

use std::cell::Cell;

use slotted::prelude::*;

#[derive(Slots)]
struct Player {
    name: Cell<String>,
}

fn main() {}
