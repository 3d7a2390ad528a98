//! Shared objects and weak references to them.
//!
//! | file | what |
//! |---|---|
//! | `block` | the block that all weak references to one object share |
//! | `callbacks` | the callbacks to run when an object dies |
//! | `count` | reference counts, atomic and not, and the locks that go with them |
//! | `forward` | traits of shared objects and weak references |
//! | `memory` | the memory of a shared object |
//! | `shared` | shared objects with a reference count |
//! | `weak` | weak references to shared objects |
//! | `weak_slot` | the special field for weak references |
//! | `weak_value_map` | a map that holds its values by weak references |

#![allow(unsafe_code)]

pub(crate) mod block;
pub(crate) mod callbacks;
pub(crate) mod count;
pub(crate) mod forward;
pub(crate) mod memory;
pub(crate) mod shared;
pub(crate) mod weak;
pub(crate) mod weak_slot;
#[cfg(feature = "std")]
pub(crate) mod weak_value_map;

use crate::rc::count::{AtomicCount, LocalCount};
use crate::rc::shared::Shared;
use crate::rc::weak::Weak;

/// A shared object: Python's object with its reference count.
///
/// The reference is one word. The object has one count beside its value: 8 bytes less than an `Arc`
/// takes.
///
/// It derefs to its value, so attributes are read by name as well. It is written through
/// [`get_mut`](Shared::get_mut) and [`make_mut`](Shared::make_mut). An object can be referenced
/// weakly if its type has a [`WeakSlot`](crate::WeakSlot).
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Obj, WeakObj, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Airport {
///     code: String,
///     __weakref__: WeakSlot,
/// }
///
/// let airport = Obj::new(Airport { code: "ATL".to_owned(), __weakref__: WeakSlot::new() });
/// let other = airport.clone();
/// assert_eq!(other.getattr("code")?, "ATL");
///
/// let weak: WeakObj<Airport> = Obj::downgrade(&airport);
/// assert!(weak.upgrade().is_some());
/// drop((airport, other));
/// assert!(weak.upgrade().is_none());
/// # Ok::<(), slotted::AttributeError>(())
/// ```
pub type Obj<T> = Shared<T, AtomicCount>;

/// A shared object of one thread: an [`Obj`] whose count is not atomic.
pub type LocalObj<T> = Shared<T, LocalCount>;

/// A weak reference to an [`Obj`]: Python's `weakref.ref`.
pub type WeakObj<T> = Weak<T, AtomicCount>;

/// A weak reference to a [`LocalObj`].
pub type LocalWeakObj<T> = Weak<T, LocalCount>;
