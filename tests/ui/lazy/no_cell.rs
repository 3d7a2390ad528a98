use slotted::prelude::*;

#[derive(Slots)]
struct Circle {
    radius: f64,
    #[slots(lazy = Circle::compute_area)]
    area: f64,
}

impl Circle {
    fn compute_area(&self) -> f64 {
        self.radius
    }
}

fn main() {}
