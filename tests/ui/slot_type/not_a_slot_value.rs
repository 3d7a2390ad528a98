use slotted::prelude::*;

struct Socket;

#[derive(Slots)]
struct Server {
    port: u16,
    socket: Socket,
}

fn main() {}
