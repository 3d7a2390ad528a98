//! Shared objects and weak references to them.
//!
//! | file | what |
//! |---|---|
//! | `block` | the block that all weak references to one object share |
//! | `block_lock` | the locks of the blocks, and what they guard |
//! | `by_id` | making objects of data in which each has a number |
//! | `callbacks` | the callbacks to run when an object dies |
//! | `count` | reference counts, atomic and not |
//! | `death` | the end of an object |
//! | `forward` | traits of shared objects and weak references |
//! | `guard` | guards of an object's lock |
//! | `handle` | shared objects and weak references as slots and as values |
//! | `held` | the locks that this thread holds |
//! | `memory` | the memory of a shared object |
//! | `nest` | deaths inside deaths, in bounded stack |
//! | `panics` | panics of several user functions that all have to run |
//! | `shared` | shared objects with a reference count |
//! | `tagged` | a pointer to one of two types, in one word |
//! | `target` | what a block leads to: the object, and its callbacks |
//! | `value_lock` | the lock beside an object's count |
//! | `weak` | weak references to shared objects |
//! | `weak_slot` | the special field for weak references |
//! | `weak_value_map` | a map that holds its values by weak references |
//! | `weak_word` | the word in an object's header that leads to its weak references |

#![allow(unsafe_code)]

pub(crate) mod block;
pub(crate) mod block_lock;
#[cfg(all(feature = "serde", feature = "std"))]
pub(crate) mod by_id;
pub(crate) mod callbacks;
pub(crate) mod count;
pub(crate) mod death;
pub(crate) mod forward;
pub(crate) mod guard;
pub(crate) mod handle;
#[cfg(all(feature = "wait", not(loom)))]
pub(crate) mod held;
pub(crate) mod memory;
#[cfg(all(feature = "std", not(loom)))]
pub(crate) mod nest;
pub(crate) mod panics;
pub(crate) mod shared;
pub(crate) mod tagged;
pub(crate) mod target;
pub(crate) mod value_lock;
pub(crate) mod weak;
pub(crate) mod weak_slot;
#[cfg(feature = "std")]
pub(crate) mod weak_value_map;
pub(crate) mod weak_word;

use crate::rc::count::{AtomicCount, AtomicLock, LocalCount, LocalLock};
use crate::rc::shared::Shared;
use crate::rc::weak::Weak;

/// A shared object: Python's object with its reference count.
///
/// The reference is one word. The object has a count of 32 bits beside its value: 8 bytes, where an
/// `Arc` takes 16. A type with a [`WeakSlot`](crate::WeakSlot) has one word more in each object.
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
///
/// ```
/// use slotted::LocalObj;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let mut node = LocalObj::new(Node { rank: 1 });
/// LocalObj::get_mut(&mut node).expect("nobody else refers to it").rank = 2;
/// let other = node.clone();
/// assert_eq!(other.rank, 2);
/// assert!(LocalObj::get_mut(&mut node).is_none());
/// ```
pub type LocalObj<T> = Shared<T, LocalCount>;

/// A weak reference to an [`Obj`]: Python's `weakref.ref`.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Obj, WeakObj, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Node { rank: u32, __weakref__: WeakSlot }
///
/// let node = Obj::new(Node { rank: 1, __weakref__: WeakSlot::new() });
/// let weak: WeakObj<Node> = Obj::downgrade(&node);
/// assert_eq!(weak.upgrade().map(|node| node.rank), Some(1));
/// drop(node);
/// assert!(weak.upgrade().is_none());
/// ```
pub type WeakObj<T> = Weak<T, AtomicCount>;

/// A weak reference to a [`LocalObj`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{LocalObj, LocalWeakObj, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Node { rank: u32, __weakref__: WeakSlot }
///
/// let node = LocalObj::new(Node { rank: 1, __weakref__: WeakSlot::new() });
/// let weak: LocalWeakObj<Node> = LocalObj::downgrade(&node);
/// assert!(weak.upgrade().is_some());
/// ```
pub type LocalWeakObj<T> = Weak<T, LocalCount>;

/// A shared object with a lock: an `Arc<RwLock<T>>` in 8 bytes of header instead of 32.
///
/// The value is read and written through guards. `try_read` and `try_write` do not wait; with the
/// feature `wait`, `read` and `write` do. A guard borrows the reference it was made from, so the
/// object lives as long as its guards. A panic while a guard is alive releases the lock and leaves
/// the value as it is: there is no poison, since a value that must not be seen half written is
/// written by [`update_attrs`](crate::AttributesExt::update_attrs), all or nothing.
///
/// Two references are equal if they are to one object, and hash accordingly.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{ObjLock, WeakObjLock, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Node {
///     rank: u32,
///     #[slots(skip)]
///     parent: Option<WeakObjLock<Node>>,
///     __weakref__: WeakSlot,
/// }
///
/// let node = |parent| Node { rank: 1, parent, __weakref__: WeakSlot::new() };
/// let root = ObjLock::new(node(None));
/// let leaf = ObjLock::new(node(Some(ObjLock::downgrade(&root))));
///
/// root.try_write()?.setattr("rank", 2)?;
/// let parent = leaf.try_read()?.parent.as_ref().and_then(|weak| weak.upgrade());
/// assert_eq!(parent.expect("it lives").try_read()?.rank, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type ObjLock<T> = Shared<T, AtomicLock>;

/// A shared object of one thread with a lock: an `Rc<RefCell<T>>` in 8 bytes of header instead of
/// 24. `borrow` and `borrow_mut` panic where `try_borrow` and `try_borrow_mut` return an error.
///
/// Two references are equal if they are to one object, and hash accordingly.
///
/// ```
/// use slotted::ObjCell;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let node = ObjCell::new(Node { rank: 1 });
/// let other = node.clone();
/// other.borrow_mut().rank += 1;
/// assert_eq!(node.borrow().rank, 2);
/// assert!(node == other);
/// ```
pub type ObjCell<T> = Shared<T, LocalLock>;

/// A weak reference to an [`ObjLock`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{ObjLock, WeakObjLock, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Node { rank: u32, __weakref__: WeakSlot }
///
/// let node = ObjLock::new(Node { rank: 1, __weakref__: WeakSlot::new() });
/// let weak: WeakObjLock<Node> = ObjLock::downgrade(&node);
/// weak.upgrade().expect("it lives").try_write()?.rank = 2;
/// assert_eq!(node.try_read()?.rank, 2);
/// # Ok::<(), slotted::rc::ObjectLocked>(())
/// ```
pub type WeakObjLock<T> = Weak<T, AtomicLock>;

/// A weak reference to an [`ObjCell`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{ObjCell, WeakObjCell, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Node { rank: u32, __weakref__: WeakSlot }
///
/// let node = ObjCell::new(Node { rank: 1, __weakref__: WeakSlot::new() });
/// let weak: WeakObjCell<Node> = ObjCell::downgrade(&node);
/// weak.upgrade().expect("it lives").borrow_mut().rank = 2;
/// assert_eq!(node.borrow().rank, 2);
/// ```
pub type WeakObjCell<T> = Weak<T, LocalLock>;
