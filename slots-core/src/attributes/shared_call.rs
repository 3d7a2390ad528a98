//! Calls of methods through references to shared objects.

use alloc::boxed::Box;
use core::any::Any;

use crate::attributes::call::{consume, consuming, no_method, not_received, run_anywhere};
use crate::attributes::call_error::{CallError, Fault};
use crate::attributes::shared::SharedError;
use crate::rc::count::{AtomicCount, AtomicLock, LocalCount, LocalLock, RefCount};
use crate::rc::shared::Shared;
use crate::reflect::attributes::Attributes;
use crate::reflect::layout::SlotLayout;
use crate::reflect::method::info::Receiver;
use crate::reflect::method::this::{Reach, This};
use crate::reflect::shared::{SharedRef, Unreachable};
use crate::value::Value;
use crate::value::dyn_obj::SharedHandle;

/// The object of a shared reference, for its method of that name.
struct Locked<'a> {
    shared: SharedRef<'a>,
    name: &'a str,
}

impl Reach for Locked<'_> {
    fn read(&self, read: &mut dyn FnMut(&dyn Any)) -> Result<(), Unreachable> {
        self.shared.read(|object| {
            if let Some((_, this)) = object.__object().method(self.name) {
                read(this);
            }
        })
    }

    fn write(&self, write: &mut dyn FnMut(&mut dyn Any)) -> Result<(), Unreachable> {
        self.shared.write(|object| {
            if let Some((_, this)) = object.__object_mut().method(self.name) {
                write(this);
            }
        })
    }
}

/// Calls a method, under the object's lock, if it has one: as a reader for `&self`, as the writer
/// for `&mut self`. The arguments are converted before, and dropped after; so is the result
/// converted, unless it borrows from the object.
pub(crate) fn call(
    shared: SharedRef<'_>,
    name: &str,
    arguments: &mut [Value],
) -> Result<Value, SharedError> {
    let kept = match shared.static_layout() {
        Some(layout) => return call_in(shared, layout, name, arguments),
        None => shared.read(|object| object.layout().kept()),
    };
    let kept = kept.map_err(|why| SharedError::of(why, shared))?;
    call_in(shared, &kept, name, arguments)
}

fn call_in(
    shared: SharedRef<'_>,
    layout: &SlotLayout,
    name: &str,
    arguments: &mut [Value],
) -> Result<Value, SharedError> {
    let failed = |why| SharedError::of(why, shared);
    let Some(found) = layout.locate_method(name) else {
        let error = shared.read(|object| no_method(object.__object(), name)).map_err(failed)?;
        return Err(SharedError::Call(error));
    };
    let fault = |fault| Err(SharedError::Call(CallError::of(layout, &found, fault)));
    let locked = Locked { shared, name };
    let held;
    let this = match found.info().receiver() {
        Receiver::None => This::None,
        Receiver::Mut if found.is_frozen() => return fault(Fault::Frozen),
        Receiver::Ref | Receiver::Mut => This::Locked(&locked),
        Receiver::Shared if !found.is_inherited() => {
            held = shared.strong().map_err(failed)?;
            This::Handle(held.borrowed().as_any())
        }
        Receiver::Shared | Receiver::Owned => return fault(not_received(&found)),
    };
    run_anywhere(layout, &found, this, arguments).map_err(|(error, why)| match why {
        Some(why) => failed(why),
        None => SharedError::Call(error),
    })
}

/// Declares `call_once` of a kind of shared objects.
macro_rules! once {
    ($($count:ident [$($send:ident)*])*) => {$(
        impl<T: Attributes $(+ $send)*> Shared<T, $count> {
            /// Calls a method by name, which may take `self`, if this is the only reference to the
            /// object, strong or weak. Other methods are called as by `call`. The reference is
            /// dropped in any case.
            ///
            /// ```
            /// use slotted::ObjLock;
            /// use slotted::prelude::*;
            ///
            /// #[derive(Slots)]
            /// #[slots(methods)]
            /// struct Account { balance: f64 }
            ///
            /// #[slotted::methods]
            /// impl Account {
            ///     fn close(self) -> f64 {
            ///         self.balance
            ///     }
            /// }
            ///
            /// let account = ObjLock::new(Account { balance: 2.5 });
            /// let other = account.clone();
            /// assert!(account.call_once("close", []).is_err());
            /// assert_eq!(other.call_once("close", []).unwrap(), Value::from(2.5));
            /// ```
            ///
            /// # Errors
            ///
            /// Fails where [`MethodsExt::call_once`](crate::MethodsExt::call_once) fails, with
            /// [`SharedError::NotSole`] if the method takes `self` and there are other references,
            /// and where the object cannot be reached.
            pub fn call_once(
                self,
                name: &str,
                mut arguments: impl AsMut<[Value]>,
            ) -> Result<Value, SharedError> {
                let consumes = match T::__static_layout().map(|layout| (layout, layout.method(name))) {
                    Some((layout, Some(info))) if info.receiver() == Receiver::Owned => Some(layout),
                    Some(_) => None,
                    // An enum with data: each of its variants leads to the one table.
                    None => self.try_with(|value| value.layout().in_static()).flatten().filter(
                        |layout| {
                            let info = layout.method(name);
                            info.is_some_and(|info| info.receiver() == Receiver::Owned)
                        },
                    ),
                };
                let result = match consumes {
                    Some(layout) => take_and_consume(self, layout, name, arguments.as_mut()),
                    None => {
                        let shared = SharedRef::new(&self as &dyn SharedHandle);
                        let result = call(shared, name, arguments.as_mut());
                        drop(self);
                        result
                    }
                };
                drop(arguments);
                result
            }
        }
    )*};
}
once!(AtomicCount [Send Sync] AtomicLock [Send Sync] LocalCount [] LocalLock []);

/// Calls a method that takes `self`.
fn take_and_consume<T: Attributes, C: RefCount>(
    object: Shared<T, C>,
    layout: &'static SlotLayout,
    name: &str,
    arguments: &mut [Value],
) -> Result<Value, SharedError> {
    match consuming(layout, name).map_err(SharedError::Call)? {
        Some(found) => match Shared::try_unwrap(object) {
            Ok(value) => {
                let called = consume(layout, &found, Box::new(value), arguments);
                called.map_err(SharedError::Call)
            }
            Err(object) => {
                let result = Err(SharedError::NotSole);
                drop(object);
                result
            }
        },
        None => unreachable!("the method consumes its object"),
    }
}
