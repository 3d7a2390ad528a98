//! Operations on shared objects.

use std::hash::{DefaultHasher, Hash};

use slotted::prelude::*;
use slotted::rc::WeakValueMap;
use slotted::{AttrRef, DynObj, Obj, ObjLock, ValueRef, WeakObj};

use crate::foreign::Hook::*;
use crate::foreign::{Foreign, point};
use crate::operation::{Operation, done, operations};
use crate::world::{Shell, World, shell};

operations! {
    "Shared::new", [Drop] => |w| done(Obj::new(shell(1)));
    "Shared::new", [Drop] => |w| done(ObjLock::new(shell(1)));
    "Shared::ptr_eq", [] => |w| done(ObjLock::ptr_eq(&w.lock, &w.lock));
    "Shared::strong_count", [] => |w| done(ObjLock::strong_count(&w.lock));
    "Shared::get_mut", [] =>
        |w| done(ObjLock::get_mut(&mut w.lock).map(|shell| shell.own.number = 3));
    "Shared::make_mut", [Clone, Drop] =>
        |w| done(w.obj.as_mut().map(|obj| Obj::make_mut(obj).own.number = 3));
    "Shared::make_mut", [Clone, Drop] =>
        |w| { let other = w.obj.clone(); done(w.obj.as_mut().map(|obj| Obj::make_mut(obj).own.number = 3)); done(other) };
    "Shared::try_unwrap", [Drop] => |w| done(w.obj.take().map(Obj::try_unwrap));
    "Shared::downgrade", [] => |w| done(ObjLock::downgrade(&w.lock));
    "Shared::try_downgrade_with", [Callback, Drop] => |w| {
        let obj = w.obj.take();
        let weak = obj.as_ref().map(|obj| Obj::try_downgrade_with(obj, called()));
        done(obj);
        done(weak);
    };
    "Shared::try_downgrade", [] => |w| done(ObjLock::try_downgrade(&w.lock));
    "Shared::downgrade_with", [Callback, Drop] =>
        |w| { let weak = w.obj.as_ref().map(callback); done(w.obj.take()); done(weak) };
    "Shared::downgrade_with", [Drop] => |w| done(w.obj.as_ref().map(callback));
    "Shared::downgrade_with", [Callback, Drop] =>
        |w| { let weak = w.obj.as_ref().map(|obj| (callback(obj), callback(obj))); done(w.obj.take()); done(weak) };
    "Shared::finalize", [Callback, Drop] =>
        |w| { done(ObjLock::finalize(&w.lock, captured())); w.lock = ObjLock::new(shell(3)) };
    "Finalizer::cancel", [Drop] => |w| done(ObjLock::finalize(&w.lock, captured()).cancel());
    "Finalizer::is_pending", [Callback, Drop] =>
        |w| { done(ObjLock::finalize(&w.lock, captured()).is_pending()); w.lock = ObjLock::new(shell(3)) };
    "Shared::try_read", [Drop, Eq] =>
        |w| done(w.lock.try_read().map(|shell| shell.own == Foreign::new(6)));
    "Shared::read", [Drop, Eq] => |w| done(w.lock.read().own == Foreign::new(6));
    "Shared::try_write", [Drop] =>
        |w| done(w.lock.try_write().map(|mut shell| shell.own = Foreign::new(6)));
    "Shared::write", [Drop] => |w| w.lock.write().own = Foreign::new(6);
    "Shared::try_borrow", [Drop, Eq] =>
        |w| done(w.cell.try_borrow().map(|shell| shell.own == Foreign::new(6)));
    "Shared::borrow", [Drop, Eq] => |w| done(w.cell.borrow().own == Foreign::new(6));
    "Shared::try_borrow_mut", [Drop] =>
        |w| done(w.cell.try_borrow_mut().map(|mut shell| shell.own = Foreign::new(6)));
    "Shared::borrow_mut", [Drop] => |w| w.cell.borrow_mut().own = Foreign::new(6);
    "Shared::getattr", [AsValue] => |w| done(w.lock.getattr("own"));
    "Shared::setattr", [Drop, FromValue] => |w| done(w.lock.setattr("own", 3));
    "Shared::setattr", [Drop, FromValue, Validate] => |w| done(w.cell.setattr("checked", 3));
    "Shared::setattr", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.cell.setattr("checked", 2000));
    "Shared::with_attr", [Closure] => |w| done(w.lock.with_attr("own", |_| point(Closure)));
    "Shared::call", [Drop, FromValue, Method] => |w| done(w.lock.call("write", [3.into()]));
    "DynObj::getattr", [AsValue] => |w| done(dynamic(w).getattr("own"));
    "DynObj::setattr", [Drop, FromValue] => |w| done(dynamic(w).setattr("own", 3));
    "DynObj::with_attr", [Closure] => |w| done(dynamic(w).with_attr("own", |_| point(Closure)));
    "DynObj::call", [Drop, FromValue, Method] => |w| done(dynamic(w).call("write", [3.into()]));
    "DynObj::downcast_ref", [] => |w| done(dynamic(w).downcast_ref::<ObjLock<Shell>>().is_some());
    "DynObj::ptr_eq", [] => |w| done(dynamic(w).ptr_eq(&dynamic(w)));
    "DynObj::type_name", [] => |w| done(dynamic(w).type_name());
    "SharedRef::getattr", [AsValue] => |w| done(shared(&w.cell).getattr("own"));
    "SharedRef::setattr", [Drop, FromValue] => |w| done(shared(&w.cell).setattr("own", 3));
    "SharedRef::with_attr", [Closure] =>
        |w| done(shared(&w.cell).with_attr("own", |_| point(Closure)));
    "SharedRef::call", [Drop, FromValue, Method] =>
        |w| done(shared(&w.cell).call("write", [3.into()]));
    "SharedRef::downcast_ref", [] =>
        |w| done(shared(&w.lock).downcast_ref::<ObjLock<Shell>>().is_some());
    "SharedRef::is_weak", [] => |w| done(shared(&w.lock).is_weak());
    "SharedRef::object", [] => |w| done(shared(&w.lock).object().is_some());
    "SharedRef::to_owned", [] => |w| done(shared(&w.lock).to_owned());
    "SharedRef::type_name", [] => |w| done(shared(&w.lock).type_name());
    "Weak::upgrade", [] => |w| done(ObjLock::downgrade(&w.lock).upgrade());
    "Weak::is_alive", [] => |w| done(ObjLock::downgrade(&w.lock).is_alive());
    "Weak::ptr_eq", [] => |w| { let weak = ObjLock::downgrade(&w.lock); done(weak.ptr_eq(&weak)) };
    "Shared: Debug", [Debug] => |w| done(format!("{:?} {:?}", w.obj, w.lock));
    "Shared: Default", [Default, Drop] => |w| done(Obj::<Shell>::default());
    "Shared: PartialEq", [Drop, Eq] =>
        |w| { let other = Obj::new(shell(5)); done(w.obj.as_ref() == Some(&other)) };
    "Shared: Ord", [Drop, Ord] =>
        |w| { let other = Obj::new(shell(5)); done(w.obj.as_ref() < Some(&other)) };
    "Shared: Hash", [Hash] => |w| w.obj.hash(&mut DefaultHasher::new());
    "WeakValueMap::clear", [Drop] => |w| w.objects.clear();
    "WeakValueMap::contains_key", [Drop, Eq, Hash] =>
        |w| done(w.objects.contains_key(&Foreign::new(1)));
    "WeakValueMap::get", [Drop, Eq, Hash] => |w| done(w.objects.get(&Foreign::new(1)));
    "WeakValueMap::insert", [Drop, Hash] =>
        |w| { let obj = Obj::new(shell(9)); done(w.objects.insert(Foreign::new(2), &obj)); done(obj) };
    "WeakValueMap::insert", [Drop, Eq, Hash] =>
        |w| { let obj = Obj::new(shell(9)); done(w.objects.insert(Foreign::new(1), &obj)) };
    "WeakValueMap::is_empty", [] => |w| done(w.objects.is_empty());
    "WeakValueMap::len", [] => |w| done(w.objects.len());
    "WeakValueMap::remove", [Drop, Eq, Hash] => |w| done(w.objects.remove(&Foreign::new(1)));
    "WeakValueMap::snapshot", [] => |w| done(w.objects.snapshot());
    "WeakValueMap::new", [Drop] => |w| done(w.obj.take());
    "WeakValueMap: Drop", [Drop] => |w| w.objects = WeakValueMap::new();
    "Shared::call", [Drop] => |w| done(w.lock.call("nothing", [Value::opaque(Foreign::new(1))]));
}

pub(crate) fn shared<T: SlotValue>(handle: &T) -> slotted::rc::SharedRef<'_> {
    match AttrRef::new(handle).view() {
        ValueRef::Shared(shared) => shared,
        _ => unreachable!("a shared object is shown as one"),
    }
}

pub(crate) fn dynamic(world: &World) -> DynObj {
    DynObj::from(&world.lock)
}

/// A callback that owns a foreign value, on a weak reference.
fn callback(obj: &Obj<Shell>) -> WeakObj<Shell> {
    Obj::downgrade_with(obj, called())
}

fn called() -> impl FnOnce(&WeakObj<Shell>) + Send + 'static {
    let run = captured();
    move |_| run()
}

fn captured() -> impl FnOnce() + Send + 'static {
    let captured = Foreign::new(1);
    move || {
        point(Callback);
        done(captured);
    }
}
