use slotted::prelude::*;

#[derive(Slots)]
#[slots(remote = "other::Server")]
struct Server {
    #[slots(getter = "other::Server::host")]
    host: String,
    #[slots(serialize_with = "write", deserialize_with = "read")]
    port: u16,
}

fn main() {}
