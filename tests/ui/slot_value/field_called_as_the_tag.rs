use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(tag = "type")]
enum Event {
    Key { code: u32, r#type: u8 },
    Click {
        #[slots(alias = "type")]
        kind: String,
    },
}

fn main() {}
