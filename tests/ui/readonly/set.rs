use slotted::prelude::*;

#[derive(Slots)]
struct User {
    #[slots(readonly)]
    id: u64,
}

fn main() {
    let mut user = User { id: 1 };
    User::SLOTS.id.set(&mut user, 2);
}
