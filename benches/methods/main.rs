//! Measures calls of methods by name against the direct call, and in scripts against a function
//! that is registered with the script engine by hand:
//! `cargo bench --features wait --bench methods`.

use std::hint::black_box;
use std::sync::{Arc, RwLock};

use rhai::{Dynamic, Engine, Scope};
use slotted::prelude::*;
use slotted::{DynObj, ObjLock};

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

/// The loop that each script runs; the time of the loop itself is measured by `no call`.
const SCRIPT: &str = "for number in 0..1000 { account.deposit(1.0); }";

/// Calls of a method from a script: of a type with a function registered by hand, and by name.
fn scripts() {
    let account = Account { balance: 0.0, name: "Ann".to_owned() };
    let mut by_hand = Engine::new();
    by_hand.register_fn("deposit", |account: &mut Arc<RwLock<Account>>, amount: f64| {
        account.write().expect("nobody panics").deposit(amount)
    });
    let mut by_name = Engine::new();
    by_name.register_fn("deposit", |account: &mut DynObj, amount: f64| {
        match account.call("deposit", [Value::Float(amount)]) {
            Ok(Value::Float(balance)) => balance,
            other => panic!("{other:?}"),
        }
    });
    let run = |engine: Engine, account: Dynamic, script: &str| {
        let script = engine.compile(script).expect("it is a script");
        let mut scope = Scope::new();
        scope.push_dynamic("account", account);
        Box::new(move || engine.run_ast_with_scope(&mut scope, &script).expect("it runs"))
    };
    let own = Dynamic::from(Arc::new(RwLock::new(Account { balance: 0.0, name: String::new() })));
    let ours = Dynamic::from(DynObj::from(ObjLock::new(account)));
    compare(
        "a method called by a script (rhai), under a lock",
        CALLS,
        vec![
            ("a function of its own, `Arc<RwLock<_>>`", run(by_hand, own, SCRIPT)),
            ("by name, a `DynObj` of an `ObjLock`", run(by_name, ours, SCRIPT)),
            (
                "no call: the loop alone",
                run(Engine::new(), Dynamic::UNIT, "for number in 0..1000 { account; }"),
            ),
        ],
    );
}

fn main() {
    print_processor();
    scripts();
    let shared = ObjLock::new(Account { balance: 0.0, name: "Ann".to_owned() });
    let any = DynObj::from(&shared);
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
                "by name, of a `DynObj`, under its lock",
                Box::new(move || {
                    pass(|number| {
                        let argument = Value::Float(black_box(number as f64));
                        _ = black_box(black_box(&any).call(deposit, [argument]));
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
