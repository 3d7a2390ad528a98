//! Measures attributes by a name known only at run time: `cargo bench --bench names`. The bench in
//! `benches/peers` also compares reflection crates and draws the chart.

use std::hint::black_box;

use slotted::prelude::*;

mod based;
#[path = "../harness/mod.rs"]
mod harness;
mod mixed;
mod perfect;
mod subjects;
mod wide;

use harness::{Subject, compare, print_processor};
use subjects::{Fixture, NAMES, Order, writes};
use wide::{Wide, wide_types};

wide_types!();

fn by_name<T: Wide>() {
    let slots = T::NAMES.len();
    for (order, what) in [
        (Order::Random, "get, random order"),
        (Order::Declared, "get, in order"),
        (Order::Missing, "miss"),
    ] {
        let fixture = Fixture::<T>::new(order);
        compare(&format!("{slots} slots: {what}"), NAMES, fixture.reads());
    }
    let fixture = Fixture::<T>::new(Order::Random);
    compare(&format!("{slots} slots: set, random order"), NAMES, writes(&fixture));
}

/// Measures reading one slot of many instances, by a name resolved once.
fn sweep(count: usize) {
    let instances: Vec<Eight> =
        (0..count).map(|n| Eight { time: n as f64, ..Eight::default() }).collect();
    let name = black_box("time");
    let slot = Eight::slot::<f64>(name).expect("a slot of that name");
    compare(
        &format!("one slot of {count} instances"),
        count,
        vec![
            sum("the field", &instances, |all| all.iter().map(|it| it.time).sum()),
            sum("a resolved slot", &instances, move |all| all.iter().map(|it| slot.get(it)).sum()),
            sum("its column", &instances, move |all| slot.column(all).sum()),
        ],
    );
}

fn sum<'a>(
    name: &'static str,
    instances: &'a [Eight],
    sum: impl Fn(&[Eight]) -> f64 + 'a,
) -> Subject<'a> {
    let run = move || {
        black_box(sum(black_box(instances)));
    };
    (name, Box::new(run))
}

fn main() {
    print_processor();
    by_name::<Two>();
    by_name::<Eight>();
    by_name::<ThirtyTwo>();
    by_name::<Numbered>();
    mixed::views();
    based::bases();
    sweep(1_000);
    sweep(1_000_000);
}
