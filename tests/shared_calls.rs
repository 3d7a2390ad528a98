//! Methods by name of shared objects (`docs/spec.md` 11.18).

use std::sync::Mutex;

use slotted::prelude::*;
use slotted::{ConversionError, DynObj, Kind, Obj, ObjLock, ValueRef, WeakSlot};

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

/// A number whose conversions and whose `Drop` call a method of the object, which takes its lock.
struct Probe(u32);

/// The object, and what calls of its method `touch` returned while conversions ran.
struct Seen {
    object: Option<DynObj>,
    calls: Vec<Result<Value, String>>,
}

static SEEN: Mutex<Seen> = Mutex::new(Seen { object: None, calls: Vec::new() });

/// Calls a method of the object as its writer, which fails while another call has the lock.
fn look() {
    let object = SEEN.lock().unwrap().object.clone();
    if let Some(object) = object {
        let called = object.call("touch", []).map_err(|error| error.to_string());
        SEEN.lock().unwrap().calls.push(called);
    }
}

impl SlotValue for Probe {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        look();
        u32::from_value(value).map(Probe)
    }

    fn as_value(&self) -> ValueRef<'_> {
        look();
        self.0.as_value()
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        look();
    }
}

/// An error whose conversion is its own, and runs under the lock, as it may borrow.
#[derive(Debug)]
struct Failed<'a>(&'a str);

impl From<Failed<'_>> for Box<dyn std::error::Error + Send + Sync> {
    fn from(failed: Failed<'_>) -> Self {
        look();
        failed.0.into()
    }
}

#[derive(Slots)]
#[slots(methods)]
struct Probed {
    touched: u32,
    name: String,
}

#[slotted::methods]
impl Probed {
    fn touch(&mut self) -> u32 {
        self.touched += 1;
        self.touched
    }

    fn read(&self, by: &Probe) -> Probe {
        Probe(by.0 + 1)
    }

    fn write(&mut self, by: &Probe) -> Result<Probe, String> {
        if by.0 == 0 { Err("nothing".to_owned()) } else { Ok(Probe(by.0 + 1)) }
    }

    fn lent(&self) -> &str {
        &self.name
    }

    fn failing(&self) -> Result<bool, Failed<'_>> {
        Err(Failed(&self.name))
    }

    fn failing_with_text(&self) -> Result<bool, &str> {
        Err(&self.name)
    }
}

#[test]
fn arguments_and_results_are_converted_without_the_lock_unless_they_borrow() {
    let object = ObjLock::new(Probed { touched: 0, name: "it".to_owned() });
    let any = DynObj::from(&object);
    SEEN.lock().unwrap().object = Some(any.clone());
    let seen = || core::mem::take(&mut SEEN.lock().unwrap().calls);

    for method in ["read", "write"] {
        assert_eq!(any.call(method, [1.into()]).unwrap(), Value::Int(2));
        let calls = seen();
        // The argument and the result are converted, and each is dropped.
        assert_eq!(calls.len(), 4, "{calls:?}");
        assert!(calls.iter().all(Result::is_ok), "{method}: {calls:?}");
    }
    assert_eq!(any.call("write", [0.into()]).unwrap_err().to_string(), "nothing");
    assert!(seen().iter().all(Result::is_ok));
    // Refused before the lock is taken.
    assert!(any.call("write", ["one".into()]).is_err());
    assert!(seen().iter().all(Result::is_ok));

    assert_eq!(any.call("lent", []).unwrap(), Value::from("it"));
    assert_eq!(any.call("failing_with_text", []).unwrap_err().to_string(), "it");
    assert_eq!(any.call("failing", []).unwrap_err().to_string(), "it");
    assert_eq!(seen(), [Err("object is locked".to_owned())]);
    SEEN.lock().unwrap().object = None;
}
