use slotted::prelude::*;

#[derive(Slots)]
struct Account {
    balance: f64,
}

trait Close {
    fn close(&mut self);
}

#[slotted::methods]
impl Close for Account {
    fn close(&mut self) {
        self.balance = 0.0;
    }
}

fn main() {}
