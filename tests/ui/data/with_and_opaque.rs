use slotted::Slots;

mod hex {}

#[derive(Slots)]
struct Server {
    #[slots(opaque, with = hex)]
    port: u16,
}

fn main() {}
