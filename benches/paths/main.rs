//! Measures what paths are for: a template over unlike objects, and a filter over a million rows,
//! each against the same by hand. Run it with `cargo bench --bench paths`.

use std::fmt::Write;
use std::hint::black_box;

use slotted::prelude::*;
use slotted::{AttrPath, AttrRef};

#[path = "../harness/mod.rs"]
mod harness;
use harness::compare;

#[derive(Slots, Clone)]
struct Address {
    street: String,
    city: String,
}

#[derive(Slots, Clone)]
struct Person {
    name: String,
    age: u8,
    address: Address,
    balance: f64,
}

#[derive(Slots, Clone)]
struct Company {
    balance: f64,
    staff: u32,
    name: String,
    address: Box<Address>,
}

/// Returns a number that nobody foresees, so that no branch is predicted (splitmix64).
fn scattered(n: usize) -> usize {
    let n = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((n ^ (n >> 31)) >> 1) as usize
}

/// The template by hand: a method of each type.
trait Letter {
    fn write(&self, to: &mut String);
}

macro_rules! letters {
    ($($type:ty),*) => {$(
        impl Letter for $type {
            fn write(&self, to: &mut String) {
                let (name, city) = (&self.name, &self.address.city);
                let _ = write!(to, "Dear {name} in {city}, your balance is {}.\n", self.balance);
            }
        }
    )*};
}
letters!(Person, Company);

/// A text with gaps, and the text behind them.
struct Template {
    gaps: Vec<(String, AttrPath)>,
    rest: String,
}

impl Template {
    fn parse(text: &str) -> Self {
        let (mut gaps, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let (path, after) = after.split_once('}').expect("it is closed");
            gaps.push((before.to_owned(), path.parse().expect("a path")));
            rest = after;
        }
        Template { gaps, rest: rest.to_owned() }
    }

    fn fill(&self, object: &dyn Attributes, to: &mut String) {
        for (before, path) in &self.gaps {
            to.push_str(before);
            put(to, path.get(object).expect("it is there"));
        }
        to.push_str(&self.rest);
    }
}

fn put(to: &mut String, value: AttrRef<'_>) {
    match value.as_str() {
        Some(text) => to.push_str(text),
        None => write!(to, "{value}").expect("a `String` takes all that is written"),
    }
}

const TEMPLATE: &str = "Dear {name} in {address.city}, your balance is {balance}.\n";

fn template() {
    const OBJECTS: usize = 10_000;
    let person = |n: usize| Person {
        name: format!("person {n}"),
        age: n as u8,
        address: Address { street: "High Street".into(), city: format!("city {}", n % 100) },
        balance: n as f64 / 4.0,
    };
    let company = |n: usize| {
        let Person { name, address, balance, .. } = person(n);
        Company { balance, staff: n as u32, name, address: Box::new(address) }
    };
    let (mut objects, mut letters) = (Vec::new(), Vec::new());
    for n in 0..OBJECTS {
        let is_person = scattered(n).is_multiple_of(2);
        let pair: (Box<dyn Attributes>, Box<dyn Letter>) = match is_person {
            true => (Box::new(person(n)), Box::new(person(n))),
            false => (Box::new(company(n)), Box::new(company(n))),
        };
        objects.push(pair.0);
        letters.push(pair.1);
    }
    let template = Template::parse(black_box(TEMPLATE));
    let (mut by_hand, mut by_paths) = (String::new(), String::new());
    letters.iter().for_each(|letter| letter.write(&mut by_hand));
    objects.iter().for_each(|object| template.fill(&**object, &mut by_paths));
    assert_eq!(by_hand, by_paths);

    let room = by_hand.len();
    compare(
        "a template of 3 gaps over unlike objects",
        OBJECTS,
        vec![
            (
                "by hand, a method of each type",
                Box::new(|| {
                    let mut text = String::with_capacity(room);
                    black_box(&letters).iter().for_each(|letter| letter.write(&mut text));
                    black_box(text);
                }),
            ),
            (
                "paths that are parsed once",
                Box::new(|| {
                    let mut text = String::with_capacity(room);
                    black_box(&objects).iter().for_each(|it| template.fill(&**it, &mut text));
                    black_box(text);
                }),
            ),
            (
                "the template parsed for each object",
                Box::new(|| {
                    let mut text = String::with_capacity(room);
                    for object in black_box(&objects) {
                        Template::parse(black_box(TEMPLATE)).fill(&**object, &mut text);
                    }
                    black_box(text);
                }),
            ),
        ],
    );
}

#[derive(Slots, Clone)]
struct Order {
    number: u32,
    total: f64,
}

#[derive(Slots, Clone)]
struct Customer {
    name: String,
    age: u8,
    orders: Vec<Order>,
}

fn filter() {
    const ROWS: usize = 1_000_000;
    let row = |n: usize| {
        let total = (scattered(n) % 1000) as f64;
        let orders = vec![Order { number: n as u32, total }];
        Customer { name: String::new(), age: total as u8, orders }
    };
    let rows: Vec<Customer> = (0..ROWS).map(row).collect();
    let limit = black_box(500.0);
    let path: AttrPath = black_box("orders[0].total").parse().expect("a path");
    let typed = path.resolve_as::<Customer, f64>().expect("it is there");
    let untyped = path.resolve::<Customer>().expect("it is there");
    let at = black_box(0);
    let expected = rows.iter().filter(|row| row.orders[at].total > limit).count();
    let is_above = |value: Option<AttrRef>| {
        value.and_then(|it| it.as_f64()).is_some_and(|number| number > limit)
    };
    assert_eq!(rows.iter().filter(|row| is_above(untyped.get_opt(row))).count(), expected);
    assert_eq!(rows.iter().filter(|row| is_above(path.get_opt(*row))).count(), expected);

    compare(
        "a filter over 1,000,000 rows, by a list's item",
        ROWS,
        vec![
            (
                "by hand",
                Box::new(|| {
                    let found = |row: &&Customer| row.orders[at].total > limit;
                    black_box(black_box(&rows).iter().filter(found).count());
                }),
            ),
            (
                "a resolved path, typed",
                Box::new(|| {
                    let found = |row: &&Customer| typed.get(row).is_ok_and(|it| *it > limit);
                    black_box(black_box(&rows).iter().filter(found).count());
                }),
            ),
            (
                "a resolved path, untyped",
                Box::new(|| {
                    let found = |row: &&Customer| is_above(untyped.get_opt(row));
                    black_box(black_box(&rows).iter().filter(found).count());
                }),
            ),
            (
                "a path that is parsed, on dyn",
                Box::new(|| {
                    let found = |row: &&Customer| is_above(path.get_opt(*row));
                    black_box(black_box(&rows).iter().filter(found).count());
                }),
            ),
        ],
    );
}

fn main() {
    harness::print_processor();
    template();
    filter();
}
