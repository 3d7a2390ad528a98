//! What a type looks like to a format that does not say itself what comes next.

use crate::layout::SlotLayout;

/// The shape of a type's values in data.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum Shape {
    /// Of any kind: only a format that describes itself can hold it.
    Any,
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
    /// Text, whatever the value is shown as elsewhere.
    Str,
    Bytes,
    Option(&'static Shape),
    List(&'static Shape),
    Map(&'static Shape),
    Object(fn() -> &'static SlotLayout),
}
