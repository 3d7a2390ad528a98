//! Methods by name that take a reference to their shared object, or consume it; and what runs under
//! the lock of a call (`docs/spec.md` 11.18–11.20).

use slotted::method::Receiver;
use slotted::prelude::*;
use slotted::rc::SharedError;
use slotted::{
    CallErrorKind, Class, DynObj, LocalObj, Obj, ObjCell, ObjLock, WeakObjLock, WeakSlot,
};

#[path = "common/nosy.rs"]
mod nosy;
use nosy::{Nosy, look, seen};

#[derive(Slots)]
#[slots(methods, weakref)]
struct Node {
    name: String,
    parent: Option<WeakObjLock<Node>>,
    children: Vec<ObjLock<Node>>,
    __weakref__: WeakSlot,
}

fn node(name: &str) -> ObjLock<Node> {
    let name = name.to_owned();
    ObjLock::new(Node { name, parent: None, children: Vec::new(), __weakref__: WeakSlot::new() })
}

#[slotted::methods]
impl Node {
    /// Adds a child, which then knows its parent.
    fn adopt(this: &ObjLock<Self>, child: ObjLock<Node>) -> usize {
        child.try_write().expect("nobody holds it").parent = Some(ObjLock::downgrade(this));
        let mut parent = this.try_write().expect("no lock is held for a call with `this`");
        parent.children.push(child);
        parent.children.len()
    }

    /// Returns the object itself.
    fn itself(this: ObjLock<Self>) -> ObjLock<Self> {
        this
    }

    fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    fn path(
        this: &slotted::ObjLock<Self>,
        #[slots(default = "/".to_owned())] between: String,
    ) -> String {
        let node = this.try_read().expect("it is free");
        match node.parent.as_ref().and_then(WeakObjLock::upgrade) {
            Some(parent) => {
                format!("{}{between}{}", Node::path(&parent, between.clone()), node.name)
            }
            None => node.name.clone(),
        }
    }

    /// Returns the name alone.
    fn into_name(self) -> String {
        self.name
    }

    #[expect(clippy::boxed_local, reason = "it is the receiver that is tested")]
    fn boxed(self: Box<Self>, more: u32) -> Result<u32, String> {
        if more == 0 { Err(self.name) } else { Ok(more) }
    }
}

#[test]
fn a_method_takes_the_reference_to_its_shared_object_as_this() {
    let (root, leaf) = (node("root"), node("leaf"));
    assert_eq!(root.call("adopt", [Value::from(&leaf)]).unwrap(), Value::from(1));
    assert_eq!(leaf.call("path", []).unwrap(), Value::from("root/leaf"));
    assert_eq!(DynObj::from(&leaf).call("path", [":".into()]).unwrap(), Value::from("root:leaf"));
    // A weak reference is followed.
    let weak = ObjLock::downgrade(&leaf);
    assert_eq!(weak.call("itself", []).unwrap(), Value::from(&leaf));
    assert_eq!(leaf.call("itself", []).unwrap(), Value::from(&leaf));
    // The object may be locked meanwhile: the call itself takes no lock.
    let guard = leaf.try_write().unwrap();
    assert_eq!(leaf.call("itself", []).unwrap(), Value::from(&leaf));
    drop(guard);
    let info = Node::LAYOUT.method("adopt").unwrap();
    assert_eq!((info.receiver(), info.parameters().len()), (Receiver::Shared, 1));
    assert_eq!(format!("{info:?}"), "adopt(this, child: ObjLock<Node>) -> usize");
    let error = root.call("adopt", []).unwrap_err().to_string();
    assert_eq!(error, "Node.adopt() missing 1 required positional argument: 'child'");
    let error = root.call("adopt", [1.into(), 2.into()]).unwrap_err().to_string();
    assert_eq!(error, "Node.adopt() takes 2 positional arguments but 3 were given");
}

#[test]
fn a_method_with_this_is_called_on_a_reference_of_its_kind_only() {
    let plain = Node {
        name: "plain".to_owned(),
        parent: None,
        children: Vec::new(),
        __weakref__: WeakSlot::new(),
    };
    let error = MethodsExt::call(&plain, "path", []).unwrap_err();
    assert_eq!(error.kind(), CallErrorKind::Receiver);
    assert_eq!(
        error.to_string(),
        "Node.path() takes `this`, a reference to a shared object, but the object is borrowed: call \
         it on such a reference"
    );
    let other = DynObj::from(&Obj::new(plain));
    assert_eq!(
        other.call("path", []).unwrap_err().to_string(),
        "Node.path() takes `this` as ObjLock<Node>, and is called on another reference"
    );

    /// Of one thread, with all receivers that there are.
    #[derive(Slots)]
    #[slots(methods)]
    struct Local {
        rank: u32,
    }
    #[slotted::methods]
    impl Local {
        fn cell(this: &ObjCell<Self>) -> u32 {
            this.borrow().rank
        }
        fn object(this: LocalObj<Self>) -> u32 {
            this.rank
        }
    }
    assert_eq!(ObjCell::new(Local { rank: 4 }).call("cell", []).unwrap(), Value::from(4));
    let object = LocalObj::new(Local { rank: 5 });
    assert_eq!(object.call_once("object", []).unwrap(), Value::from(5));

    /// A base is no shared object of its own.
    #[derive(Slots)]
    struct Derived {
        #[slots(base)]
        base: Local,
    }
    let derived = ObjCell::new(Derived { base: Local { rank: 6 } });
    assert_eq!(
        derived.call("cell", []).unwrap_err().to_string(),
        "Local.cell() takes `this`, a reference to its object, which is only a part of 'Derived' \
         objects"
    );
}

