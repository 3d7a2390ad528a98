use slotted::prelude::*;

#[derive(Slots)]
#[slots(rename_all = "camelCase")]
struct Event {
    mag_type: String,
    #[allow(non_snake_case)]
    magType: String,
}

fn main() {}
