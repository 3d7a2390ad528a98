use slotted::prelude::*;

#[derive(Slots)]
#[slots(default = make())]
struct Gauge {
    value: f64,
}

fn make() -> Gauge {
    Gauge { value: 0.0 }
}

fn main() {}
