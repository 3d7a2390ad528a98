//! Vtables: the operations on values of erased types, as one constant per type.
//!
//! | file | what |
//! |---|---|
//! | `default` | a slot's default, type-erased |
//! | `field` | the vtables of a slot |
//! | `lazy` | the function that computes a lazy slot, type-erased |
//! | `list` | lists, type-erased |
//! | `optional_form` | optional fields whose type is known |
//! | `option_like` | fields that hold a value or none |
//! | `presence_bit` | fields of run-time classes whose presence is a bit elsewhere |
//! | `put` | writes by name |
//! | `skip_if` | the `skip_serializing_if` of a slot, type-erased |
//! | `type_vtable` | the vtable of any type |
//! | `validator` | the `validate` of a slot, type-erased |
//! | `value` | the vtable of a value |
//! | `within` | the way from a value to one inside it, type-erased |

pub(crate) mod default;
pub(crate) mod field;
pub(crate) mod lazy;
#[cfg(feature = "serde")]
pub(crate) mod list;
pub(crate) mod option_like;
pub(crate) mod optional_form;
pub(crate) mod presence_bit;
pub(crate) mod put;
pub(crate) mod skip_if;
pub(crate) mod type_vtable;
pub(crate) mod validator;
pub(crate) mod value;
pub(crate) mod within;
