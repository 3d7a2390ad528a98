use slotted::Obj;
use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
}

fn main() {
    let point = Obj::new(Point { x: 1.0 });
    let _ = Obj::downgrade(&point);
}
