//! Whether a descriptor may write, as a type parameter.

/// The access that a [`Slot`](crate::Slot) allows: [`ReadWrite`] or [`ReadOnly`].
pub trait Access: sealed::Sealed + Copy + 'static {
    /// Whether this access allows writing.
    #[doc(hidden)]
    const WRITES: bool;
}

/// The access of a slot that can be read and written.
#[derive(Clone, Copy, Debug)]
pub struct ReadWrite;

/// The access of a slot that can only be read.
#[derive(Clone, Copy, Debug)]
pub struct ReadOnly;

impl Access for ReadWrite {
    const WRITES: bool = true;
}

impl Access for ReadOnly {
    const WRITES: bool = false;
}

/// The access that allows writing.
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
