use slotted::Slots;

#[derive(Slots)]
struct Server {
    #[slots(serde, as_str)]
    port: u16,
}

fn main() {}
