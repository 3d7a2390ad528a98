//! Nobody can put a derive on a type of another crate.

use std::time::Instant;

use slotted::prelude::*;

#[derive(Slots)]
struct Job {
    since: Instant,
}

fn main() {}
