use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(alias = "listen")]
    port: u16,
}

#[derive(Slots)]
struct Site {
    #[slots(base)]
    server: Server,
    listen: bool,
}

fn main() {}
