use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    port: u16,
}

#[derive(Slots)]
struct Site {
    #[slots(base)]
    server: Server,
    #[slots(alias = "port")]
    number: u16,
}

fn main() {}
