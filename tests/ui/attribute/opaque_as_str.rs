use slotted::prelude::*;

#[derive(Slots)]
struct Host {
    #[slots(opaque, as_str)]
    address: std::net::IpAddr,
}

fn main() {}
