//! The extension traits of objects and slotted types: blanket methods, mostly one line each, that
//! call the modules which do the work.
//!
//! | file | what |
//! |---|---|
//! | `attributes` | the methods of every object, by a name known only at run time |
//! | `methods` | the methods of every object that call its methods by name |
//! | `shared` | the methods of references to shared objects that take a path |
//! | `slotted` | the methods of a slotted type: descriptors by name, and records |

pub(crate) mod attributes;
pub(crate) mod methods;
pub(crate) mod shared;
pub(crate) mod slotted;
