//! One pass of each subject of `names`, for `ci/instruction-counts`, which counts its instructions. By
//! itself, it prints the subjects.

#[path = "../names/based.rs"]
mod based;
mod harness;
#[path = "../names/mixed.rs"]
mod mixed;
#[path = "../names/perfect.rs"]
mod perfect;
#[path = "../names/subjects.rs"]
mod subjects;
#[path = "../names/wide.rs"]
mod wide;

use harness::compare;
use subjects::{Fixture, NAMES, Order, writes};
use wide::{Wide, wide_types};

wide_types!();

fn by_name<T: Wide>() {
    let slots = T::NAMES.len();
    for (order, what) in [(Order::Random, "get"), (Order::Missing, "miss")] {
        let fixture = Fixture::<T>::new(order);
        compare(&format!("{what}, {slots} slots"), NAMES, fixture.reads());
    }
    let fixture = Fixture::<T>::new(Order::Random);
    compare(&format!("set, {slots} slots"), NAMES, writes(&fixture));
}

fn main() {
    by_name::<Two>();
    by_name::<Eight>();
    by_name::<ThirtyTwo>();
    by_name::<Numbered>();
    mixed::views();
    based::bases();
}
