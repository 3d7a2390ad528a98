use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    host: String,
    #[slots(alias = "host")]
    address: String,
}

fn main() {}
