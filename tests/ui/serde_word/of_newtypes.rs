use slotted::prelude::*;

#[derive(Slots)]
#[slots(transparent, try_from = "String", into = "String")]
struct Server {
    host: String,
}

fn main() {}
