use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(content = "c")]
enum WithoutTag {
    Number(u64),
}

#[derive(SlotValue)]
#[slots(tag = "type")]
enum WithoutNames {
    Number(u64),
    Pair(u64, u64),
}

#[derive(SlotValue)]
#[slots(tag = "t", content = "t")]
enum OneKey {
    Number(u64),
}

#[derive(SlotValue)]
#[slots(rename_all_fields = "camelCase", content = "c", untagged)]
enum WithoutData {
    Number,
}

fn main() {}
