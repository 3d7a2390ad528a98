use slotted::prelude::*;

macro_rules! this {
    () => {
        Option<Box<Self>>
    };
}

// Where the descriptors are declared, `Self` is another type; the witness of the row tells.
#[derive(Slots)]
struct Node {
    #[slots(opaque)]
    next: this!(),
}

fn main() {}
