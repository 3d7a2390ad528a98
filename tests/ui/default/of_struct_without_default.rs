use slotted::prelude::*;

struct Level(u8);

#[derive(Slots)]
#[slots(default)]
struct Gauge {
    value: f64,
    #[slots(opaque)]
    level: Level,
}

fn main() {}
