use slotted::prelude::*;

struct Overdrawn;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    fn withdraw(&mut self, amount: f64) -> Result<f64, Overdrawn> {
        self.balance -= amount;
        if self.balance < 0.0 { Err(Overdrawn) } else { Ok(self.balance) }
    }

    fn overdrawn(&self) -> Overdrawn {
        Overdrawn
    }
}

fn main() {}
