use slotted::prelude::*;

// A record would be made without the field that nobody told of.
#[derive(Slots)]
#[slotted_test_macros::add_field]
struct Session {
    user: u64,
}

fn main() {
    let _ = Session::from_attrs([("user", 1)]);
}
