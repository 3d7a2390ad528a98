use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    fn balance(&self) -> f64 {
        self.balance
    }
}

#[derive(SlotValue)]
#[slots(methods)]
enum Figure {
    Circle { radius: f64 },
    Nothing,
}

#[slotted::methods]
impl Figure {
    fn radius(&self) -> f64 {
        let Figure::Circle { radius } = self else { return 0.0 };
        *radius
    }
}

fn main() {
    let _ = Figure::Nothing;
}
