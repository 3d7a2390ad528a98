use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    magnitude: f64,
    #[slots(dict)]
    extra: std::collections::HashMap<String, Value>,
}

fn main() {}
