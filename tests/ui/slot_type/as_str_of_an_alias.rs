use slotted::prelude::*;

type Ports = Vec<u16>;

#[derive(Slots)]
struct Server {
    #[slots(as_str)]
    ports: Ports,
}

fn main() {}
