use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(validate = check)]
struct Percent(u8);

fn check(percent: &u8) -> Result<(), String> {
    if *percent <= 100 { Ok(()) } else { Err("more than all".into()) }
}

fn main() {}
