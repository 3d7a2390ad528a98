//! How do I filter rows by a path that the user types? Resolved once, it is checked before any row
//! is read, and costs little more than a field.
//!
//! `cargo run --example filter -- 'orders[0].total' 10`

use std::error::Error;

use slotted::prelude::*;

#[derive(Slots)]
struct Order {
    total: f64,
}

#[derive(Slots)]
struct Customer {
    name: String,
    age: u8,
    orders: Vec<Order>,
}

/// Returns the names of those whose number at the path is above the limit.
fn above<'a>(rows: &'a [Customer], path: &str, limit: f64) -> Result<Vec<&'a str>, Box<dyn Error>> {
    let path = path.parse::<slotted::AttrPath>()?.resolve::<Customer>()?;
    // A row in which the path leads nowhere, such as to an order that is not there, is left out.
    let number = |row| path.get_opt(row).and_then(|value| value.as_f64());
    let found = rows.iter().filter(|row| number(row).is_some_and(|number| number > limit));
    Ok(found.map(|row| row.name.as_str()).collect())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, limit] = &*arguments else { return Err("usage: filter PATH NUMBER".into()) };
    let orders = |totals: &[f64]| totals.iter().map(|&total| Order { total }).collect();
    let rows = [
        Customer { name: "Ada".to_owned(), age: 36, orders: orders(&[9.5, 20.0]) },
        Customer { name: "Bo".to_owned(), age: 51, orders: orders(&[12.0]) },
        Customer { name: "Cy".to_owned(), age: 19, orders: Vec::new() },
    ];
    above(&rows, path, limit.parse()?)?.iter().for_each(|name| println!("{name}"));
    Ok(())
}
