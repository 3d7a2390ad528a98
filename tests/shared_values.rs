//! Shared objects as slots and as values: their identity is kept, and every graph of them prints.

use std::collections::HashSet;

use slotted::prelude::*;
use slotted::rc::{SharedError, WeakObjLock, WeakSlot};
use slotted::{AttrPath, DynObj, LocalObj, Obj, ObjCell, ObjLock, WeakObj};

#[derive(Slots)]
#[slots(weakref)]
struct Node {
    name: String,
    next: Option<ObjLock<Node>>,
    parent: Option<WeakObjLock<Node>>,
    __weakref__: WeakSlot,
}

fn node(name: &str) -> ObjLock<Node> {
    let name = name.to_owned();
    ObjLock::new(Node { name, next: None, parent: None, __weakref__: WeakSlot::new() })
}

#[derive(Slots, Debug)]
#[slots(dict, weakref)]
struct Leaf {
    size: u32,
    __dict__: Dict,
    __weakref__: WeakSlot,
}

fn leaf(size: u32) -> Leaf {
    Leaf { size, __dict__: Dict::new(), __weakref__: WeakSlot::new() }
}

#[derive(Slots)]
struct Tree {
    obj: Option<Obj<Leaf>>,
    lock: Option<ObjLock<Leaf>>,
    weak: Option<WeakObj<Leaf>>,
    any: Value,
}

#[test]
fn an_assignment_keeps_the_identity() {
    let (obj, lock) = (Obj::new(leaf(1)), ObjLock::new(leaf(2)));
    let mut tree = Tree { obj: None, lock: None, weak: None, any: Value::None };
    tree.setattr("obj", &obj).unwrap();
    tree.setattr("lock", lock.clone()).unwrap();
    tree.setattr("weak", Obj::downgrade(&obj)).unwrap();
    assert!(Obj::ptr_eq(tree.obj.as_ref().unwrap(), &obj));
    assert!(tree.lock == Some(lock.clone()) && tree.weak == Some(Obj::downgrade(&obj)));
    // By way of a `Value` and of a `Dict`, too.
    let value = tree.getattr("lock").unwrap().to_value().unwrap();
    tree.setattr("any", value).unwrap();
    let value = tree.getattr("any").unwrap().to_value().unwrap();
    tree.setattr("lock", Value::None).unwrap();
    tree.setattr("lock", value).unwrap();
    assert_eq!(tree.lock, Some(lock.clone()));
    assert_eq!(tree.getattr("any").unwrap(), tree.getattr("lock").unwrap());
    // A weak slot takes an object to refer to.
    tree.setattr("weak", Obj::new(leaf(9))).unwrap();
    assert!(tree.weak.as_ref().is_some_and(|weak| !weak.is_alive()));
    // Any other value makes a new object.
    tree.setattr("obj", Dict::from([("size", 7)])).unwrap();
    assert_eq!(tree.obj.as_ref().unwrap().size, 7);
}

#[test]
fn what_a_slot_refuses_is_named_as_users_write_it() {
    let mut tree = Tree { obj: None, lock: None, weak: None, any: Value::None };
    let refused = tree.setattr("lock", Obj::new(leaf(1))).unwrap_err().to_string();
    assert!(refused.ends_with("must be Option<ObjLock<Leaf>>, not Obj<Leaf>"), "{refused}");
    let refused = tree.setattr("weak", 5).unwrap_err().to_string();
    assert!(refused.ends_with("must be Option<WeakObj<Leaf>>, not int"), "{refused}");
    let mut object = node("a");
    let refused = ObjLock::get_mut(&mut object).unwrap().setattr("next", tree_leaf()).unwrap_err();
    assert!(refused.to_string().contains("not WeakObj<Leaf>"), "{refused}");
}

fn tree_leaf() -> WeakObj<Leaf> {
    Obj::downgrade(&Obj::new(leaf(1)))
}

