use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    #[slots(read_only)]
    x: f64,
}

fn main() {}
