use slotted::prelude::*;

#[derive(Slots)]
struct Line<'a> {
    number: u32,
    text: &'a str,
}

fn main() {}
