use slotted::prelude::*;

struct Vehicle {
    wheels: u8,
}

#[derive(Slots)]
struct Car {
    #[slots(base)]
    vehicle: Vehicle,
}

fn main() {}
