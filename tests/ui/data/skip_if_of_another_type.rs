use slotted::prelude::*;

#[derive(Slots)]
#[slots(serialize)]
struct Server {
    #[slots(optional, skip_serializing_if = Vec::is_empty)]
    ports: Option<Vec<u16>>,
}

fn main() {}