#[test]
fn a_dyn_obj_is_two_words_and_its_kind_is_found_by_downcast() {
    assert_eq!(size_of::<DynObj>(), 16);
    assert_eq!(size_of::<Option<DynObj>>(), 16);
    assert_eq!(size_of::<Value>(), 24);
    assert_eq!(size_of::<Option<Value>>(), 24);
    let obj = Obj::new(leaf(1));
    let any = DynObj::from(&obj);
    assert!(any.downcast_ref::<ObjLock<Leaf>>().is_none());
    assert!(Obj::ptr_eq(any.downcast_ref::<Obj<Leaf>>().unwrap(), &obj));
    assert_eq!(Obj::strong_count(&obj), 2);
    let other = any.clone();
    assert_eq!(Obj::strong_count(&obj), 3);
    assert!(any == other && HashSet::from([any.clone()]).contains(&other));
    assert_ne!(any, DynObj::from(Obj::new(leaf(1))));
    let hash = |object: &DynObj| {
        use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
        BuildHasherDefault::<DefaultHasher>::default().hash_one(object)
    };
    assert!(hash(&any) == hash(&other) && hash(&any) != hash(&DynObj::from(Obj::new(leaf(1)))));
    assert_eq!(format!("{any:?}"), "DynObj(Obj<Leaf>)");
    assert!(any.type_name().ends_with("AtomicCount>"), "{}", any.type_name());
    drop((any, other));
    assert_eq!(Obj::strong_count(&obj), 1);
    fn crosses<T: Send + Sync>() {}
    crosses::<DynObj>();
    crosses::<Value>();
}

#[test]
fn shared_values_are_equal_by_identity() {
    let (one, two) = (ObjLock::new(leaf(1)), ObjLock::new(leaf(1)));
    assert_eq!(Value::from(&one), Value::from(&one));
    assert_ne!(Value::from(&one), Value::from(&two));
    // Even while it is being written.
    let _guard = one.try_write().unwrap();
    assert_eq!(Value::from(&one), Value::from(&one));
}

#[test]
fn an_object_without_a_lock_reads_like_its_value() {
    #[derive(SlotValue, Debug, PartialEq)]
    enum Shape {
        Circle { radius: f64 },
        Nothing,
    }
    #[derive(Slots)]
    struct Drawing {
        shape: Obj<Shape>,
        leaf: Obj<Leaf>,
    }
    let shape = Obj::new(Shape::Circle { radius: 1.0 });
    let mut drawing = Drawing { shape, leaf: Obj::new(leaf(3)) };
    assert_eq!(drawing.getattr_path("shape.radius").unwrap(), 1.0);
    assert_eq!(drawing.getattr("shape").unwrap().to_string(), "Circle(radius=1.0)");
    drawing.setattr("shape", "Nothing").unwrap();
    assert!(drawing.getattr("shape").unwrap() == "Nothing");
    assert_eq!(drawing.getattr("shape").unwrap().to_string(), "Nothing");
    assert_eq!(drawing.getattr("leaf").unwrap().as_object().unwrap().getattr("size").unwrap(), 3);
    drawing.setattr_path("leaf.size", 4).unwrap();
    assert_eq!(drawing.leaf.size, 4);
    // Not while another reference exists.
    let other = drawing.leaf.clone();
    assert!(drawing.setattr_path("leaf.size", 5).is_err() && other.size == 4);
}

/// A graph of 24 objects may have millions of ways through it.
#[test]
fn a_print_shows_a_bounded_number_of_objects() {
    #[derive(Slots, Debug)]
    struct Tile {
        left: Option<ObjLock<Tile>>,
        right: Option<ObjLock<Tile>>,
    }
    let last = ObjLock::new(Tile { left: None, right: None });
    let first = (0..22)
        .fold(last, |next, _| ObjLock::new(Tile { left: Some(next.clone()), right: Some(next) }));
    let (by_name, derived) = (format!("{:?}", Value::from(&first)), format!("{first:?}"));
    for text in [by_name, derived] {
        assert!(text.contains('…') && text.matches("left").count() <= 1000, "{}", text.len());
    }
    // The next print begins anew.
    let small = ObjLock::new(Tile { left: None, right: None });
    assert_eq!(format!("{:?}", Value::from(&small)), "Tile(left=None, right=None)");
}

