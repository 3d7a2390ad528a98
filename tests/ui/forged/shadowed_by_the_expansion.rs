mod __slots {
    pub struct Value(pub [usize; 3]);
}

// In the expansion, that path leads elsewhere; the witness of the row tells.
#[derive(slotted::Slots)]
struct Holder {
    it: __slots::Value,
}

fn main() {}
