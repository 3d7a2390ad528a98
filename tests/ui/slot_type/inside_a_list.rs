use slotted::prelude::*;

struct Socket;

#[derive(Slots)]
struct Server {
    sockets: Vec<Socket>,
}

fn main() {}
