mod shapes {
    use slotted::prelude::*;

    #[derive(Slots)]
    pub struct Point {
        x: f64,
        pub y: f64,
    }
}

use slotted::prelude::*;

fn main() {
    let _ = shapes::Point::SLOTS.y;
    let _ = shapes::Point::SLOTS.x;
}
