use slotted::prelude::*;

#[derive(Slots)]
union Word {
    int: u64,
    float: f64,
}

fn main() {}
