use slotted::prelude::*;

#[derive(Slots)]
struct Circle {
    #[slots(lazy = Circle::compute_area, optional)]
    area: std::cell::OnceCell<f64>,
}

impl Circle {
    fn compute_area(&self) -> f64 {
        1.0
    }
}

fn main() {}
