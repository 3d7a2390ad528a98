//! Why a class cannot be made, or given to an instance.

use alloc::boxed::Box;
use core::fmt;

/// Why a class cannot be made, or cannot become the class of an instance.
///
/// `Display` prints CPython's text. [`python_type`](ClassError::python_type) is the type that
/// CPython raises.
///
/// ```
/// use slotted::Class;
///
/// let a = Class::builder("A").slots(["a"]).build()?;
/// let b = Class::builder("B").slots(["b"]).build()?;
/// let error = Class::builder("C").bases([&a, &b]).build().unwrap_err();
/// assert_eq!(error.to_string(), "multiple bases have instance lay-out conflict");
/// assert_eq!(error.python_type(), "TypeError");
/// # Ok::<(), slotted::ClassError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassError {
    kind: ClassErrorKind,
    text: Box<str>,
}

/// The rule that a class would break.
///
/// ```
/// use slotted::Class;
/// use slotted::class::ClassErrorKind;
///
/// let error = Class::builder("C").slots(["not a name"]).build().unwrap_err();
/// assert_eq!(error.kind(), ClassErrorKind::SlotNotIdentifier);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClassErrorKind {
    /// A base may not have subclasses, as `bool`.
    UnacceptableBase,
    /// Two bases have storage of their own, and neither is a subclass of the other.
    LayoutConflict,
    /// There are slots below a base whose instances differ in size, as `int`.
    SlotsBelowVariableSize,
    /// The value of `__slots__` is neither a string nor can be iterated over.
    SlotsNotIterable,
    /// An item of `__slots__` is no string.
    SlotNotString,
    /// An item of `__slots__` is no identifier.
    SlotNotIdentifier,
    /// A `__dict__` slot where there is one already.
    SecondDict,
    /// A `__weakref__` slot where there is one already, or where there cannot be one.
    SecondWeakref,
    /// A slot has the name of a class attribute of the same class.
    ClassVariable,
    /// A slot with a type of its own has the name of another slot of the same class, or of the
    /// static type below.
    RepeatedSlot,
    /// A class attribute has the name of a slot of the static type below.
    HidesStaticSlot,
    /// A slot or a class attribute has the name of a slot of a base that always holds a value and
    /// has no default: there would be no way to give it one.
    HidesFilledSlot,
    /// There are more slots than a layout can number.
    TooManySlots,
    /// The name of the class contains a null character.
    NullInName,
    /// A class is listed twice among the bases.
    DuplicateBase,
    /// No order of resolution agrees with the orders of all bases.
    InconsistentMro,
    /// The class of an instance cannot be replaced, or not by that class.
    ImmutableClass,
    /// The instances of two classes have different layouts.
    LayoutDiffers,
}

impl ClassError {
    pub(crate) fn new(kind: ClassErrorKind, text: impl Into<Box<str>>) -> Self {
        ClassError { kind, text: text.into() }
    }

    /// The error of an assignment to `__class__` where the memory of the two differs.
    pub(in crate::class) fn layout_differs(new: &str, old: &str) -> Self {
        let text =
            alloc::format!("__class__ assignment: '{new}' object layout differs from '{old}'");
        ClassError::new(ClassErrorKind::LayoutDiffers, text)
    }

    /// The rule that was broken.
    #[must_use]
    pub fn kind(&self) -> ClassErrorKind {
        self.kind
    }

    /// The type of the exception that CPython raises: `"TypeError"` or `"ValueError"`.
    #[must_use]
    pub fn python_type(&self) -> &'static str {
        match self.kind {
            ClassErrorKind::ClassVariable | ClassErrorKind::NullInName => "ValueError",
            _ => "TypeError",
        }
    }
}

impl fmt::Display for ClassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl core::error::Error for ClassError {}
