use slotted::prelude::*;

#[derive(Slots)]
struct Window {
    #[slots(opaque(clone), optional)]
    handle: Option<std::rc::Rc<u8>>,
}

fn main() {}
