use slotted::prelude::*;

#[derive(Slots)]
#[slots(rename_all = "camel_case")]
struct Point {
    x: f64,
}

fn main() {}
