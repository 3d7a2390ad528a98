use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    fn empty(&mut self) {
        self.balance = 0.0;
    }
}

#[slotted::methods]
impl Account {
    fn fill(&mut self) {
        self.balance = 1.0;
    }
}

fn main() {}
