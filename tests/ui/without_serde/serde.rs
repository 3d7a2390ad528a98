use slotted::Slots;

struct Socket;

#[derive(Slots)]
struct Server {
    #[slots(serde)]
    socket: Socket,
}

fn main() {}
