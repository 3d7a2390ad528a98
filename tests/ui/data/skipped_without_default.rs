use slotted::prelude::*;

#[derive(Slots)]
#[slots(deserialize)]
struct Session {
    user: String,
    #[slots(skip)]
    cache: Vec<u8>,
}

fn main() {}
