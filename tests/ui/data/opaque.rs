use slotted::prelude::*;

struct Socket;

#[derive(Slots)]
#[slots(serialize)]
struct Session {
    user: String,
    #[slots(opaque)]
    socket: Socket,
}

fn main() {}
