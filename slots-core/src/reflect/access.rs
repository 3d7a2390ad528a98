//! Whether a descriptor may write, as a type parameter.

/// The access that a [`Slot`](crate::Slot) allows: [`ReadWrite`] or [`ReadOnly`].
///
/// ```
/// use slotted::descriptor::{Access, Slot};
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct User { #[slots(readonly)] id: u64, visits: u64 }
///
/// /// Reads any slot, also one that cannot be written.
/// fn total<A: Access>(users: &[User], slot: Slot<User, u64, A>) -> u64 {
///     slot.column(users).sum()
/// }
///
/// let users = [User { id: 1, visits: 10 }, User { id: 2, visits: 20 }];
/// assert_eq!(total(&users, User::SLOTS.id), 3);
/// assert_eq!(total(&users, User::SLOTS.visits), 30);
/// ```
pub trait Access: sealed::Sealed + Copy + 'static {
    /// Whether this access allows writing.
    #[doc(hidden)]
    const WRITES: bool;
}

/// The access of a slot that can be read and written.
///
/// ```
/// use slotted::descriptor::{ReadWrite, Slot};
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64 }
///
/// let x: Slot<Point, f64, ReadWrite> = Point::SLOTS.x;             // as `Slot<Point, f64>`
/// let mut p = Point { x: 1.0 };
/// assert_eq!(x.replace(&mut p, 2.0), 1.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ReadWrite;

/// The access of a slot that can only be read.
///
/// ```
/// use slotted::descriptor::{ReadOnly, Slot};
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(frozen)]
/// struct Point { x: f64 }
///
/// let x: Slot<Point, f64, ReadOnly> = Point::SLOTS.x;              // it has no `set`
/// assert_eq!(*x.get(&Point { x: 1.0 }), 1.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ReadOnly;

impl Access for ReadWrite {
    const WRITES: bool = true;
}

impl Access for ReadOnly {
    const WRITES: bool = false;
}

/// The access that allows writing.
///
/// ```
/// use slotted::descriptor::{Slot, Writable};
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// /// A slot that is read-only does not compile here.
/// fn clear<A: Writable>(point: &mut Point, slot: Slot<Point, f64, A>) {
///     slot.set(point, 0.0);
/// }
///
/// let mut p = Point { x: 1.0, y: 2.0 };
/// clear(&mut p, Point::SLOTS.y);
/// assert_eq!((p.x, p.y), (1.0, 0.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "this slot is read-only",
    label = "a read-only slot has `get`, but no `set` and no `get_mut`",
    note = "it is declared `#[slots(readonly)]`, its struct is `#[slots(frozen)]`, or a slot on the \
            way to it is",
    note = "to write it through its descriptor, take that attribute away; a value with another \
            content can always be constructed"
)]
pub trait Writable: Access {}
impl Writable for ReadWrite {}

/// The access of two slots combined, the second inside the first: read-write only if both are.
pub trait Join<Next: Access>: Access {
    /// The combined access.
    type Output: Access;
}

impl<A: Access> Join<A> for ReadWrite {
    type Output = A;
}

impl<A: Access> Join<A> for ReadOnly {
    type Output = ReadOnly;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::ReadWrite {}
    impl Sealed for super::ReadOnly {}
}
