use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(alias = "listen", alias = "port")]
    port: u16,
    #[slots(rename = "listen-on", alias = "listen")]
    address: String,
}

fn main() {}
