use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {}

#[slotted::methods(rename_all = "camelCase")]
impl Account {}

fn main() {}
