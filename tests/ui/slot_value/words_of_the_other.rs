use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(rename_all = "lowercase", ignore_case, name = "M")]
struct Meters(f64);

#[derive(SlotValue)]
#[slots(validate = check, alias = "c")]
enum Color {
    #[slots(ignore_case)]
    Red,
    #[slots(renames = "green")]
    Green,
}

fn main() {}
