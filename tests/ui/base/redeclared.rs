use slotted::prelude::*;

#[derive(Slots)]
struct Vehicle {
    wheels: u8,
}

#[derive(Slots)]
struct Car {
    #[slots(base)]
    vehicle: Vehicle,
    doors: u8,
    wheels: u8,
}

fn main() {}
