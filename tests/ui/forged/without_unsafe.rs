use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
}

fn main() {
    let slots = slotted::__private::descriptors::<Point>();
    println!("{}", slots.x.get(&Point { x: 1.0 }));
}
