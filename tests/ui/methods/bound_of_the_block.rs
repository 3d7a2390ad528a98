use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Stack<T> {
    items: Vec<T>,
}

#[slotted::methods]
impl<T: Clone> Stack<T> {
    fn last(&self) -> Option<T> {
        self.items.last().cloned()
    }
}

fn main() {}
