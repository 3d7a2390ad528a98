use slotted::prelude::*;

#[derive(Slots)]
#[slots(rename_all = "lowercase")]
struct Event {
    mag_type: String,
    magtype: String,
}

fn main() {}
