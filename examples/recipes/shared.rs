//! Objects that several owners share and change, by name: `cargo run --example shared`

use slotted::prelude::*;
use slotted::{DynObj, ObjLock};

#[derive(Slots)]
struct Account {
    owner: String,
    balance: i64,
}

#[derive(Slots)]
struct Branch {
    main: Option<ObjLock<Account>>,
    savings: Option<ObjLock<Account>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let account = ObjLock::new(Account { owner: "Ada".into(), balance: 10 });
    let mut branch = Branch { main: None, savings: None };

    // An assignment by name keeps the identity: both slots are the same account.
    branch.setattr("main", &account)?;
    let same = branch.getattr("main")?.to_value().expect("it may be shared");
    branch.setattr("savings", same)?;
    println!("{}", branch.main == branch.savings);

    // Each write takes the lock of the object for itself.
    std::thread::scope(|scope| scope.spawn(|| account.setattr("balance", 25)).join())
        .expect("no panic")?;
    branch.setattr_path("savings.owner", "Grace")?;
    println!("{:?}", branch.getattr("main")?);

    // Several steps under one lock; by name meanwhile, the object is locked.
    let mut guard = account.try_write()?;
    guard.balance += 1;
    println!("{}", DynObj::from(&account).setattr("balance", 0).unwrap_err());
    drop(guard);
    println!("{}", account.getattr("balance")?);
    Ok(())
}
