//! Objects of any type, and back to their own type: the downcasts of `dyn Attributes`.

use alloc::boxed::Box;
use core::any::Any;
use core::fmt;

use crate::reflect::attributes::Attributes;
use crate::reflect::value_ref::ValueRef;

/// Every type, as an [`Any`]. A supertrait of [`Attributes`], so that a `dyn Attributes` knows the
/// type that it was made from.
///
/// It is implemented for all types at once, so no type can pretend to be another: a downcast needs
/// no unsafe code, and an enum with data is of its own type in each of its variants.
#[doc(hidden)]
pub trait OfType: Any {
    fn __as_any(&self) -> &(dyn Any + 'static);
    fn __as_any_mut(&mut self) -> &mut (dyn Any + 'static);
    fn __into_any(self: Box<Self>) -> Box<dyn Any>;
}

impl<T: Any> OfType for T {
    fn __as_any(&self) -> &(dyn Any + 'static) {
        self
    }

    fn __as_any_mut(&mut self) -> &mut (dyn Any + 'static) {
        self
    }

    fn __into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// Implements the downcasts for `dyn Attributes` with these auto traits.
macro_rules! downcasts {
    ($([$($auto:ident)*])*) => {$(
        impl<'o> dyn Attributes $(+ $auto)* + 'o {
            /// Whether the object is a `T`.
            #[must_use]
            pub fn is<T: Attributes>(&self) -> bool {
                <Self as OfType>::__as_any(self).is::<T>()
            }

            /// Returns the object as a `&T`, if it is one.
            ///
            /// ```
            /// use slotted::prelude::*;
            ///
            /// #[derive(Slots, Debug)]
            /// struct Circle { radius: f64 }
            /// #[derive(Slots, Debug)]
            /// struct Square { side: f64 }
            ///
            /// let mut square = Square { side: 2.0 };
            /// let object: &mut dyn Attributes = &mut square;
            /// assert!(object.downcast_ref::<Circle>().is_none());
            /// object.downcast_mut::<Square>().expect("it is one").side = 3.0;
            ///
            /// let boxed: Box<dyn Attributes> = Box::new(square);
            /// let boxed = boxed.downcast::<Circle>().expect_err("it is no circle");
            /// let square: Box<Square> = boxed.downcast().expect("it is one");
            /// assert_eq!(square.side, 3.0);
            /// ```
            #[must_use]
            pub fn downcast_ref<T: Attributes>(&self) -> Option<&T> {
                <Self as OfType>::__as_any(self).downcast_ref()
            }

            /// Returns the object as a `&mut T`, if it is one.
            #[must_use]
            pub fn downcast_mut<T: Attributes>(&mut self) -> Option<&mut T> {
                <Self as OfType>::__as_any_mut(self).downcast_mut()
            }

            /// Returns the object in the box as a `T`, if it is one.
            ///
            /// # Errors
            ///
            /// Returns the box if the object is of another type.
            pub fn downcast<T: Attributes>(self: Box<Self>) -> Result<Box<T>, Box<Self>> {
                if !self.is::<T>() {
                    return Err(self);
                }
                let object = <Self as OfType>::__into_any(self).downcast();
                Ok(object.expect("it was just found to be one"))
            }
        }

        /// Prints what Python's `repr` prints.
        impl<'o> fmt::Debug for dyn Attributes $(+ $auto)* + 'o {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&ValueRef::Object(self), f)
            }
        }
    )*};
}
downcasts!([] [Send] [Send Sync]);
