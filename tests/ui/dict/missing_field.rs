use slotted::prelude::*;

#[derive(Slots)]
#[slots(dict)]
struct Event {
    magnitude: f64,
}

fn main() {
    let _ = Event { magnitude: 1.0 }.dict();
}
