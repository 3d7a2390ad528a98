//! Classes from schemas that nobody compiled.
//!
//! | file | what |
//! |---|---|
//! | `error` | why there is no class for a schema, or no row for a record |
//! | `from_json` | a class from a JSON Schema |
//! | `of_form` | the JSON Schema of a form in data, and a value in that form |
//! | `rule` | what a JSON Schema says of one value |
//! | `table` | a class from the header and a sample of a table of text, such as a CSV file |
//! | `text` | a field of text, and what it could be |
//! | `to_json` | a JSON Schema of a class |

pub(crate) mod error;
pub(crate) mod from_json;
mod of_form;
mod rule;
pub(crate) mod table;
pub(crate) mod text;
mod to_json;
