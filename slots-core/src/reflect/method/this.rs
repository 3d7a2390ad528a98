//! The object that a method is called on.

use alloc::boxed::Box;
use core::any::{Any, type_name};

use crate::reflect::method::arguments::{Arguments, Stop};
use crate::reflect::method::info::Receiver;
use crate::reflect::method::returned::Kept;
use crate::reflect::shared::Unreachable;

/// The object that a method is called on, in the form that the method's [`Receiver`] says.
pub enum This<'a> {
    /// None: the method is an associated function.
    None,
    /// For `&self`.
    Ref(&'a dyn Any),
    /// For `&mut self`.
    Mut(&'a mut dyn Any),
    /// For `self`.
    Owned(Box<dyn Any>),
    /// For `&self` and `&mut self`: an object that is reached under its lock, which is taken when
    /// the arguments are converted.
    Locked(&'a dyn Reach),
    /// For `this: &Obj<Self>`: the reference to the shared object.
    Handle(&'a dyn Any),
}

/// An object with a lock.
pub trait Reach {
    /// Calls `read` with the object, under its lock.
    ///
    /// # Errors
    ///
    /// Fails if the object cannot be reached. Then `read` was not called.
    fn read(&self, read: &mut dyn FnMut(&dyn Any)) -> Result<(), Unreachable>;

    /// Calls `write` with the object, under its lock.
    ///
    /// # Errors
    ///
    /// Fails if the object cannot be reached. Then `write` was not called.
    fn write(&self, write: &mut dyn FnMut(&mut dyn Any)) -> Result<(), Unreachable>;
}

impl<'a> This<'a> {
    /// Calls a method with the receiver `&self`, and ends the call with its result. The lock that it
    /// is called under is released before the result becomes a value.
    ///
    /// # Panics
    ///
    /// Panics if the object is no `T`, which is a fault of this crate.
    #[inline]
    pub fn shared<T: 'static, K: Kept>(
        self,
        arguments: &mut Arguments<'_>,
        call: impl FnOnce(&T) -> K,
    ) {
        let call = |this: &dyn Any| call(this.downcast_ref().unwrap_or_else(|| wrong()));
        match self {
            This::Ref(this) => arguments.end(call(this)),
            This::Locked(object) => {
                let (mut call, mut result) = (Some(call), None);
                let reached = object.read(&mut |this| result = call.take().map(|call| call(this)));
                end_locked(arguments, reached, result);
            }
            _ => wrong(),
        }
    }

    /// Calls a method with the receiver `&mut self`, as [`shared`](This::shared) does with `&self`.
    ///
    /// # Panics
    ///
    /// Panics if the object is no `T`, which is a fault of this crate.
    #[inline]
    pub fn exclusive<T: 'static, K: Kept>(
        self,
        arguments: &mut Arguments<'_>,
        call: impl FnOnce(&mut T) -> K,
    ) {
        let call = |this: &mut dyn Any| call(this.downcast_mut().unwrap_or_else(|| wrong()));
        match self {
            This::Mut(this) => arguments.end(call(this)),
            This::Locked(object) => {
                let (mut call, mut result) = (Some(call), None);
                let reached = object.write(&mut |this| result = call.take().map(|call| call(this)));
                end_locked(arguments, reached, result);
            }
            _ => wrong(),
        }
    }

    /// Calls a method with a reference of type `H` to its shared object as its first parameter, and
    /// ends the call with its result.
    ///
    /// # Panics
    ///
    /// Panics if there is no such reference, which is a fault of this crate.
    pub fn handle<H: 'static, K: Kept>(
        self,
        arguments: &mut Arguments<'_>,
        call: impl FnOnce(&H) -> K,
    ) {
        let This::Handle(handle) = self else { wrong() };
        match handle.downcast_ref() {
            Some(handle) => arguments.end(call(handle)),
            None => arguments.stop(Stop::Handle(type_name::<H>())),
        }
    }

    /// Returns the object of a method with the receiver `self` or `self: Box<Self>`.
    ///
    /// # Panics
    ///
    /// Panics if the object is no `T`, which is a fault of this crate.
    #[must_use]
    pub fn owned<T: 'static>(self) -> Box<T> {
        let This::Owned(this) = self else { wrong() };
        this.downcast().unwrap_or_else(|_| wrong())
    }

    /// Returns the shared object in the form for `receiver`; `None` if the method needs more.
    pub(crate) fn of_shared(this: &'a dyn Any, receiver: Receiver) -> Option<Self> {
        match receiver {
            Receiver::None => Some(This::None),
            Receiver::Ref => Some(This::Ref(this)),
            Receiver::Mut | Receiver::Owned | Receiver::Shared => None,
        }
    }

    /// Returns the exclusively borrowed object in the form for `receiver`; `None` if the method
    /// needs more.
    pub(crate) fn of_exclusive(this: &'a mut dyn Any, receiver: Receiver) -> Option<Self> {
        match receiver {
            Receiver::Mut => Some(This::Mut(this)),
            receiver => This::of_shared(this, receiver),
        }
    }
}

/// Ends a call under a lock, which is released.
#[inline]
fn end_locked(
    arguments: &mut Arguments<'_>,
    reached: Result<(), Unreachable>,
    result: Option<impl Kept>,
) {
    match (reached, result) {
        (Ok(()), Some(result)) => arguments.end(result),
        (Ok(()), None) => wrong(),
        (Err(why), _) => arguments.stop(Stop::Unreachable(why)),
    }
}

#[cold]
fn wrong() -> ! {
    panic!("the object is of the type that the table of methods is of")
}
