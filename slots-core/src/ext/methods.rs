//! The methods that call methods by name.

use alloc::boxed::Box;

use crate::attributes::call;
use crate::attributes::call_error::CallError;
use crate::reflect::attributes::Attributes;
use crate::reflect::layout::methods::MethodIter;
use crate::reflect::typed_object::OfType;
use crate::value::Value;

/// Methods by name, on every object, including `&dyn Attributes`: for script engines and other code
/// that knows a method's name only at run time.
///
/// A type has such methods if it says `#[slots(methods)]` and an `impl` block of it is marked with
/// `#[slotted::methods]`. The names are those of Rust's `Fn`, `FnMut` and `FnOnce`: what the object
/// is borrowed as decides which methods can be called.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Account { balance: f64 }
///
/// #[slotted::methods]
/// impl Account {
///     /// Adds to the balance, and returns it.
///     fn deposit(&mut self, amount: f64) -> f64 {
///         self.balance += amount;
///         self.balance
///     }
///
///     fn has(&self, amount: f64) -> bool {
///         self.balance >= amount
///     }
///
///     fn close(self) -> f64 {
///         self.balance
///     }
/// }
///
/// let mut account: Box<dyn Attributes> = Box::new(Account { balance: 1.0 });
/// assert_eq!(account.call_mut("deposit", [5.into()])?, 6.0);
/// assert_eq!(account.call("has", [2.into()])?, true);
/// let names: Vec<_> = account.methods().map(|method| method.name()).collect();
/// assert_eq!(names, ["deposit", "has", "close"]);
/// assert_eq!(account.call_once("close", [])?, 6.0);
/// # Ok::<(), slotted::CallError>(())
/// ```
///
/// A method is looked up in the type, then in its bases, and one of the type overrides one of a
/// base (`docs/spec.md` 11). Arguments are given by position, and converted as a slot of the
/// parameter's type converts what is written to it: nothing is lost.
pub trait MethodsExt: Attributes {
    /// Calls a method with `&self`, or an associated function, by name.
    ///
    /// The arguments are an array or a `Vec` of [`Value`]s; of a borrowed list, they are taken out.
    ///
    /// # Errors
    ///
    /// Fails if there is no such method, if it takes `&mut self` or `self`, if the number of
    /// arguments is wrong, if a slot of a parameter's type would refuse the argument; and if the
    /// method returns an error, or something opaque.
    #[doc(alias = "__call__")]
    fn call(&self, name: &str, mut arguments: impl AsMut<[Value]>) -> Result<Value, CallError> {
        let result = call::call(self.__object(), name, arguments.as_mut());
        drop(arguments);
        result
    }

    /// Calls a method with `&self` or `&mut self`, or an associated function, by name.
    ///
    /// # Errors
    ///
    /// Fails where [`call`](MethodsExt::call) fails, except that a method may take `&mut self`,
    /// unless the object is frozen.
    fn call_mut(
        &mut self,
        name: &str,
        mut arguments: impl AsMut<[Value]>,
    ) -> Result<Value, CallError> {
        let result = call::call_mut(self.__object_mut(), name, arguments.as_mut());
        drop(arguments);
        result
    }

    /// Calls a method by name, which may take `self`. The object is dropped if no method takes it,
    /// also where the call fails.
    ///
    /// # Errors
    ///
    /// Fails where [`call_mut`](MethodsExt::call_mut) fails, except that a method of the type
    /// itself, and not of a base, may take `self`.
    fn call_once(
        mut self: Box<Self>,
        name: &str,
        mut arguments: impl AsMut<[Value]>,
    ) -> Result<Value, CallError> {
        // What a run-time class has of methods is of its static base, which cannot be taken out of
        // an instance.
        let found = match self.layout().in_static() {
            Some(layout) => call::consuming(layout, name).map(|found| Some((layout, found?))),
            None => Ok(None),
        };
        // What is left of the object and the arguments drops while the result is a local: a `Drop`
        // that panics then drops the result too.
        let result = match found {
            Ok(Some((layout, found))) => {
                let object = <Self as OfType>::__into_any(self);
                call::consume(layout, &found, object, arguments.as_mut())
            }
            Ok(None) => {
                let result = call::call_mut(self.__object_mut(), name, arguments.as_mut());
                drop(self);
                result
            }
            Err(error) => {
                drop(self);
                Err(error)
            }
        };
        drop(arguments);
        result
    }

    /// Iterates over the methods that can be called by name: those of the type, then those of its
    /// bases that are not overridden.
    fn methods(&self) -> MethodIter<'_> {
        self.layout().methods()
    }
}

impl<A: Attributes + ?Sized> MethodsExt for A {}
