//! Measures calls of methods by name against the direct call: `cargo bench --bench methods`.

use std::hint::black_box;

use slotted::prelude::*;

#[path = "../harness/mod.rs"]
mod harness;

use harness::{compare, print_processor};

/// A type with eight methods; the measured ones are the first and the last.
#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
    name: String,
}

#[slotted::methods]
impl Account {
    #[inline(never)]
    fn deposit(&mut self, amount: f64) -> f64 {
        self.balance += amount;
        self.balance
    }
    fn b(&self) {}
    fn c(&self) {}
    fn d(&self) {}
    fn e(&self) {}
    fn f(&self) {}
    fn is_called(&self, name: &str) -> bool {
        self.name == name
    }
    #[inline(never)]
    fn withdraw(&mut self, amount: f64) -> Result<f64, String> {
        self.balance -= amount;
        Ok(self.balance)
    }
}

/// The number of calls of one pass.
const CALLS: usize = 1_000;

fn pass(mut call: impl FnMut(usize)) {
    for number in 0..CALLS {
        call(number);
    }
}

fn main() {
    print_processor();
    let account = || Account { balance: 0.0, name: "Ann".to_owned() };
    let (mut direct, mut named, mut last, mut text) = (account(), account(), account(), account());
    let (deposit, withdraw, is_called) =
        (black_box("deposit"), black_box("withdraw"), black_box("is_called"));
    compare(
        "a method with one number",
        CALLS,
        vec![
            (
                "the direct call",
                Box::new(move || {
                    pass(|number| {
                        black_box(black_box(&mut direct).deposit(black_box(number as f64)));
                    });
                }),
            ),
            (
                "by name, the first of eight",
                Box::new(move || {
                    pass(|number| {
                        let object: &mut dyn Attributes = black_box(&mut named);
                        let argument = Value::Float(black_box(number as f64));
                        _ = black_box(object.call_mut(deposit, [argument]));
                    });
                }),
            ),
            (
                "by name, the last of eight, a `Result`",
                Box::new(move || {
                    pass(|number| {
                        let object: &mut dyn Attributes = black_box(&mut last);
                        let argument = Value::Float(black_box(number as f64));
                        _ = black_box(object.call_mut(withdraw, [argument]));
                    });
                }),
            ),
            (
                "by name, with text",
                Box::new(move || {
                    pass(|_| {
                        let object: &mut dyn Attributes = black_box(&mut text);
                        _ = black_box(object.call(is_called, [Value::from("Ann")]));
                    });
                }),
            ),
        ],
    );
}
