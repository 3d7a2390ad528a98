//! Which columns the slots of a layout become: decided once for each type.
//!
//! | file | what |
//! |---|---|
//! | `field` | a column as it is planned: its name, its type, and the function that gathers it |
//! | `of_layout` | the columns of a layout |
//! | `of_type` | the type of the column of a slot |

pub(crate) mod field;
pub(crate) mod of_layout;
pub(crate) mod of_type;
