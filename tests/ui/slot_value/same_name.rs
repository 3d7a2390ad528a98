use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(rename_all = "lowercase", ignore_case)]
enum Color {
    Red,
    #[slots(alias = "crimson", alias = "RED")]
    DarkRed,
    #[slots(rename = "crimson")]
    Crimson,
}

fn main() {}
