use slotted::prelude::*;

#[derive(Slots)]
#[slots(alias = "Host")]
struct Server {
    port: u16,
}

fn main() {}
