use slotted::ObjLock;
use slotted::prelude::*;

#[derive(Slots)]
struct Node {
    rank: u32,
}

fn main() {
    let object = ObjLock::new(Node { rank: 1 });
    std::thread::scope(|scope| {
        let guard = object.try_write();
        scope.spawn(move || drop(guard));
    });
}
