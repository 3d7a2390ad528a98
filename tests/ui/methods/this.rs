//! A first parameter `this` with a reference to the shared object is the receiver.

use slotted::prelude::*;
use slotted::{Obj, ObjLock};

#[derive(Slots)]
#[slots(methods)]
struct Node {
    rank: u32,
}

#[slotted::methods]
impl Node {
    fn with_words(#[slots(rename = "node")] this: &ObjLock<Self>) {}
    fn with_default(#[slots(default)] this: Obj<Self>) {}
    fn borrowed_mutably(this: &mut ObjLock<Self>) {}
    fn as_self(self: &ObjLock<Self>) {}
    fn used_later(other: u32, this: &ObjLock<Self>) -> u32 {
        other + this.try_read().unwrap().rank
    }
}

fn main() {}
