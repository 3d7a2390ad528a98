use slotted::prelude::*;

#[derive(Debug)]
struct Colour(u32);

#[derive(Slots)]
struct Pixels {
    #[slots(as_str)]
    colours: Vec<Option<Colour>>,
}

fn main() {}
