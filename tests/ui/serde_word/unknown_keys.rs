use slotted::prelude::*;

#[derive(Slots)]
#[slots(deny_unknown_fields)]
struct Server {
    #[slots(flatten)]
    rest: Dict,
}

fn main() {}
