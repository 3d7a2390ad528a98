use slotted::prelude::*;

#[derive(Slots)]
struct Flight {
    #[slots(optional)]
    delay: i16,
}

fn main() {}
