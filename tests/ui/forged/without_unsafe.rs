use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
}

fn main() {
    let x: slotted::Slot<Point, f64> =
        slotted::__private::descriptor(0, |it: &mut Point| &raw mut it.x);
    println!("{}", x.get(&Point { x: 1.0 }));
}
