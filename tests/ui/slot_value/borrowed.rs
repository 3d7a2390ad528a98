use slotted::prelude::*;

#[derive(SlotValue)]
struct Name<'a>(&'a str);

fn main() {}
