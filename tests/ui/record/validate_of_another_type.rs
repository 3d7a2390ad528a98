use slotted::prelude::*;

fn short(text: &String) -> Result<(), String> {
    if text.len() < 10 { Ok(()) } else { Err("too long".into()) }
}

#[derive(Slots)]
struct Battery {
    #[slots(validate = short)]
    level: u8,
}

fn main() {}
