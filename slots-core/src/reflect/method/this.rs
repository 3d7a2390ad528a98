//! The object that a method is called on.

use alloc::boxed::Box;
use core::any::Any;

use crate::reflect::method::info::Receiver;

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
}

impl<'a> This<'a> {
    /// Returns the object of a method with the receiver `&self`.
    ///
    /// # Panics
    ///
    /// Panics if the object is no `T`, which is a fault of this crate.
    #[must_use]
    pub fn shared<T: 'static>(self) -> &'a T {
        let This::Ref(this) = self else { wrong() };
        this.downcast_ref().unwrap_or_else(|| wrong())
    }

    /// Returns the object of a method with the receiver `&mut self`.
    ///
    /// # Panics
    ///
    /// Panics if the object is no `T`, which is a fault of this crate.
    #[must_use]
    pub fn exclusive<T: 'static>(self) -> &'a mut T {
        let This::Mut(this) = self else { wrong() };
        this.downcast_mut().unwrap_or_else(|| wrong())
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
            Receiver::Mut | Receiver::Owned => None,
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

#[cold]
fn wrong() -> ! {
    panic!("the object is of the type that the table of methods is of")
}
