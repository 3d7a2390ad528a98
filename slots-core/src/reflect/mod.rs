//! The kernel: layouts, vtables, borrowed values and objects.
//!
//! These modules use one another in a circle: a layout names vtables, a vtable returns a
//! [`ValueRef`](value_ref::ValueRef), and a `ValueRef` may be an object, which has a layout.
//!
//! | file | what |
//! |---|---|
//! | `access` | whether a descriptor may write, as a type parameter |
//! | `attr` | references to attributes |
//! | `attributes` | the trait of everything that has attributes |
//! | `choices` | the choices of an enum without data |
//! | `compare` | equality of dynamic values, with one another and with plain Rust values |
//! | `deep_size` | how many bytes an object takes, with all that it owns |
//! | `data_form` | the form that the values of a type have in data |
//! | `display` | printing borrowed values |
//! | `downcast` | reading and writing an attribute by its own type, or as a dynamic value |
//! | `find` | reading an attribute by name |
//! | `foreign` | values that are read and written by serde's traits |
//! | `in_data` | values of known types, as serde serializes them |
//! | `item_info` | what is known of the items of a list or a map |
//! | `layout` | the layout of a slotted type |
//! | `list_view` | borrowed lists |
//! | `made_value` | a value that was made to be swapped with an attribute of its type |
//! | `map_edit` | maps, mutably borrowed |
//! | `map_view` | borrowed maps and their keys |
//! | `method` | methods by name |
//! | `mode` | the modes in which a value is read and written by name |
//! | `object` | objects |
//! | `opaque_mode` | the mode of an opaque slot |
//! | `presence` | whether a type has a special field, as a type-level boolean |
//! | `reading` | the context in which a value is read from data, and how one of a known type is read |
//! | `scalar` | numbers, bools and text, read and written without an indirect call |
//! | `shape` | the shape of a type in data, for formats that do not describe themselves |
//! | `shared` | shared objects, type-erased |
//! | `slot_ref` | one slot of one object |
//! | `slot_value` | the types that can be slots |
//! | `slotted` | the trait that `#[derive(Slots)]` implements |
//! | `step` | one step of a path, and what it leads to inside a value |
//! | `typed_object` | the downcasts of `dyn Attributes` |
//! | `value_ref` | borrowed dynamic values |
//! | `variant` | enums with data: objects with the attributes of the active variant |
//! | `vars` | iterators over the attributes of an object |
//! | `view` | views of `Value` and `Dict` |
//! | `viewed` | containers whose items are read in another mode than their type's own |
//! | `vtable` | vtables |

#![allow(unsafe_code)]

pub(crate) mod access;
pub(crate) mod attr;
pub(crate) mod attributes;
pub(crate) mod choices;
pub(crate) mod compare;
pub(crate) mod data_form;
pub(crate) mod deep_size;
pub(crate) mod display;
pub(crate) mod downcast;
pub(crate) mod find;
pub(crate) mod foreign;
#[cfg(feature = "serde")]
pub(crate) mod in_data;
pub(crate) mod item_info;
pub(crate) mod layout;
pub(crate) mod list_view;
pub(crate) mod made_value;
pub(crate) mod map_edit;
pub(crate) mod map_view;
pub(crate) mod method;
pub(crate) mod mode;
pub(crate) mod object;
pub(crate) mod opaque_mode;
pub(crate) mod presence;
#[cfg(feature = "serde")]
pub(crate) mod reading;
pub(crate) mod scalar;
pub(crate) mod shape;
pub(crate) mod shared;
pub(crate) mod slot_ref;
pub(crate) mod slot_value;
pub(crate) mod slotted;
pub(crate) mod step;
pub(crate) mod typed_object;
pub(crate) mod value_ref;
pub(crate) mod variant;
pub(crate) mod vars;
pub(crate) mod view;
pub(crate) mod viewed;
pub(crate) mod vtable;
