use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(default = "8080")]
    port: u16,
}

fn main() {}
