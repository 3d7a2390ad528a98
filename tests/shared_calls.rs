//! Methods by name of shared objects (`docs/spec.md` 11.18).

use slotted::prelude::*;
use slotted::{DynObj, Obj, ObjLock, WeakSlot};

#[derive(Slots, Debug)]
#[slots(methods, weakref)]
struct Counter {
    count: u32,
    __weakref__: WeakSlot,
}

#[slotted::methods]
impl Counter {
    fn add(&mut self, more: u32) -> u32 {
        self.count += more;
        self.count
    }

    fn get(&self) -> u32 {
        self.count
    }
}

fn counter(count: u32) -> Counter {
    Counter { count, __weakref__: WeakSlot::new() }
}

#[test]
fn a_method_of_a_shared_object_is_called_under_its_lock() {
    let object = ObjLock::new(counter(1));
    let (any, weak) = (DynObj::from(&object), DynObj::from(&ObjLock::downgrade(&object)));
    assert_eq!(any.call("add", [2.into()]).unwrap(), Value::Int(3));
    assert_eq!(weak.call("add", [1.into()]).unwrap(), Value::Int(4));
    assert_eq!(object.call("get", []).unwrap(), Value::Int(4));

    let guard = object.try_read().unwrap();
    assert_eq!(any.call("get", []).unwrap(), Value::Int(4));
    let refused = any.call("add", [1.into()]).unwrap_err().to_string();
    assert_eq!(refused, "object is locked");
    drop(guard);

    let refused = any.call("add", ["one".into()]).unwrap_err().to_string();
    assert!(refused.contains("must be u32, not str"), "{refused}");
    assert_eq!(object.call("get", []).unwrap(), Value::Int(4));

    drop((object, any));
    let refused = weak.call("get", []).unwrap_err().to_string();
    assert_eq!(refused, "weakly-referenced object no longer exists");
}

#[test]
fn a_method_that_changes_a_shared_object_without_a_lock_is_refused() {
    let any = DynObj::from(&Obj::new(counter(1)));
    assert_eq!(any.call("get", []).unwrap(), Value::Int(1));
    let refused = any.call("add", [1.into()]).unwrap_err().to_string();
    assert!(refused.contains("'Counter' has no lock"), "{refused}");
    assert_eq!(any.call("get", []).unwrap(), Value::Int(1));
}
