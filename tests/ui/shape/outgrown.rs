use slotted::prelude::*;

#[derive(Slots)]
#[slots(size = 16)]
struct Node {
    id: u64,
    weight: f64,
    visited: bool,
}

fn main() {}
