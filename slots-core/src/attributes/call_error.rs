//! The error of a call by name.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use crate::name::short_type_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::kept::KeptLayout;
use crate::reflect::layout::methods::MethodLocation;
use crate::reflect::method::arguments::Stop;
use crate::reflect::method::info::{MethodInfo, Receiver};
use crate::value::conversion_error::ConversionError;
use crate::value::suggest;

/// Why a call by name failed: there is no such method, it does not take these arguments, or it
/// returned an error.
///
/// It prints CPython's message if CPython knows the case. An error that the method returned is
/// kept, and printed as it prints itself; [`get_ref`](CallError::get_ref),
/// [`downcast_ref`](CallError::downcast_ref) and [`into_inner`](CallError::into_inner) reach it, as
/// those of `std::io::Error` do. The error is one word.
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Account { balance: f64 }
///
/// #[slotted::methods]
/// impl Account {
///     fn deposit(&mut self, amount: f64) -> Result<f64, String> {
///         if amount < 0.0 {
///             return Err(format!("cannot deposit {amount}"));
///         }
///         self.balance += amount;
///         Ok(self.balance)
///     }
/// }
///
/// let mut account = Account { balance: 1.0 };
/// let mut error = |name, arguments: &mut [Value]| {
///     account.call_mut(name, arguments).unwrap_err().to_string()
/// };
/// assert_eq!(
///     error("deposits", &mut [5.into()]),
///     "'Account' object has no attribute 'deposits'. Did you mean: 'deposit'?"
/// );
/// assert_eq!(
///     error("deposit", &mut []),
///     "Account.deposit() missing 1 required positional argument: 'amount'"
/// );
/// assert_eq!(
///     error("deposit", &mut ["much".into()]),
///     "Account.deposit() argument 'amount' must be f64, not str"
/// );
/// assert_eq!(error("deposit", &mut [(-1).into()]), "cannot deposit -1");
/// ```
pub struct CallError(Box<Inner>);

struct Inner {
    /// The layout of the object.
    layout: KeptLayout,
    /// The method, with the layout of the type that declares it; `None` if there is none.
    method: Option<(&'static MethodInfo, KeptLayout)>,
    name: Box<str>,
    fault: Fault,
}

/// What went wrong, with the data for the message.
pub(crate) enum Fault {
    NoSuchMethod,
    /// The name is that of an attribute, whose value is of this kind.
    NotCallable(&'static str),
    /// So many arguments were given.
    Count(usize),
    /// The argument at this position does not convert.
    Argument(usize, ConversionError),
    /// The method needs more of the object than the call has.
    Receiver,
    /// The method takes a reference of this type to its object, and is called on another.
    Handle(&'static str),
    /// The method of a base would consume the base alone.
    OfBase,
    Frozen,
    /// What the method returned, of this type, holds something opaque.
    Opaque(&'static str),
    Raised(Box<dyn Error + Send + Sync>),
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Argument(index, error) => Fault::Argument(index, error),
            Stop::Opaque(type_name) => Fault::Opaque(type_name),
            Stop::Raised(error) => Fault::Raised(error),
            Stop::Handle(type_name) => Fault::Handle(type_name),
            // Told apart before by who calls under a lock.
            Stop::Unreachable(_) => Fault::Receiver,
        }
    }
}

/// The kinds of [`CallError`], to match on.
///
/// ```
/// use slotted::method::CallErrorKind;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Counter { count: u8 }
///
/// #[slotted::methods]
/// impl Counter {
///     fn add(&mut self, by: u8) {
///         self.count += by;
///     }
/// }
///
/// let mut counter = Counter { count: 0 };
/// let mut call = |name, by: i64| counter.call_mut(name, [by.into()]).unwrap_err().kind();
/// assert_eq!(call("ad", 1), CallErrorKind::NoSuchMethod);
/// assert_eq!(call("count", 1), CallErrorKind::NotCallable);
/// assert_eq!(call("add", 300), CallErrorKind::Argument(0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallErrorKind {
    /// The type has neither a method nor an attribute of that name.
    NoSuchMethod,
    /// The name is that of an attribute, and not of a method.
    NotCallable,
    /// Too few or too many arguments.
    ArgumentCount,
    /// The argument at this position, counted from 0 and without the receiver, is refused by the
    /// parameter's type.
    Argument(usize),
    /// The method needs more of its object than the call has: `&mut self` is called with
    /// [`call_mut`](crate::MethodsExt::call_mut), `self` with
    /// [`call_once`](crate::MethodsExt::call_once), and `this: &Obj<Self>` on such a reference.
    Receiver,
    /// The method takes `&mut self`, and its object is frozen.
    Frozen,
    /// What the method returned is opaque, or holds something opaque.
    Opaque,
    /// The method was called and returned an error.
    Raised,
}

impl CallError {
    #[cold]
    pub(crate) fn new(layout: &SlotLayout, name: &str, fault: Fault) -> Self {
        let layout = layout.kept();
        CallError(Box::new(Inner { layout, method: None, name: name.into(), fault }))
    }

    #[cold]
    pub(crate) fn of(layout: &SlotLayout, found: &MethodLocation<'_>, fault: Fault) -> Self {
        let mut error = CallError::new(layout, found.info().name(), fault);
        error.0.method = Some((found.info(), found.owner().kept()));
        error
    }

