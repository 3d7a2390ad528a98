use slotted::prelude::*;

struct Port(u16);

#[derive(Slots)]
struct Server {
    #[slots(opaque, default)]
    port: Port,
}

fn main() {}
