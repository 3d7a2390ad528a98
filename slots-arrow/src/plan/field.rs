//! A column as it is planned.

use std::fmt;
use std::sync::Arc;

use slotted::layout::VariantForm;

use crate::gather::typed::Typed;
use crate::options::TextType;

/// The unit of a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}

impl Unit {
    /// How many nanoseconds it has.
    pub(crate) fn nanoseconds(self) -> i64 {
        match self {
            Unit::Second => 1_000_000_000,
            Unit::Millisecond => 1_000_000,
            Unit::Microsecond => 1_000,
            Unit::Nanosecond => 1,
        }
    }
}

/// The type of a column, in the words of no version of Arrow.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    /// Nothing but nulls: what a variant without fields holds.
    Null,
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
    Text(TextType),
    /// Text of few values: each once, and a number for each row.
    Dictionary,
    Bytes,
    /// A length of time.
    Duration(Unit),
    /// A point in time, with the zone in which it is shown.
    Timestamp(Unit, Option<Arc<str>>),
    /// The time of a day: in 32 bits, if the unit is as long as a millisecond.
    Time(Unit),
    /// Days since 1970.
    Date,
    /// Milliseconds since 1970, of whole days.
    Date64,
    List(Box<Field>),
    /// Lists of one length.
    Array(Box<Field>, usize),
    Struct(Vec<Field>),
    /// A map from text.
    Map(Box<Field>, Box<Field>),
    /// A value of one of the field's variants.
    Union,
}

/// How a value becomes what is in the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is by name: a number as a number.
    Plain,
    /// As text: what it prints.
    Shown,
    /// As text: its JSON.
    Json,
}

/// Where the values of a column come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The slot of the column's name, or the item of a list.
    Slot,
    /// The slot of the column's name, which is a slotted struct itself: a column for each of its
    /// slots.
    Nested,
    /// All attributes in the `Dict`.
    WholeDict,
    /// The attribute of the column's name in the `Dict`.
    Entry,
}

/// A variant of the enum whose values a column holds.
#[derive(Clone)]
pub(crate) struct Variant {
    /// The column of its content.
    pub(crate) field: Field,
    pub(crate) form: VariantForm,
}

/// A column as it is planned.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// The name with those of the columns that it is in.
    pub(crate) path: String,
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
    pub(crate) form: Form,
    pub(crate) source: Source,
    /// A null is an unbound slot.
    pub(crate) unbound: bool,
    /// Whether the slot may have no column when it is read: it has a default, or may be unbound.
    pub(crate) may_lack: bool,
    /// How the column is gathered and scattered without a dynamic value, if its type is one for
    /// which there is a function.
    pub(crate) typed: Option<Typed>,
    /// The variants of the enum that the values are of, whatever the column's type is: a union of
    /// them is read too.
    pub(crate) variants: Arc<[Variant]>,
    /// The slot's metadata, for the metadata of the column.
    pub(crate) meta: Vec<(String, String)>,
}

impl Field {
    /// Makes a column for values as they are by name.
    pub(crate) fn new(name: &str, path: &str, ty: Type) -> Field {
        Field {
            name: name.to_owned(),
            path: path.to_owned(),
            ty,
            nullable: false,
            form: Form::Plain,
            source: Source::Slot,
            unbound: false,
            may_lack: false,
            typed: None,
            variants: Arc::new([]),
            meta: Vec::new(),
        }
    }

    /// Whether any variant of the enum has fields.
    pub(crate) fn has_content(&self) -> bool {
        self.variants.iter().any(|variant| !matches!(variant.field.ty, Type::Null))
    }

    /// The columns inside this one, if it is a struct.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.ty {
            Type::Struct(fields) => fields,
            _ => &[],
        }
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.path, self.ty)
    }
}

/// All columns of a type.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The type's name, for messages.
    pub(crate) of: Box<str>,
    pub(crate) fields: Vec<Field>,
    /// Whether columns that are no slots are skipped when rows are read.
    pub(crate) ignores_extra: bool,
}
