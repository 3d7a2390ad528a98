//! Shared objects, type-erased: their attributes, and how they print.

use alloc::boxed::Box;
use core::any::Any;
use core::fmt;

use crate::name::short_type_name;
use crate::reflect::attributes::Attributes;
use crate::reflect::layout::SlotLayout;
use crate::reflect::value_ref::ValueRef;
use crate::value::dyn_obj::{DynObj, SharedHandle};

/// Why the value of a shared object cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// The object of a weak reference has died.
    Dead,
    /// The object is locked.
    Locked,
    /// The object has no lock, and others may have a reference to it.
    Immutable,
}

/// A function that is called with an object, once.
pub(crate) type Reader<'f> = &'f mut dyn FnMut(&dyn Attributes);

/// A function that is called with an object that it may change, once.
pub(crate) type Writer<'f> = &'f mut dyn FnMut(&mut dyn Attributes);

/// What can be done with a reference to a shared object. Each function takes the reference itself,
/// and does nothing with one of another type.
pub(crate) struct SharedOps {
    /// Whether the reference is weak.
    pub(crate) is_weak: bool,
    /// The name of the object's type, as in messages.
    pub(crate) name: fn() -> &'static str,
    /// Whether the object lives.
    pub(crate) is_alive: fn(&dyn Any) -> bool,
    /// Returns the object, if it can be borrowed without a lock.
    pub(crate) object: for<'a> fn(&'a dyn Any) -> Option<&'a dyn Attributes>,
    /// Calls the function with the object, under its lock.
    pub(crate) read: fn(&dyn Any, Reader<'_>) -> Result<(), Unreachable>,
    /// Calls the function with the object, under its lock, to write.
    pub(crate) write: fn(&dyn Any, Writer<'_>) -> Result<(), Unreachable>,
    /// Returns a strong reference to the object.
    pub(crate) strong: fn(&dyn Any) -> Result<Held, Unreachable>,
    /// Returns the layout of the object, if its type says it.
    pub(crate) layout: fn() -> Option<&'static SlotLayout>,
}

/// A borrowed reference to a shared object, strong or weak, as in
/// [`ValueRef::Shared`](crate::ValueRef::Shared). Two are equal if they refer to one object in the
/// same way: the object's value is not compared.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{ObjLock, ValueRef};
///
/// #[derive(Slots)]
/// struct Engine { rpm: u32 }
/// #[derive(Slots)]
/// struct Car { engine: ObjLock<Engine> }
///
/// let car = Car { engine: ObjLock::new(Engine { rpm: 900 }) };
/// let ValueRef::Shared(engine) = car.getattr("engine")?.view() else { panic!("it is shared") };
/// engine.setattr("rpm", 1000)?;
/// assert_eq!(car.engine.try_read()?.rpm, 1000);
/// assert!(engine.downcast_ref::<ObjLock<Engine>>().is_some() && !engine.is_weak());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct SharedRef<'a>(&'a dyn SharedHandle);

impl<'a> SharedRef<'a> {
    pub(crate) fn new(handle: &'a dyn SharedHandle) -> Self {
        SharedRef(handle)
    }

    /// Whether the reference lies in a [`Value`](crate::Value), which does not tell its type.
    #[cfg(all(feature = "serde", feature = "std"))]
    pub(crate) fn is_any(self) -> bool {
        self.0.is_any()
    }

    fn ops(self) -> &'static SharedOps {
        self.0.ops().downcast_ref().expect("the room of shared objects fills them in")
    }

    /// Returns an owned reference to the object; `None` if the object must not leave its thread.
    #[must_use]
    pub fn to_owned(self) -> Option<DynObj> {
        self.0.copied()
    }

    /// Returns another reference to the object.
    pub(crate) fn held(self) -> Held {
        self.0.copied().map_or_else(|| Held::Local(self.0.boxed()), Held::Any)
    }

    /// Returns the reference as an `H`, if it is one: `ObjLock<Node>`, `WeakObj<Node>`.
    #[must_use]
    pub fn downcast_ref<H: 'static>(self) -> Option<&'a H> {
        self.0.as_any().downcast_ref()
    }

    /// Whether the reference is weak.
    #[must_use]
    pub fn is_weak(self) -> bool {
        self.ops().is_weak
    }

    /// Returns the object, if it is strongly referenced and has no lock: such a value is immutable
    /// while it is shared.
    #[must_use]
    pub fn object(self) -> Option<&'a dyn Attributes> {
        (self.ops().object)(self.0.as_any())
    }

    /// Returns the full name of the reference's type, as [`core::any::type_name`] does.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        self.0.type_name()
    }

    /// Returns a strong reference to the object.
    pub(crate) fn strong(self) -> Result<Held, Unreachable> {
        (self.ops().strong)(self.0.as_any())
    }

    /// Returns the reference, to be downcast.
    pub(crate) fn as_any(self) -> &'a dyn Any {
        self.0.as_any()
    }

    pub(crate) fn identity(self) -> usize {
        self.0.identity()
    }

    /// Returns the name of the object's type, as in messages, perhaps with its path.
    pub(crate) fn object_name(self) -> &'static str {
        (self.ops().name)()
    }

    /// Returns the layout of the object, if its type says it: not that of an enum with data.
    pub(crate) fn static_layout(self) -> Option<&'static SlotLayout> {
        (self.ops().layout)()
    }

    /// Calls `write` with the object, under its lock.
    pub(crate) fn write<R>(
        self,
        write: impl FnOnce(&mut dyn Attributes) -> R,
    ) -> Result<R, Unreachable> {
        let (mut write, mut result) = (Some(write), None);
        (self.ops().write)(self.0.as_any(), &mut |object| {
            result = write.take().map(|write| write(object));
        })?;
        Ok(result.expect("it was called"))
    }

    /// Calls `read` with the object, under its lock, if it has one.
    pub(crate) fn read<R>(self, read: impl FnOnce(&dyn Attributes) -> R) -> Result<R, Unreachable> {
        let (mut read, mut result) = (Some(read), None);
        (self.ops().read)(self.0.as_any(), &mut |object| {
            result = read.take().map(|read| read(object));
        })?;
        Ok(result.expect("it was called"))
    }
}

