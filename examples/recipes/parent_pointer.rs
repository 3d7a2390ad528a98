//! A tree whose nodes know their parents: `cargo run --example parent_pointer`

use slotted::prelude::*;
use slotted::{AttrPath, ObjLock, WeakObjLock, WeakSlot};

#[derive(Slots, Default)]
#[slots(weakref)]
struct Folder {
    name: String,
    /// Weak, so that there is no circle of strong references, and nothing leaks.
    parent: Option<WeakObjLock<Folder>>,
    children: Vec<ObjLock<Folder>>,
    __weakref__: WeakSlot,
}

fn add(parent: &ObjLock<Folder>, name: &str) -> ObjLock<Folder> {
    let folder =
        Folder { name: name.into(), parent: Some(ObjLock::downgrade(parent)), ..Folder::default() };
    let folder = ObjLock::new(folder);
    parent.try_write().expect("nobody else has it").children.push(folder.clone());
    folder
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = ObjLock::new(Folder { name: "usr".into(), ..Folder::default() });
    let leaf = add(&add(&root, "share"), "doc");
    // A path goes through shared objects and weak references: one lock at a time.
    let path: AttrPath = "parent.parent.name".parse()?;
    println!("{}", path.value(&*leaf.try_read()?)?);
    println!("{:?}", Value::from(&root));
    drop(root);
    println!("{}", path.value(&*leaf.try_read()?).unwrap_err());
    Ok(())
}
