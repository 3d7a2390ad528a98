//! Methods by name, as a script calls them. `cargo run --example method -- deposit 5`

use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    /// Adds to the balance, and returns it.
    fn deposit(&mut self, amount: f64) -> f64 {
        self.balance += amount;
        self.balance
    }

    /// Takes from the balance, and returns what is left.
    fn withdraw(&mut self, amount: f64, #[slots(default = 1.0)] fee: f64) -> Result<f64, String> {
        let taken = amount + fee;
        if taken > self.balance { Err("overdrawn".to_owned()) } else { Ok(self.deposit(-taken)) }
    }
}

fn main() {
    let account: &mut dyn Attributes = &mut Account { balance: 10.0 };
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, arguments)) = words.split_first() else {
        return account.methods().for_each(|it| println!("{it:?}: {}", it.doc().unwrap_or("")));
    };
    let value = |text: &String| text.parse().unwrap_or_else(|_| Value::from(text.as_str()));
    match account.call_mut(name, arguments.iter().map(value).collect::<Vec<_>>()) {
        Ok(value) => println!("{value:?}"),
        Err(error) => println!("{error}"),
    }
}
