//! Which columns the slots of a layout become: decided once for each type.
//!
//! | file | what |
//! |---|---|
//! | `field` | a column as it is planned: its name, its type, and the function that gathers it |
//! | `of_layout` | the columns of a layout |
//! | `of_type` | the type of the column of a slot |
//! | `to_class` | the slot of a run-time class for a column |
//! | `type_text` | the type of a column as text |

pub(crate) mod field;
pub(crate) mod of_layout;
pub(crate) mod of_type;
pub(crate) mod to_class;
pub(crate) mod type_text;
