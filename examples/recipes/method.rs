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

    /// Takes from the balance, and returns it.
    fn withdraw(&mut self, amount: f64, #[slots(default = 1.0)] fee: f64) -> Result<f64, String> {
        let after = self.balance - amount - fee;
        if after < 0.0 {
            return Err(format!("overdrawn by {}", -after));
        }
        self.balance = after;
        Ok(after)
    }
}

fn main() {
    let mut account = Account { balance: 10.0 };
    let object: &mut dyn Attributes = &mut account;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, arguments)) = words.split_first() else {
        for method in object.methods() {
            println!("{method:?}: {}", method.doc().unwrap_or("no docs"));
        }
        return;
    };
    let values: Vec<Value> = arguments
        .iter()
        .map(|text| text.parse().unwrap_or_else(|_| Value::from(text.as_str())))
        .collect();
    match object.call_mut(name, values) {
        Ok(value) => println!("{value:?}"),
        Err(error) => println!("{error}"),
    }
}
