use slotted::prelude::*;

struct Handle;

#[derive(SlotValue)]
struct Wrapped(Handle);

fn main() {}
