use slotted::prelude::*;

#[derive(Slots)]
#[slots(deserialize)]
struct Server {
    #[slots(skip_serializing_if = Vec::is_empty)]
    ports: Vec<u16>,
}

fn main() {}
