//! Methods by name: what `#[slotted::methods]` makes of an `impl` block.
//!
//! The table of a type's methods is data. Each row has a body: a function of one signature, which
//! converts the arguments and calls the method. The body takes the object as an [`Any`], so it
//! cannot take an object of another type for its own.
//!
//! | file | what |
//! |---|---|
//! | `arguments` | the arguments of one call |
//! | `info` | the rows: methods and their parameters |
//! | `of_object` | the method of an object |
//! | `returned` | what a method returns, as a value |
//! | `this` | the object that a method is called on |

pub(crate) mod arguments;
pub(crate) mod info;
pub(crate) mod of_object;
pub(crate) mod returned;
pub(crate) mod this;

use core::any::{Any, TypeId};

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::method::info::MethodInfo;

/// The table of a type's own methods.
///
/// Invariant 1: for one `T`, `of` is its identity, and `any` and `any_mut` take a pointer to a `T`.
/// (Only `new` makes a `MethodTable`, and takes all three from one `T`.)
pub struct MethodTable {
    of: TypeId,
    methods: &'static [MethodInfo],
    any: for<'a> unsafe fn(Ptr<'a>) -> &'a dyn Any,
    any_mut: for<'a> unsafe fn(PtrMut<'a>) -> &'a mut dyn Any,
}

impl MethodTable {
    /// Makes the table of `T`. Called by an expansion of `#[slotted::methods]`.
    #[must_use]
    pub const fn new<T: 'static>(methods: &'static [MethodInfo]) -> Self {
        MethodTable { of: TypeId::of::<T>(), methods, any: any::<T>, any_mut: any_mut::<T> }
    }

    pub(crate) const fn methods(&self) -> &'static [MethodInfo] {
        self.methods
    }

    /// Returns the value as an `Any`.
    ///
    /// # Safety
    ///
    /// `value` points to a value of the type whose identity is `ty`.
    ///
    /// # Panics
    ///
    /// Panics if the table is of another type.
    unsafe fn any<'a>(&self, value: Ptr<'a>, ty: TypeId) -> &'a dyn Any {
        assert!(self.of == ty, "the table of methods is of another type");
        // SAFETY: `value` points to a value of the type `ty` (contract of this function), which is
        // `of`, as asserted above, and the function takes a pointer to one (invariant 1).
        unsafe { (self.any)(value) }
    }

    /// Does what [`any`](MethodTable::any) does, mutably.
    ///
    /// # Safety
    ///
    /// `value` points to a value of the type whose identity is `ty`.
    ///
    /// # Panics
    ///
    /// Panics if the table is of another type.
    unsafe fn any_mut<'a>(&self, value: PtrMut<'a>, ty: TypeId) -> &'a mut dyn Any {
        assert!(self.of == ty, "the table of methods is of another type");
        // SAFETY: `value` points to a value of the type `ty` (contract of this function), which is
        // `of`, as asserted above, and the function takes a pointer to one (invariant 1).
        unsafe { (self.any_mut)(value) }
    }
}

/// # Safety
///
/// `value` points to a `T`.
unsafe fn any<T: 'static>(value: Ptr<'_>) -> &dyn Any {
    // SAFETY: `value` points to a `T` (contract of this function).
    unsafe { value.cast::<T>() }
}

/// # Safety
///
/// `value` points to a `T`.
unsafe fn any_mut<T: 'static>(value: PtrMut<'_>) -> &mut dyn Any {
    // SAFETY: `value` points to a `T` (contract of this function).
    unsafe { value.cast::<T>() }
}

/// A type with `#[slots(methods)]`: it says that it has a table of methods.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say that it has methods by name",
    label = "`#[slotted::methods]` makes a table that the type does not know",
    note = "the layout of a type leads to the table, so the type says that there is one: put \
            `#[slots(methods)]` on it, beside `#[derive(Slots)]` or, on an enum with data, \
            `#[derive(SlotValue)]`"
)]
pub trait DeclaresMethods: Sized + 'static {}

/// A type with a table of methods: what `#[slotted::methods]` implements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` says that it has methods by name, and has no table of them",
    label = "`#[slots(methods)]` promises a table",
    note = "`#[slotted::methods]` makes the table: put it on the `impl {Self}` block with the \
            methods, or remove `methods`",
    note = "the methods of a generic type belong to each of its instantiations: a bound that they \
            need stands on the type too"
)]
pub trait HasMethods: DeclaresMethods {
    /// The table of the type's own methods.
    const TABLE: &'static MethodTable;
}
