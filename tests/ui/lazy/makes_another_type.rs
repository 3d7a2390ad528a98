use slotted::prelude::*;

#[derive(Slots)]
struct Circle {
    radius: f64,
    #[slots(lazy = Circle::compute_area)]
    area: std::cell::OnceCell<f64>,
}

impl Circle {
    fn compute_area(&self) -> f32 {
        self.radius as f32
    }
}

fn main() {}
