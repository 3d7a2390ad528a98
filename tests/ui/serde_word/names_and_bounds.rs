use slotted::prelude::*;

#[derive(Slots)]
#[slots(rename_all_fields = "camelCase", bound = "T: Clone", expecting = "a server")]
struct Server {
    #[slots(borrow)]
    host: String,
}

fn main() {}
