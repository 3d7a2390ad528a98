use slotted::prelude::*;

#[derive(Slots)]
struct Vehicle {
    name: String,
}

#[derive(Slots)]
struct Product {
    name: String,
    price: f64,
}

#[derive(Slots)]
struct Car {
    #[slots(base)]
    vehicle: Vehicle,
    #[slots(base)]
    product: Product,
}

fn main() {}
