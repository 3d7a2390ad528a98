use slotted::Slots;

struct Socket;

#[derive(Slots)]
struct Server {
    #[slots(serde, optional)]
    socket: Option<Socket>,
}

fn main() {}
