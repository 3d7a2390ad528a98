//! The rows of a table of methods: methods and their parameters.

use core::fmt;

use crate::name::short_type_name;
use crate::reflect::item_info::ItemInfo;
use crate::reflect::method::arguments::{Arguments, ParameterType};
use crate::reflect::method::returned::ReturnInfo;
use crate::reflect::method::this::This;

/// What a method needs of its object.
///
/// ```
/// use slotted::method::Receiver;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Counter { count: u32 }
///
/// #[slotted::methods]
/// impl Counter {
///     fn zero() -> u32 { 0 }
///     fn double(&self) -> u32 { 2 * self.count }
///     fn reset(&mut self) { self.count = 0; }
///     fn finish(self) -> u32 { self.count }
/// }
///
/// let receivers: Vec<_> = Counter::LAYOUT.methods().map(|method| method.receiver()).collect();
/// assert_eq!(receivers, [Receiver::None, Receiver::Ref, Receiver::Mut, Receiver::Owned]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Receiver {
    /// Nothing: it is an associated function, Python's `staticmethod`.
    None,
    /// `&self`: the object, shared.
    Ref,
    /// `&mut self`: the object, exclusively borrowed.
    Mut,
    /// `self`: the object as a whole, which the call consumes.
    Owned,
    /// `this: &Obj<Self>`, or another reference to a shared object: the call takes no lock.
    Shared,
}

/// The body of a method: converts the arguments, calls it, and ends the call by its outcome.
pub(crate) type Body = fn(This<'_>, &mut Arguments<'_>);

/// A method that can be called by name.
///
/// ```
/// use slotted::method::Receiver;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Counter { count: u32 }
///
/// #[slotted::methods]
/// impl Counter {
///     /// Counts further.
///     fn add(&mut self, #[slots(default = 1)] by: u32) -> u32 {
///         self.count += by;
///         self.count
///     }
/// }
///
/// let add = Counter::LAYOUT.method("add").expect("it is in the table");
/// assert_eq!((add.receiver(), add.doc()), (Receiver::Mut, Some("Counts further.")));
/// assert_eq!(add.parameters()[0].name(), "by");
/// assert_eq!(add.parameters()[0].of().type_name(), "u32");
/// assert_eq!(format!("{add:?}"), "add(&mut self, by: u32 = …) -> u32");
/// ```
#[doc(alias = "inspect.signature")]
pub struct MethodInfo {
    name: &'static str,
    doc: Option<&'static str>,
    receiver: Receiver,
    parameters: &'static [ParameterInfo],
    result: ReturnInfo,
    pub(crate) body: Body,
}

/// One parameter of a method, without the receiver.
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
///     fn withdraw(&mut self, amount: f64, #[slots(default)] note: String) -> f64 {
///         self.balance -= amount;
///         self.balance
///     }
/// }
///
/// let withdraw = Account::LAYOUT.method("withdraw").expect("it is in the table");
/// let [amount, note] = withdraw.parameters() else { panic!("it has two") };
/// assert_eq!((amount.name(), amount.has_default()), ("amount", false));
/// assert_eq!((note.of().type_name(), note.has_default()), ("alloc::string::String", true));
/// ```
pub struct ParameterInfo {
    name: &'static str,
    of: fn() -> ItemInfo,
    has_default: bool,
}

impl MethodInfo {
    /// The method's name: its identifier, unless `rename` says another.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The method's doc comment.
    #[must_use]
    pub const fn doc(&self) -> Option<&'static str> {
        self.doc
    }

    /// What the method needs of its object.
    #[must_use]
    pub const fn receiver(&self) -> Receiver {
        self.receiver
    }

    /// The parameters, without the receiver. Those with a default come last.
    #[must_use]
    pub const fn parameters(&self) -> &'static [ParameterInfo] {
        self.parameters
    }

    /// The type of the result: of a `Result`, what it holds where the method succeeds.
    #[must_use]
    pub fn returns(&self) -> ItemInfo {
        (self.result.returns)()
    }

    /// The full name of the error's type, if the method returns a `Result`.
    #[must_use]
    pub fn raises(&self) -> Option<&'static str> {
        (self.result.raises)()
    }

    /// Returns how many arguments the method needs at least: those without a default.
    pub(crate) fn required(&self) -> usize {
        self.parameters.iter().take_while(|parameter| !parameter.has_default).count()
    }

    /// Returns the row with its doc comment. Called by an expansion.
    #[doc(hidden)]
    #[must_use]
    pub const fn __doc(mut self, doc: &'static str) -> Self {
        self.doc = Some(doc);
        self
    }
}

impl ParameterInfo {
    /// The parameter's name: its identifier, unless `rename` says another.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The type that an argument is converted to. For a parameter that borrows, it is the type that
    /// owns: `String` for `&str`.
    #[must_use]
    pub fn of(&self) -> ItemInfo {
        (self.of)()
    }

    /// Whether the argument may be left out: `#[slots(default)]`.
    #[must_use]
    pub const fn has_default(&self) -> bool {
        self.has_default
    }

    /// Returns the row of a parameter that may be left out. Called by an expansion.
    #[doc(hidden)]
    #[must_use]
    pub const fn __or_default(mut self) -> Self {
        self.has_default = true;
        self
    }
}

/// Returns the row of a method. Called by an expansion.
#[must_use]
pub const fn method(
    name: &'static str,
    receiver: Receiver,
    parameters: &'static [ParameterInfo],
    result: ReturnInfo,
    body: Body,
) -> MethodInfo {
    MethodInfo { name, doc: None, receiver, parameters, result, body }
}

/// Returns the row of a parameter whose arguments are converted to `P`. Called by an expansion.
#[must_use]
pub const fn parameter<P: ParameterType>(name: &'static str) -> ParameterInfo {
    ParameterInfo { name, of: ItemInfo::of::<P>, has_default: false }
}

/// Prints the signature.
impl fmt::Debug for MethodInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        let receiver = match self.receiver {
            Receiver::None => None,
            Receiver::Ref => Some("&self"),
            Receiver::Mut => Some("&mut self"),
            Receiver::Owned => Some("self"),
            Receiver::Shared => Some("this"),
        };
        f.write_str(receiver.unwrap_or(""))?;
        let mut comma = if receiver.is_some() { ", " } else { "" };
        for parameter in self.parameters {
            write!(f, "{comma}{parameter:?}")?;
            comma = ", ";
        }
        let returns = self.returns().type_name();
        match (returns, self.raises()) {
            ("()", None) => f.write_str(")"),
            (_, None) => write!(f, ") -> {}", short_type_name(returns)),
            (_, Some(error)) => {
                let (value, error) = (short_type_name(returns), short_type_name(error));
                write!(f, ") -> Result<{value}, {error}>")
            }
        }
    }
}

/// Prints the parameter as a signature has it.
impl fmt::Debug for ParameterInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, short_type_name(self.of().type_name()))?;
        f.write_str(if self.has_default { " = …" } else { "" })
    }
}
