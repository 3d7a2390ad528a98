//! What columns the slots become, where there is a choice.

/// The type of the columns of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextType {
    /// `Utf8`: offsets of 32 bits. A column holds up to two gigabytes.
    #[default]
    Utf8,
    /// `LargeUtf8`: offsets of 64 bits.
    LargeUtf8,
    /// `Utf8View`: 16 bytes for each text, which hold up to 12 bytes of it. It is the type that
    /// DataFusion prefers.
    Utf8View,
}

/// The type of the columns of enums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnumType {
    /// Text, of the same type as other text: the name, or the JSON of an enum with data.
    #[default]
    Text,
    /// `Dictionary(Int32, Utf8)`: each name once, and a number for each row. Enums with data are
    /// JSON.
    Dictionary,
    /// `Union`, dense: a column for the content of each variant. What may be null, such as an
    /// `Option` of an enum, is text, since a union has no nulls of its own.
    Union,
}

/// What becomes of the attributes in the `Dict`, whose names are undeclared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DictColumns {
    /// They are left out. Read back, the `Dict` is empty.
    #[default]
    LeftOut,
    /// One column, named `__dict__`: a map from names to JSON text.
    Map,
    /// A column for each of these names, which may be null. The other attributes are left out.
    Declared(Vec<(String, DictType)>),
}

/// The type of a column that is declared for an attribute in the `Dict`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DictType {
    /// `Boolean`.
    Bool,
    /// `Int64`.
    Int,
    /// `Float64`. It takes integers that such a number holds exactly.
    Float,
    /// Text, of the same type as other text.
    Text,
    /// Text: the JSON of the value, of whatever kind it is.
    Json,
}

/// What columns the slots become, and how many rows a batch has.
///
/// ```
/// use slots_arrow::{Options, TextType};
///
/// let options = Options { text: TextType::Utf8View, batch_rows: 1_000, ..Options::default() };
/// assert_eq!(options.batch_bytes, Options::default().batch_bytes);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The columns, by name and in this order, if not all slots become one.
    pub columns: Option<Vec<String>>,
    /// The type of the columns of text.
    pub text: TextType,
    /// The names of columns of text that are `Dictionary(Int32, Utf8)`, beside those whose slots
    /// ask for it by `meta(arrow = "dictionary")`. See [`few_values`](crate::few_values).
    pub dictionaries: Vec<String>,
    /// The type of the columns of enums.
    pub enums: EnumType,
    /// What becomes of the attributes in the `Dict`.
    pub dict: DictColumns,
    /// The most rows of a batch. By default 8,192, which is the size that DataFusion works with.
    pub batch_rows: usize,
    /// A batch ends with the block of up to 1,024 rows that brings it to this size, in bytes.
    pub batch_bytes: usize,
    /// The most bytes, or items, that one column of text, bytes or lists holds in one batch. A
    /// batch ends before it would hold more. By default what offsets of 32 bits can count; it
    /// cannot be more.
    pub column_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            columns: None,
            text: TextType::default(),
            dictionaries: Vec::new(),
            enums: EnumType::default(),
            dict: DictColumns::default(),
            batch_rows: 8_192,
            batch_bytes: usize::MAX,
            column_bytes: i32::MAX as usize,
        }
    }
}
