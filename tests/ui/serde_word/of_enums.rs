use slotted::prelude::*;

#[derive(Slots)]
#[slots(tag = "type", untagged)]
struct Server {
    #[slots(other)]
    host: String,
}

fn main() {}
