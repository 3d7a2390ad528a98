use slotted::prelude::*;

#[derive(Slots)]
struct Base {
    x: f64,
}

#[derive(SlotValue)]
enum Shape {
    Square,
    Circle {
        #[slots(base)]
        base: Base,
        radius: f64,
    },
    Line {
        #[slots(lazy = length)]
        length: std::cell::OnceCell<f64>,
    },
    Other {
        #[slots(dict)]
        others: Dict,
    },
    Opaque(#[slots(rename = "it")] std::thread::Thread),
}

fn main() {}
