//! Traits of shared objects and weak references. An object without a lock behaves like its value;
//! one with a lock and a weak reference compare and hash by identity.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::name::short_type_name;
use crate::rc::count::{AtomicCount, AtomicLock, Immutable, LocalLock, RefCount};
use crate::rc::shared::Shared;
use crate::rc::weak::{Finalizer, Weak};
use crate::reflect::attributes::Attributes;
use crate::reflect::shared::{PRINTED, once};

/// The name of a type, as in messages, perhaps with its path.
pub(crate) fn long_name_of<T: Attributes>() -> &'static str {
    T::__static_layout().map_or_else(core::any::type_name::<T>, |layout| layout.name())
}

/// The name of a type, as in messages.
pub(crate) fn name_of<T: Attributes>() -> impl fmt::Display {
    short_type_name(long_name_of::<T>())
}

macro_rules! locked {
    ($($count:ident $alias:literal $read:ident)*) => {$(
        /// Prints the value, unless it is being written; `…` where it is printed already around.
        impl<T: Attributes + fmt::Debug> fmt::Debug for Shared<T, $count> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Ok(value) = self.$read() else {
                    return f.write_str(concat!($alias, "(<locked>)"));
                };
                let printed = once(self.address(), PRINTED, || {
                    f.debug_tuple($alias).field(&*value).finish()
                });
                printed.unwrap_or_else(|| f.write_str(concat!($alias, "(…)")))
            }
        }

        /// Compares by identity: equal if both refer to one object.
        impl<T: Attributes> PartialEq for Shared<T, $count> {
            fn eq(&self, other: &Self) -> bool {
                Shared::ptr_eq(self, other)
            }
        }

        impl<T: Attributes> Eq for Shared<T, $count> {}

        /// Hashes by identity: references to one object hash alike.
        impl<T: Attributes> Hash for Shared<T, $count> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.address().hash(state);
            }
        }
    )*};
}
locked!(AtomicLock "ObjLock" try_read LocalLock "ObjCell" try_borrow);

impl<T: Attributes + fmt::Debug, C: Immutable> fmt::Debug for Shared<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Attributes + fmt::Display, C: Immutable> fmt::Display for Shared<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl<T: Attributes + PartialEq, C: Immutable> PartialEq for Shared<T, C> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Attributes + Eq, C: Immutable> Eq for Shared<T, C> {}

impl<T: Attributes + PartialOrd, C: Immutable> PartialOrd for Shared<T, C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Attributes + Ord, C: Immutable> Ord for Shared<T, C> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: Attributes + Hash, C: Immutable> Hash for Shared<T, C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: Attributes, C: RefCount> From<T> for Shared<T, C> {
    fn from(value: T) -> Self {
        Shared::new(value)
    }
}

impl<T: Attributes + Default, C: RefCount> Default for Shared<T, C> {
    fn default() -> Self {
        Shared::new(T::default())
    }
}

impl<T: Attributes, C: Immutable> AsRef<T> for Shared<T, C> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: Attributes, C: Immutable> core::borrow::Borrow<T> for Shared<T, C> {
    fn borrow(&self) -> &T {
        self
    }
}

// As `Arc`: the value is reached by reference only. A reference to an object with a lock is not
// unwind safe, since there is no poison: it may show a value that is half written.
impl<T: Attributes + RefUnwindSafe, C: Immutable> UnwindSafe for Shared<T, C> {}
impl<T: Attributes + RefUnwindSafe> RefUnwindSafe for Shared<T, AtomicCount> {}

/// Prints as CPython does: `<weakref to 'Airport'>`, or `<weakref; dead>`.
impl<T: Attributes, C: RefCount> fmt::Debug for Weak<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_alive() {
            write!(f, "<weakref to '{}'>", name_of::<T>())
        } else {
            f.write_str("<weakref; dead>")
        }
    }
}

/// Compares by identity: equal if both refer to one object, alive or dead.
impl<T: Attributes, C: RefCount> PartialEq for Weak<T, C> {
    fn eq(&self, other: &Self) -> bool {
        self.ptr_eq(other)
    }
}

impl<T: Attributes, C: RefCount> Eq for Weak<T, C> {}

/// Hashes by identity: references to one object hash alike, whether it is alive or dead.
impl<T: Attributes, C: RefCount> Hash for Weak<T, C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.address().hash(state);
    }
}

impl<T: Attributes, C: RefCount> fmt::Debug for Finalizer<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finalizer").field("is_pending", &self.is_pending()).finish()
    }
}
