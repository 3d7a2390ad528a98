use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    #[slots(renam = "a")]
    fn one(&self) {}
    #[slots(default = 1)]
    fn two(&self) {}
    #[slots(skip, rename = "c")]
    fn three(&self, #[slots(default)] _a: u8) {}
    fn four(&self, #[slots(skip)] _a: u8) {}
}

fn main() {
    let _ = Account { balance: 1.0 }.balance;
}