#[test]
fn the_only_reference_to_an_object_is_consumed_by_a_method() {
    let object = node("one");
    let weak = ObjLock::downgrade(&object);
    let refused = object.clone().call_once("into_name", []).unwrap_err();
    assert!(matches!(refused, SharedError::NotSole));
    assert_eq!(
        refused.to_string(),
        "the method takes `self`, and there are other references to the object"
    );
    // A weak reference counts: it could be upgraded.
    assert!(matches!(object.call_once("into_name", []), Err(SharedError::NotSole)));
    assert!(weak.upgrade().is_none(), "the reference was dropped");
    assert_eq!(node("two").call_once("into_name", []).unwrap(), Value::from("two"));
    assert_eq!(node("three").call_once("boxed", [3.into()]).unwrap(), Value::from(3));
    let raised = node("four").call_once("boxed", [0.into()]).unwrap_err();
    assert_eq!(raised.to_string(), "four");
    // Other methods are called as they are without `call_once`.
    let five = node("five");
    five.clone().call_once("rename", ["5".into()]).unwrap();
    assert_eq!(five.getattr("name").unwrap(), Value::from("5"));
    let error = five.call("into_name", []).unwrap_err().to_string();
    assert!(error.contains("call_once on a box"), "{error}");
}

#[derive(Slots)]
#[slots(methods)]
struct Sum {
    sum: u32,
    other: u32,
}

#[slotted::methods]
impl Sum {
    fn add(&mut self, by: &Nosy) -> u32 {
        look("called");
        self.sum += by.0;
        self.sum
    }

    fn plus(&self, by: &Nosy, #[slots(default = Nosy(0))] and: &Nosy) -> u32 {
        self.sum + by.0 + and.0
    }
}

#[test]
fn arguments_are_converted_before_the_lock_of_a_call_and_dropped_after_it() {
    let object = ObjLock::new(Sum { sum: 1, other: 0 });
    let call = |name, argument: i64, returns: i64| {
        seen(&object, || {
            assert_eq!(object.call(name, [argument.into()]).unwrap(), Value::from(returns));
        })
    };
    assert_eq!(call("add", 2, 3), ["made", "called: object is locked", "dropped"]);
    assert_eq!(call("plus", 2, 5), ["made", "dropped", "dropped"]);
    // So too where the object turns out to be locked.
    let guard = object.try_read().unwrap();
    let noted = seen(&object, || {
        let refused = object.call("add", [2.into()]).unwrap_err();
        assert!(matches!(refused, SharedError::Locked));
    });
    drop(guard);
    assert_eq!(noted, ["made: object is locked", "dropped: object is locked"]);
}

#[test]
fn a_method_of_an_enum_with_data_is_called_under_its_lock() {
    #[derive(SlotValue)]
    #[slots(methods)]
    enum Shape {
        Circle { radius: f64 },
        Square { side: f64 },
    }
    #[slotted::methods]
    impl Shape {
        fn grow(&mut self, by: f64) {
            match self {
                Shape::Circle { radius: it } | Shape::Square { side: it } => *it *= by,
            }
        }
        fn side_of(this: &ObjLock<Self>) -> Option<f64> {
            match &*this.try_read().expect("it is free") {
                Shape::Square { side } => Some(*side),
                Shape::Circle { .. } => None,
            }
        }
        fn into_radius(self) -> Option<f64> {
            match self {
                Shape::Circle { radius } => Some(radius),
                Shape::Square { .. } => None,
            }
        }
    }
    let shape = ObjLock::new(Shape::Circle { radius: 1.5 });
    shape.call("grow", [2.into()]).unwrap();
    assert_eq!(shape.call("side_of", []).unwrap(), Value::None);
    *shape.try_write().unwrap() = Shape::Square { side: 2.0 };
    shape.call("grow", [2.into()]).unwrap();
    assert_eq!(shape.call("side_of", []).unwrap(), Value::from(4.0));
    assert_eq!(shape.call_once("into_radius", []).unwrap(), Value::None);
}

/// The error told to do what was done.
#[test]
fn a_method_of_a_static_base_cannot_consume_an_instance_of_a_run_time_class() {
    #[derive(Slots, Default)]
    #[slots(methods)]
    struct Account {
        balance: f64,
    }

    #[slotted::methods]
    impl Account {
        fn close(self) -> f64 {
            self.balance
        }
    }

    let base = Class::of::<Account>();
    let class = Class::builder("Savings").bases([&base]).build().expect("one base");
    let instance = || class.from_attrs([("balance", 2.5)]).expect("it has all slots");
    let errors = [
        Box::new(instance()).call_once("close", []).unwrap_err(),
        instance().call_mut("close", []).unwrap_err(),
        instance().call("close", []).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), CallErrorKind::Receiver);
        assert!(error.to_string().contains("base"), "{error}");
        assert!(!error.to_string().contains("call_once"), "{error}");
    }
    let error = Obj::new(instance()).call_once("close", []).unwrap_err();
    assert!(error.to_string().contains("base"), "{error}");
}

#[test]
fn a_method_that_changes_a_frozen_object_is_refused_behind_a_lock() {
    #[derive(Slots)]
    #[slots(methods, frozen)]
    struct Fixed {
        count: u8,
    }

    #[slotted::methods]
    impl Fixed {
        fn add(&mut self) {
            self.count += 1;
        }
    }

    let mut plain = Fixed { count: 1 };
    let expected = plain.call_mut("add", []).unwrap_err().to_string();
    let locked = ObjLock::new(plain);
    assert_eq!(locked.call("add", []).unwrap_err().to_string(), expected);
    assert_eq!(locked.try_read().unwrap().count, 1);
}
