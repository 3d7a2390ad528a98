use slotted::prelude::*;

#[derive(Slots)]
struct Tagged<T> {
    tag: T,
}

#[derive(Slots)]
struct Card<T> {
    #[slots(base)]
    tagged: Tagged<T>,
    tag: u8,
}

const MAP: &slotted::SlotLayout = Card::<u8>::LAYOUT;

fn main() {
    println!("{MAP}");
}
