use slotted::prelude::*;

#[derive(Slots)]
struct Robot {
    #[slots(alias = "go")]
    goal: u8,
    speed: u8,
}

#[derive(Slots)]
#[slots(methods)]
struct Driver {}

#[slotted::methods]
impl Driver {
    fn go(&self) {}
    fn speed(&self) -> u8 {
        1
    }
}

#[derive(Slots)]
struct Car {
    #[slots(base)]
    robot: Robot,
    #[slots(base)]
    driver: Driver,
}

fn main() {}
