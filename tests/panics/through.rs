//! Operations on shared objects, through references to them: by name, by path, from text.

use slotted::{ObjLock, WeakObjLock};

use crate::foreign::Hook::*;
use crate::foreign::point;
use crate::objects::{dynamic, shared};
use crate::operation::{Operation, done, operations};
use crate::world::{Shell, World, shell};

operations! {
    "Shared::call_once", [Drop] => |_w| done(ObjLock::new(shell(3)).call_once("nothing", []));
    "Shared::setattr_str", [Drop, FromValue] => |w| done(w.lock.setattr_str("own", "3"));
    "Shared::delattr", [] => |w| done(w.lock.delattr("own"));
    "Shared::getattr_path", [AsValue] => |w| done(w.lock.getattr_path("own"));
    "Shared::setattr_path", [Drop, FromValue] => |w| done(w.lock.setattr_path("own", 3));
    "Shared::setattr_path_str", [Drop, FromValue] => |w| done(w.lock.setattr_path_str("own", "3"));
    "Shared::delattr_path", [] => |w| done(w.lock.delattr_path("own"));
    "Shared::with_attr_path", [Closure] => |w| done(w.lock.with_attr_path("own", |_| point(Closure)));
    "DynObj::setattr_str", [Drop, FromValue] => |w| done(dynamic(w).setattr_str("own", "3"));
    "DynObj::delattr", [] => |w| done(dynamic(w).delattr("own"));
    "DynObj::getattr_path", [AsValue] => |w| done(dynamic(w).getattr_path("own"));
    "DynObj::setattr_path", [Drop, FromValue] => |w| done(dynamic(w).setattr_path("own", 3));
    "DynObj::setattr_path_str", [Drop, FromValue] => |w| done(dynamic(w).setattr_path_str("own", "3"));
    "DynObj::delattr_path", [] => |w| done(dynamic(w).delattr_path("own"));
    "DynObj::with_attr_path", [Closure] => |w| done(dynamic(w).with_attr_path("own", |_| point(Closure)));
    "SharedRef::setattr_str", [Drop, FromValue] => |w| done(shared(&w.cell).setattr_str("own", "3"));
    "SharedRef::delattr", [] => |w| done(shared(&w.cell).delattr("own"));
    "SharedRef::getattr_path", [AsValue] => |w| done(shared(&w.cell).getattr_path("own"));
    "SharedRef::setattr_path", [Drop, FromValue] => |w| done(shared(&w.cell).setattr_path("own", 3));
    "SharedRef::setattr_path_str", [Drop, FromValue] => |w| done(shared(&w.cell).setattr_path_str("own", "3"));
    "SharedRef::delattr_path", [] => |w| done(shared(&w.cell).delattr_path("own"));
    "SharedRef::with_attr_path", [Closure] => |w| done(shared(&w.cell).with_attr_path("own", |_| point(Closure)));
    "Weak::setattr_str", [Drop, FromValue] => |w| done(weak(w).setattr_str("own", "3"));
    "Weak::delattr", [] => |w| done(weak(w).delattr("own"));
    "Weak::getattr_path", [AsValue] => |w| done(weak(w).getattr_path("own"));
    "Weak::setattr_path", [Drop, FromValue] => |w| done(weak(w).setattr_path("own", 3));
    "Weak::setattr_path_str", [Drop, FromValue] => |w| done(weak(w).setattr_path_str("own", "3"));
    "Weak::delattr_path", [] => |w| done(weak(w).delattr_path("own"));
    "Weak::with_attr_path", [Closure] => |w| done(weak(w).with_attr_path("own", |_| point(Closure)));
    "Weak::call", [Drop, FromValue, Method] => |w| done(weak(w).call("write", [3.into()]));
    "Weak::getattr", [AsValue] => |w| done(weak(w).getattr("own"));
    "Weak::setattr", [Drop, FromValue] => |w| done(weak(w).setattr("own", 3));
    "Weak::with_attr", [Closure] => |w| done(weak(w).with_attr("own", |_| point(Closure)));
}

fn weak(world: &World) -> WeakObjLock<Shell> {
    ObjLock::downgrade(&world.lock)
}
