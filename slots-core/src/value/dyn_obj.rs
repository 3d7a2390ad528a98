//! Shared objects of any type as values.

use alloc::boxed::Box;
use core::any::Any;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::erased::one_word::{AsDyn, OneWord};

/// A reference to a shared object, strong or weak, of a type that is known only at run time.
pub(crate) trait SharedHandle: Any {
    /// Returns the reference, to be downcast.
    fn as_any(&self) -> &dyn Any;

    /// Returns another reference to the object; `None` if it must not leave its thread.
    fn copied(&self) -> Option<DynObj>;

    /// Returns another reference to the object, of the same type, which stays on this thread.
    fn boxed(&self) -> Box<dyn SharedHandle>;

    /// Returns the address that identifies the object: one for all strong references to it, one
    /// for all weak ones.
    fn identity(&self) -> usize;

    /// Returns the full name of the reference's type.
    fn type_name(&self) -> &'static str;

    /// Returns the operations that concern attributes, which this room does not know.
    fn ops(&self) -> &'static (dyn Any + Send + Sync);

    /// Whether this is a type-erased [`DynObj`].
    #[cfg(all(feature = "serde", feature = "std"))]
    fn is_any(&self) -> bool {
        false
    }
}

/// Forwards to the reference inside.
impl SharedHandle for DynObj {
    fn as_any(&self) -> &dyn Any {
        self.handle().as_any()
    }

    fn copied(&self) -> Option<DynObj> {
        self.handle().copied()
    }

    fn boxed(&self) -> Box<dyn SharedHandle> {
        self.handle().boxed()
    }

    fn identity(&self) -> usize {
        self.handle().identity()
    }

    fn type_name(&self) -> &'static str {
        self.handle().type_name()
    }

    fn ops(&self) -> &'static (dyn Any + Send + Sync) {
        self.handle().ops()
    }

    #[cfg(all(feature = "serde", feature = "std"))]
    fn is_any(&self) -> bool {
        true
    }
}

/// A shared object of any type, or a weak reference to one: an [`Obj`](crate::Obj),
/// [`ObjLock`](crate::ObjLock), [`WeakObj`](crate::WeakObj) or
/// [`WeakObjLock`](crate::WeakObjLock), type-erased.
///
/// It takes two words, and a clone is another reference to the same object. Two are equal if they
/// refer to one object in the same way, and hash accordingly; the object's value is not compared.
/// It is what [`Value::Object`](crate::Value::Object) holds: an attribute that is a shared object
/// keeps its identity when it is assigned.
///
/// Only an object that may go to other threads becomes a `DynObj`, since a
/// [`Value`](crate::Value) may: the objects of one thread are read by name, and assigned typed.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{DynObj, ObjLock};
///
/// #[derive(Slots, Debug)]
/// struct Leaf { size: u32 }
/// #[derive(Slots)]
/// struct Tree { first: Option<ObjLock<Leaf>>, last: Option<ObjLock<Leaf>> }
///
/// let leaf = ObjLock::new(Leaf { size: 1 });
/// let mut tree = Tree { first: None, last: None };
/// tree.setattr("first", &leaf)?;
/// let first = tree.getattr("first")?.to_value().expect("it is shared");
/// tree.setattr("last", first)?;
/// assert!(tree.first == tree.last && tree.last == Some(leaf.clone()));
///
/// let any = DynObj::from(&leaf);
/// assert_eq!(any.downcast_ref::<ObjLock<Leaf>>(), Some(&leaf));
/// # Ok::<(), slotted::AttributeError>(())
/// ```
pub struct DynObj(OneWord<dyn SharedHandle>);

impl DynObj {
    pub(crate) fn new<H>(handle: H) -> Self
    where
        H: AsDyn<dyn SharedHandle> + Send + Sync + 'static,
    {
        DynObj(OneWord::new(handle))
    }

    pub(crate) fn handle(&self) -> &dyn SharedHandle {
        self.0.get()
    }

    /// Returns the reference as an `H`, if it is one: `ObjLock<Node>`, `WeakObj<Node>`.
    #[must_use]
    pub fn downcast_ref<H: 'static>(&self) -> Option<&H> {
        self.handle().as_any().downcast_ref()
    }

    /// Returns the full name of the reference's type, as [`core::any::type_name`] does.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.handle().type_name()
    }

    /// Whether both are references to the same object, of one kind.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.handle().identity() == other.handle().identity()
    }
}

impl Clone for DynObj {
    fn clone(&self) -> Self {
        self.handle().copied().expect("what a `DynObj` holds may go to other threads")
    }
}

impl PartialEq for DynObj {
    fn eq(&self, other: &Self) -> bool {
        self.ptr_eq(other)
    }
}

impl Eq for DynObj {}

impl Hash for DynObj {
    fn hash<S: Hasher>(&self, state: &mut S) {
        self.handle().identity().hash(state);
    }
}

/// Prints the type alone; a [`Value`](crate::Value) prints the object.
impl fmt::Debug for DynObj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DynObj({})", crate::name::short_type_name(self.type_name()))
    }
}