impl DynObj {
    /// Borrows the reference.
    pub(crate) fn borrowed(&self) -> SharedRef<'_> {
        SharedRef(self.handle())
    }

    /// Borrows the reference as one that lies in a [`Value`](crate::Value).
    pub(crate) fn in_value(&self) -> SharedRef<'_> {
        SharedRef(self)
    }
}

impl PartialEq for SharedRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

/// A reference to a shared object that is held apart from the place where it was found.
pub(crate) enum Held {
    Any(DynObj),
    /// A reference that must not leave its thread.
    Local(Box<dyn SharedHandle>),
}

impl Held {
    pub(crate) fn borrowed(&self) -> SharedRef<'_> {
        match self {
            Held::Any(object) => object.borrowed(),
            Held::Local(object) => SharedRef(&**object),
        }
    }
}

/// Prints the object as a slotted struct prints; a weak reference as `<weakref to 'Node'>`, as
/// CPython does; an object that is printed already around this, or around which too many are, as
/// `…`; one that is being written as `<locked 'Node'>`.
impl fmt::Debug for SharedRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = short_type_name((self.ops().name)());
        if self.is_weak() {
            return match (self.ops().is_alive)(self.0.as_any()) {
                true => write!(f, "<weakref to '{name}'>"),
                false => f.write_str("<weakref; dead>"),
            };
        }
        let printed = once(self.identity(), PRINTED, || {
            self.read(|object| fmt::Debug::fmt(&ValueRef::Object(object), f))
        });
        match printed {
            Some(Ok(result)) => result,
            Some(Err(_)) => write!(f, "<locked '{name}'>"),
            None if cfg!(feature = "std") => f.write_str("…"),
            None => write!(f, "<'{name}' object>"),
        }
    }
}

/// How far [`once`] goes into shared objects.
pub(crate) struct Limits {
    /// The most objects inside one another.
    #[cfg_attr(not(feature = "std"), allow(dead_code))]
    depth: usize,
    /// The most objects in all, each as often as it is met: a graph of few objects may have very
    /// many ways through it.
    #[cfg_attr(not(feature = "std"), allow(dead_code))]
    count: usize,
}

/// What one print shows.
pub(crate) const PRINTED: Limits = Limits { depth: 24, count: 1000 };

/// What is written to data as a tree.
#[cfg(feature = "serde")]
pub(crate) const WRITTEN: Limits = Limits { depth: DEPTH, count: usize::MAX };

/// The most shared objects inside one another that are written.
#[cfg(any(feature = "std", feature = "serde"))]
pub(crate) const DEPTH: usize = 100;

/// Runs `f`, which goes into a shared object, unless it is in that object already, or in as many
/// as the limits allow.
#[cfg(feature = "std")]
pub(crate) fn once<R>(identity: usize, limits: Limits, f: impl FnOnce() -> R) -> Option<R> {
    use core::cell::Cell;

    struct Inside {
        depth: Cell<usize>,
        objects: [Cell<usize>; DEPTH],
        /// How many objects were gone into since the outermost one was.
        count: Cell<usize>,
    }
    std::thread_local! {
        static INSIDE: Inside = const {
            Inside {
                depth: Cell::new(0),
                objects: [const { Cell::new(0) }; DEPTH],
                count: Cell::new(0),
            }
        };
    }
    /// Leaves the object, even if `f` panics.
    struct Leave(usize);
    impl Drop for Leave {
        fn drop(&mut self) {
            INSIDE.with(|inside| inside.depth.set(self.0));
        }
    }
    let depth = INSIDE.with(|inside| {
        let depth = inside.depth.get();
        let count = if depth == 0 { 0 } else { inside.count.get() };
        let place = inside.objects[..limits.depth].get(depth)?;
        let is_around = inside.objects[..depth].iter().any(|object| object.get() == identity);
        if is_around || count >= limits.count {
            return None;
        }
        inside.count.set(count + 1);
        place.set(identity);
        inside.depth.set(depth + 1);
        Some(depth)
    })?;
    let _leave = Leave(depth);
    Some(f())
}

/// Without `std`, no variable of the thread says what is around: so no shared object is gone into.
#[cfg(not(feature = "std"))]
pub(crate) fn once<R>(_: usize, _: Limits, _: impl FnOnce() -> R) -> Option<R> {
    None
}
