use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
}

fn main() {
    let x: slotted::Slot<Point, String> = slotted::__private::descriptor(0);
    println!("{}", x.get(&Point { x: 1.0 }));
}
