use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    #[slots(rename = "mag-type")]
    mag_type: String,
}

fn main() {}