#[test]
fn a_circle_prints_an_ellipsis() {
    let (a, b) = (node("a"), node("b"));
    a.try_write().unwrap().next = Some(b.clone());
    b.try_write().unwrap().next = Some(a.clone());
    b.try_write().unwrap().parent = Some(ObjLock::downgrade(&a));
    assert_eq!(
        format!("{:?}", Value::from(&a)),
        "Node(name='a', next=Node(name='b', next=…, parent=<weakref to 'Node'>), parent=None)"
    );
    assert_eq!(format!("{}", Value::from(&a)), format!("{:?}", Value::from(&a)));
    {
        let _guard = b.try_write().unwrap();
        assert_eq!(
            format!("{:?}", Value::from(&a)),
            "Node(name='a', next=<locked 'Node'>, parent=None)"
        );
    }
    // No reference is left that would keep the circle.
    a.try_write().unwrap().next = None;
}

#[test]
fn a_chain_of_a_million_objects_prints_compares_and_drops_in_bounded_stack() {
    let work = || {
        let mut first = node("last");
        for _ in 1..1_000_000 {
            let before = node("a");
            before.try_write().unwrap().next = Some(first);
            first = before;
        }
        let text = format!("{:?}", Value::from(&first));
        assert_eq!(text.matches("Node(").count(), 24);
        assert!(text.contains("next=…"));
        assert_eq!(Value::from(&first), Value::from(&first.clone()));
        drop(first);
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn a_star_of_a_million_weak_references_dies_at_once() {
    let centre = ObjLock::new(leaf(0));
    let all: Vec<_> = (0..1_000_000).map(|_| ObjLock::downgrade(&centre)).collect();
    drop(centre);
    assert!(all.iter().all(|weak| !weak.is_alive()));
    assert_eq!(format!("{:?}", Value::from(&all[0])), "<weakref; dead>");
}

#[test]
fn local_kinds_are_read_by_name_and_assigned_typed() {
    #[derive(Slots)]
    struct Here {
        obj: LocalObj<Leaf>,
        cell: ObjCell<Leaf>,
    }
    let mut here = Here { obj: LocalObj::new(leaf(1)), cell: ObjCell::new(leaf(2)) };
    assert_eq!(here.getattr_path("obj.size").unwrap(), 1);
    assert_eq!(format!("{}", here.getattr("cell").unwrap()), "Leaf(size=2)");
    // A `Value` may go to another thread, which a local object must not.
    assert!(here.getattr("obj").unwrap().to_value().is_none());
    assert!(here.getattr("cell").unwrap().to_value().is_none());
    let other = LocalObj::new(leaf(3));
    here.replace_attr("obj", other.clone()).unwrap();
    assert!(LocalObj::ptr_eq(&here.obj, &other));
}

#[test]
fn an_attribute_is_read_and_written_through_a_shared_reference() {
    let object = ObjLock::new(leaf(1));
    let any = DynObj::from(&object);
    any.setattr("size", 2).unwrap();
    object.setattr("note", "an entry").unwrap();
    assert_eq!(any.getattr("size").unwrap(), 2);
    assert_eq!(object.getattr("note").unwrap(), "an entry");
    assert_eq!(any.with_attr("size", |size| size.as_u64()).unwrap(), Some(2));
    let weak = DynObj::from(ObjLock::downgrade(&object));
    weak.setattr("size", 3).unwrap();
    assert_eq!(object.try_read().unwrap().size, 3);
    let said = |result: Result<(), SharedError>| result.unwrap_err().to_string();
    assert_eq!(
        said(any.setattr("size", "x")),
        "attribute 'size' of 'Leaf' objects must be u32, not str"
    );
    {
        let _guard = object.try_read().unwrap();
        assert_eq!(said(any.setattr("size", 4)), "object is locked");
        assert_eq!(any.getattr("size").unwrap(), 3);
    }
    {
        let _guard = object.try_write().unwrap();
        assert_eq!(any.getattr("size").unwrap_err().to_string(), "object is locked");
    }
    // A closure that reads may not write: that is the error, not a hang.
    let inside = any.with_attr("size", |_| said(any.setattr("size", 5))).unwrap();
    assert_eq!(inside, "object is locked");
    drop((object, any));
    assert_eq!(said(weak.setattr("size", 3)), "weakly-referenced object no longer exists");
    let fixed = DynObj::from(Obj::new(leaf(1)));
    assert_eq!(fixed.getattr("size").unwrap(), 1);
    assert!(said(fixed.setattr("size", 2)).starts_with("a shared 'Leaf' has no lock"));
    let cell = ObjCell::new(leaf(1));
    cell.setattr("size", 7).unwrap();
    assert_eq!(cell.getattr("size").unwrap(), 7);
}

/// A value that uses the object that it lies in: when it is converted and when it drops.
#[derive(Debug)]
struct Nosy(u32);

thread_local! {
    static SEEN: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
    static AROUND: std::cell::RefCell<Option<DynObj>> = const { std::cell::RefCell::new(None) };
}

fn look() {
    let around = AROUND.with(|around| around.borrow().clone());
    if let Some(object) = around {
        let other = object.setattr("other", 1).map_err(|error| error.to_string());
        SEEN.with(|seen| seen.borrow_mut().push(format!("{other:?}")));
    }
}

impl SlotValue for Nosy {
    const KIND: slotted::Kind = slotted::Kind::Int;

    fn from_value(value: Value) -> Result<Self, slotted::ConversionError> {
        look();
        Ok(Nosy(u32::from_value(value)?))
    }

    fn as_value(&self) -> slotted::ValueRef<'_> {
        self.0.as_value()
    }
}

fn looked(_: &Nosy) -> Result<(), String> {
    look();
    Ok(())
}

impl Drop for Nosy {
    fn drop(&mut self) {
        look();
    }
}

#[test]
fn no_lock_is_held_while_a_value_is_converted_validated_or_dropped() {
    #[derive(Slots)]
    struct Room {
        #[slots(validate = looked)]
        nosy: Nosy,
        other: u32,
    }
    let object = ObjLock::new(Room { nosy: Nosy(1), other: 0 });
    AROUND.with(|around| *around.borrow_mut() = Some(DynObj::from(&object)));
    object.setattr("nosy", 2).unwrap();
    assert_eq!(object.try_read().unwrap().nosy.0, 2);
    AROUND.with(|around| around.borrow_mut().take());
    let seen = SEEN.with(|seen| seen.borrow_mut().split_off(0));
    assert_eq!(seen, ["Ok(())"; 3], "converted, validated, dropped");
}

#[test]
fn a_path_goes_through_shared_and_weak_references() {
    let (a, b, c) = (node("a"), node("b"), node("c"));
    a.try_write().unwrap().next = Some(b.clone());
    b.try_write().unwrap().next = Some(c.clone());
    c.try_write().unwrap().parent = Some(ObjLock::downgrade(&a));
    let mut root = Tree { obj: None, lock: None, weak: None, any: Value::from(&a) };
    let path = |text: &str| text.parse::<AttrPath>().unwrap();
    assert_eq!(path("any.next.next.name").value(&root).unwrap(), "c");
    assert_eq!(path("any.next.next.parent.name").value(&root).unwrap(), "a");
    let length = path("any.next.name").with(&root, |name| name.as_str().map(str::len));
    assert_eq!(length.unwrap(), Some(1));
    path("any.next.next.parent.name").set(&mut root, "A").unwrap();
    assert_eq!(a.try_read().unwrap().name, "A");
    root.setattr_path("any.next.name", "B").unwrap();
    assert_eq!(b.try_read().unwrap().name, "B");
    // The end of a path may be a shared object, whose identity is kept.
    assert_eq!(path("any.next").value(&root).unwrap(), Value::from(&b));
    let said = |result: Result<Value, slotted::PathError>| result.unwrap_err().to_string();
    assert!(
        said(path("any.next.size").value(&root)).starts_with("any.next.size: 'Node' object has")
    );
    assert_eq!(
        path("any.next.name").set(&mut root, 5).unwrap_err().to_string(),
        "any.next.name: attribute 'name' of 'Node' objects must be String, not int"
    );
    {
        let _guard = b.try_write().unwrap();
        assert_eq!(said(path("any.next.name").value(&root)), "any.next: object is locked");
        let refused = path("any.next.name").set(&mut root, "x").unwrap_err();
        assert_eq!(refused.to_string(), "any.next: object is locked");
    }
    c.try_write().unwrap().parent = Some(ObjLock::downgrade(&node("gone")));
    assert_eq!(
        said(path("any.next.next.parent.name").value(&root)),
        "any.next.next.parent: weakly-referenced object no longer exists"
    );
    // Nothing is borrowed out of an object with a lock.
    assert!(root.getattr_path("any.next").unwrap_err().to_string().contains("object with a lock"));
    // An object that leads to itself.
    c.try_write().unwrap().next = Some(c.clone());
    assert_eq!(path("any.next.next.next.next.name").value(&root).unwrap(), "c");
    c.try_write().unwrap().next = None;
}

#[cfg(feature = "serde")]
#[test]
fn a_circle_has_no_form_in_data_and_a_shared_object_that_of_its_value() {
    #[derive(Slots)]
    #[slots(serialize, deserialize)]
    struct Item {
        name: String,
        next: Option<ObjLock<Item>>,
        #[slots(default)]
        before: Option<WeakObjLock<Plain>>,
    }
    #[derive(Slots)]
    #[slots(weakref)]
    struct Plain {
        __weakref__: WeakSlot,
    }
    let item = |name: &str, next| ObjLock::new(Item { name: name.into(), next, before: None });
    let last = item("b", None);
    let first = item("a", Some(last.clone()));
    let json = r#"{"name":"a","next":{"name":"b","next":null,"before":null},"before":null}"#;
    assert_eq!(serde_json::to_string(&*first.try_read().unwrap()).unwrap(), json);
    let read: Item = serde_json::from_str(json).unwrap();
    assert_eq!(read.next.unwrap().try_read().unwrap().name, "b");
    let whole = Item { name: "root".into(), next: Some(first.clone()), before: None };
    last.try_write().unwrap().next = Some(first.clone());
    let refused = serde_json::to_string(&whole).unwrap_err().to_string();
    assert!(refused.starts_with("a circle of shared objects has no form in data"), "{refused}");
    last.try_write().unwrap().next = None;
    let plain = ObjLock::new(Plain { __weakref__: WeakSlot::new() });
    last.try_write().unwrap().before = Some(ObjLock::downgrade(&plain));
    let refused = serde_json::to_string(&whole).unwrap_err().to_string();
    assert!(refused.starts_with("<weakref to 'Plain'> has no form in data"), "{refused}");
    last.try_write().unwrap().before = None;
    let guard = last.try_write().unwrap();
    assert_eq!(serde_json::to_string(&whole).unwrap_err().to_string(), "object is locked");
    drop(guard);
}

/// A `Value` that holds a shared object is the reference to it.
#[test]
fn a_reference_to_any_object_is_copied_and_named_as_what_it_holds() {
    #[derive(Slots)]
    struct Leaf {
        x: u8,
    }
    #[derive(Slots)]
    struct Holder {
        any: Value,
        own: slotted::Obj<Leaf>,
    }
    let leaf = slotted::Obj::new(Leaf { x: 1 });
    let holder = Holder { any: Value::from(&leaf), own: leaf.clone() };
    for name in ["any", "own"] {
        let value = holder.getattr(name).unwrap();
        let slotted::ValueRef::Shared(shared) = value.view() else { panic!("it is shared") };
        assert_eq!(shared.type_name(), std::any::type_name::<slotted::Obj<Leaf>>());
        let Some(Value::Object(copy)) = value.view().to_value() else { panic!("it is shared") };
        assert!(
            copy.downcast_ref::<slotted::Obj<Leaf>>()
                .is_some_and(|it| slotted::Obj::ptr_eq(it, &leaf))
        );
    }
}

/// One that lies in its slot and one that is shared are compared by what their type can tell.
#[test]
fn an_opaque_value_in_a_slot_and_a_shared_one_cannot_be_compared() {
    struct Handle;
    #[derive(Slots)]
    struct Own {
        #[slots(opaque)]
        handle: Handle,
    }
    #[derive(Slots)]
    struct Any {
        handle: Value,
    }
    let _ = |own: &Own| &own.handle as *const Handle;
    let patch = Own { handle: Handle }.diff(&Any { handle: Value::opaque(Handle) });
    assert!(patch.is_empty());
    let [omission] = patch.omitted() else { panic!("one is omitted") };
    assert_eq!(omission.kind(), slotted::record::OmissionKind::Incomparable);
    let patch = Any { handle: Value::opaque(Handle) }.diff(&Any { handle: Value::opaque(Handle) });
    assert_eq!((patch.len(), patch.omitted().len()), (1, 0));
}
