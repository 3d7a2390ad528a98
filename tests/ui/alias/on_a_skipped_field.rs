use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(skip, alias = "listen")]
    port: u16,
}

fn main() {}
