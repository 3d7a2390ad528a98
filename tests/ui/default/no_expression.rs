use slotted::prelude::*;

#[derive(Slots)]
struct Flags {
    #[slots(default = )]
    on: bool,
}

fn main() {}
