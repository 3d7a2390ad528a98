use slotted::LocalObj;
use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
}

fn main() {
    let point = LocalObj::new(Point { x: 1.0 });
    let _ = LocalObj::downgrade_with(&point, |_| {});
}
