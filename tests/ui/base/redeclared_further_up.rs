use slotted::prelude::*;

#[derive(Slots)]
struct Thing {
    weight: f64,
}

#[derive(Slots)]
struct Vehicle {
    #[slots(base)]
    thing: Thing,
    wheels: u8,
}

#[derive(Slots)]
struct Car {
    #[slots(base)]
    vehicle: Vehicle,
    #[slots(rename = "weight")]
    kilograms: f64,
}

fn main() {}
