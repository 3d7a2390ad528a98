use slotted::prelude::*;

struct Colour;

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("red")
    }
}

#[derive(Slots)]
struct Lamp {
    #[slots(as_str)]
    colour: Colour,
}

fn main() {}
