use slotted::Slots;

struct Socket;

mod hex {}

#[derive(Slots)]
struct Server {
    #[slots(with = hex, optional)]
    socket: Option<Socket>,
}

fn main() {}
