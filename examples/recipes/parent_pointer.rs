//! A tree whose nodes know their parents: `cargo run --example parent_pointer`

use slotted::prelude::*;
use slotted::{AttrPath, ObjLock, WeakObjLock, WeakSlot};

#[derive(Slots)]
#[slots(weakref)]
struct Folder {
    name: String,
    /// Weak, so that there is no circle of strong references, and nothing leaks.
    parent: Option<WeakObjLock<Folder>>,
    children: Vec<ObjLock<Folder>>,
    __weakref__: WeakSlot,
}

fn add(parent: &ObjLock<Folder>, name: &str) -> ObjLock<Folder> {
    let folder = folder(name);
    folder.setattr("parent", ObjLock::downgrade(parent)).expect("it is a parent");
    parent.try_write().expect("nobody else has it").children.push(folder.clone());
    folder
}

fn folder(name: &str) -> ObjLock<Folder> {
    let (name, __weakref__) = (name.to_owned(), WeakSlot::new());
    ObjLock::new(Folder { name, parent: None, children: Vec::new(), __weakref__ })
}

/// The names from the root to a folder: one lock at a time.
fn place(folder: &ObjLock<Folder>) -> String {
    let read = folder.try_read().expect("nobody writes it");
    let parent = read.parent.as_ref().and_then(WeakObjLock::upgrade);
    parent.map_or_else(String::new, |parent| place(&parent)) + "/" + &read.name
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = folder("usr");
    let leaf = add(&add(&root, "share"), "doc");
    println!("{}", place(&leaf));

    let path: AttrPath = "parent.parent.name".parse()?;
    println!("{}", path.value(&*leaf.try_read()?)?);
    println!("{:?}", Value::from(&root));

    drop(root);
    println!("{}", path.value(&*leaf.try_read()?).unwrap_err());
    Ok(())
}
