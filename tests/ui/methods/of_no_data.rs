use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(methods)]
enum Level {
    Low,
    High,
}

#[derive(SlotValue)]
#[slots(methods)]
struct Wrapped(u8);

fn main() {
    let _ = (Level::Low, Level::High, Wrapped(1).0);
}
