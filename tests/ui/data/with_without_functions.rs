use slotted::Slots;

mod hex {}

#[derive(Slots)]
struct Server {
    #[slots(with = hex)]
    port: u16,
}

fn main() {}