    /// Returns the kind of the error, to match on.
    #[must_use]
    pub fn kind(&self) -> CallErrorKind {
        match self.0.fault {
            Fault::NoSuchMethod => CallErrorKind::NoSuchMethod,
            Fault::NotCallable(_) => CallErrorKind::NotCallable,
            Fault::Count(_) => CallErrorKind::ArgumentCount,
            Fault::Argument(index, _) => CallErrorKind::Argument(index),
            Fault::Receiver | Fault::OfBase | Fault::Handle(_) => CallErrorKind::Receiver,
            Fault::Frozen => CallErrorKind::Frozen,
            Fault::Opaque(_) => CallErrorKind::Opaque,
            Fault::Raised(_) => CallErrorKind::Raised,
        }
    }

    /// Returns the name of the object's type.
    #[must_use]
    pub fn type_name(&self) -> &str {
        name_of(&self.0.layout)
    }

    /// Returns the name that was called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the error that the method returned; `None` if the method was not called.
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        match &self.0.fault {
            Fault::Raised(error) => Some(&**error),
            _ => None,
        }
    }

    /// Returns the error that the method returned, if it is an `E`.
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.get_ref()?.downcast_ref()
    }

    /// Returns the error that the method returned; `None` if the method was not called.
    #[must_use]
    pub fn into_inner(self) -> Option<Box<dyn Error + Send + Sync>> {
        match self.0.fault {
            Fault::Raised(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the method that was probably meant, by CPython's rule (spec 4.1). Candidates are the
    /// names of the type's methods, own and inherited.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        if !matches!(self.0.fault, Fault::NoSuchMethod) {
            return None;
        }
        let mut candidates: Vec<&str> = self.0.layout.methods().map(MethodInfo::name).collect();
        candidates.sort_unstable();
        suggest::nearest(&self.0.name, &candidates)
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { layout, method, name, fault } = &*self.0;
        if let Fault::Raised(error) = fault {
            return fmt::Display::fmt(error, f);
        }
        let Some((method, owner)) = method else {
            return match fault {
                Fault::NotCallable(kind) => write!(f, "'{kind}' object is not callable"),
                _ => {
                    write!(f, "'{}' object has no attribute '{name}'", name_of(layout))?;
                    match self.suggestion() {
                        Some(meant) => write!(f, ". Did you mean: '{meant}'?"),
                        None => Ok(()),
                    }
                }
            };
        };
        write!(f, "{}.{name}() ", name_of(owner))?;
        match fault {
            Fault::Count(given) => wrong_count(f, method, *given),
            Fault::Argument(index, error) => {
                let parameter = method.parameters().get(*index).map_or("", |it| it.name());
                write!(f, "argument '{parameter}'{}", error.after_a_name())
            }
            Fault::Receiver if method.receiver() == Receiver::Mut => {
                f.write_str("takes `&mut self`, but the object is borrowed as shared: use call_mut")
            }
            Fault::Receiver if method.receiver() == Receiver::Shared => f.write_str(
                "takes `this`, a reference to a shared object, but the object is borrowed: call it \
                 on such a reference",
            ),
            Fault::Handle(type_name) => write!(
                f,
                "takes `this` as {}, and is called on another reference",
                short_type_name(type_name)
            ),
            Fault::Receiver => {
                f.write_str("takes `self`, but the object is borrowed: use call_once on a box")
            }
            Fault::OfBase if method.receiver() == Receiver::Shared => write!(
                f,
                "takes `this`, a reference to its object, which is only a part of '{}' objects",
                name_of(layout)
            ),
            Fault::OfBase => write!(
                f,
                "takes `self` and is inherited from a base: moving the base out would leave a part of \
                 the '{}' object",
                name_of(layout)
            ),
            Fault::Frozen => {
                write!(f, "takes `&mut self`, and '{}' objects are frozen", name_of(layout))
            }
            Fault::Opaque(type_name) => {
                write!(f, "returned {}, which holds something opaque", short_type_name(type_name))
            }
            Fault::NoSuchMethod | Fault::NotCallable(_) | Fault::Raised(_) => Ok(()),
        }
    }
}

/// Returns the name of the type; of an enum with data, that of the enum and not of the variant.
fn name_of(layout: &SlotLayout) -> &str {
    match layout.variant_of() {
        None => layout.name(),
        Some(variant) => variant.enum_info().choices.type_name,
    }
}

/// Prints what CPython says of a wrong number of arguments. It counts the receiver.
fn wrong_count(f: &mut fmt::Formatter<'_>, method: &MethodInfo, given: usize) -> fmt::Result {
    let (required, most) = (method.required(), method.parameters().len());
    if given < required {
        let missing = &method.parameters()[given..required];
        let plural = if missing.len() == 1 { "" } else { "s" };
        write!(f, "missing {} required positional argument{plural}: ", missing.len())?;
        for (at, parameter) in missing.iter().enumerate() {
            let before = match (at, missing.len()) {
                (0, _) => "",
                (1, 2) => " and ",
                (at, all) if at + 1 == all => ", and ",
                _ => ", ",
            };
            write!(f, "{before}'{}'", parameter.name())?;
        }
        return Ok(());
    }
    let receiver = usize::from(method.receiver() != Receiver::None);
    let (required, most, given) = (required + receiver, most + receiver, given + receiver);
    if required == most {
        let plural = if most == 1 { "" } else { "s" };
        write!(f, "takes {most} positional argument{plural} but ")?;
    } else {
        let plural = if most == 1 { "" } else { "s" };
        write!(f, "takes from {required} to {most} positional argument{plural} but ")?;
    }
    write!(f, "{given} {} given", if given == 1 { "was" } else { "were" })
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError")
            .field("kind", &self.kind())
            .field("message", &format_args!("{self}"))
            .finish()
    }
}

/// The source is that of the error which the method returned, as the error prints itself here.
impl Error for CallError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.get_ref()?.source()
    }
}
