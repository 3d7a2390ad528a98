use slotted::prelude::*;

#[derive(Slots)]
struct Engine {
    rpm: f64,
}

#[derive(Slots)]
struct Car {
    #[slots(readonly)]
    engine: Engine,
}

fn main() {
    let mut car = Car { engine: Engine { rpm: 900.0 } };
    Car::SLOTS.engine.then(Engine::SLOTS.rpm).set(&mut car, 1000.0);
}
