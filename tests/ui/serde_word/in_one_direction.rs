use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(skip_serializing)]
    password: String,
    #[slots(skip_deserializing)]
    uptime: u64,
}

fn main() {}
