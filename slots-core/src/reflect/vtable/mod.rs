//! Vtables: the operations on values of erased types, as one constant per type.

pub(crate) mod default;
pub(crate) mod field;
pub(crate) mod lazy;
#[cfg(feature = "serde")]
pub(crate) mod list;
pub(crate) mod option_like;
pub(crate) mod put;
pub(crate) mod type_vtable;
pub(crate) mod validator;
pub(crate) mod value;
