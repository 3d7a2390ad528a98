//! The form that the values of a type have in data, to be matched on.

use core::fmt;

use crate::reflect::choices::Choice;
use crate::reflect::item_info::ItemInfo;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::shape::{Shape, Std};
use crate::reflect::variant::{EnumInfo, VariantForm};

/// The form that the values of a type have in data, before there are any:
/// [`SlotInfo::data_form`](crate::SlotInfo::data_form) returns it.
///
/// A pointer has the form of what it points to.
///
/// ```
/// use slotted::layout::DataForm;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Reading { at: u64, values: Vec<Option<f32>> }
///
/// let values = Reading::LAYOUT.slot("values").expect("it is a slot");
/// let DataForm::List(item) = values.data_form() else { panic!("it is a list") };
/// let DataForm::Optional(number) = item.form() else { panic!("it is optional") };
/// assert!(matches!(number.form(), DataForm::F32));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum DataForm {
    /// A value of any kind, or one that is opaque.
    Any,
    /// Nothing: `()`.
    Unit,
    /// A `bool`.
    Bool,
    /// A signed integer of 8 bits.
    I8,
    /// A signed integer of 16 bits.
    I16,
    /// A signed integer of 32 bits.
    I32,
    /// A signed integer of 64 bits, or of the size of a pointer.
    I64,
    /// An unsigned integer of 8 bits.
    U8,
    /// An unsigned integer of 16 bits.
    U16,
    /// An unsigned integer of 32 bits.
    U32,
    /// An unsigned integer of 64 bits, or of the size of a pointer.
    U64,
    /// A floating-point number of 32 bits.
    F32,
    /// A floating-point number of 64 bits.
    F64,
    /// Text: of a `String`, a `char`, a path, an `#[slots(as_str)]` slot.
    Text,
    /// An integer of 128 bits, which is text in data.
    Int128,
    /// Bytes.
    Bytes,
    /// A value or none: an `Option`.
    Optional(InnerForm),
    /// A list of values of one form.
    List(InnerForm),
    /// A number of values of one form that the type fixes.
    Array(InnerForm, usize),
    /// A number of values that the type fixes, each of its own form.
    Tuple(usize),
    /// A map. Holds the form of the keys, unless they are text, and that of the values.
    Map(Option<InnerForm>, InnerForm),
    /// A slotted struct.
    Object(&'static SlotLayout),
    /// A variant of an enum without data: its name.
    Choice(&'static [Choice]),
    /// A variant of an enum with data.
    Enum(EnumForm),
    /// A `Duration`.
    Duration,
    /// An address of `core::net`, which is text in data that people can read.
    Address,
    /// A type that is read and written by serde's traits: `#[slots(serde)]`.
    Serde,
}

/// The form of what is inside a value.
///
/// ```
/// use slotted::layout::DataForm;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Post { tags: Vec<String> }
///
/// let slot = Post::LAYOUT.slot("tags").expect("it is a slot");
/// let DataForm::List(item) = slot.data_form() else { panic!("it is a list") };
/// assert!(matches!(item.form(), DataForm::Text));
/// ```
#[derive(Clone, Copy)]
pub struct InnerForm(&'static Shape);

impl InnerForm {
    /// The form, to be matched on.
    #[must_use]
    pub fn form(self) -> DataForm {
        DataForm::of(self.0)
    }
}

impl fmt::Debug for InnerForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not what is inside: a type may contain itself.
        f.write_str("InnerForm")
    }
}

/// The form of an enum with data: its variants.
///
/// ```
/// use slotted::layout::{DataForm, VariantForm};
/// use slotted::prelude::*;
///
/// #[derive(SlotValue)]
/// enum Shape { Empty, Circle { radius: f64 } }
/// #[derive(Slots)]
/// struct Drawing { shape: Shape }
///
/// let slot = Drawing::LAYOUT.slot("shape").expect("it is a slot");
/// let DataForm::Enum(shape) = slot.data_form() else { panic!("it is an enum with data") };
/// let variants: Vec<_> =
///     shape.variants().map(|(layout, form)| (layout.variant(), form)).collect();
/// assert_eq!(
///     variants,
///     [(Some("Empty"), VariantForm::Unit), (Some("Circle"), VariantForm::Struct)]
/// );
/// ```
#[derive(Clone, Copy)]
pub struct EnumForm(&'static EnumInfo);

impl EnumForm {
    /// The variants in declaration order: each with the layout that a value has while it is active
    /// ([`SlotLayout::variant`] is its name), and what follows its name in Rust.
    #[must_use]
    pub fn variants(self) -> impl ExactSizeIterator<Item = (&'static SlotLayout, VariantForm)> {
        self.0.variants.iter().map(|variant| (&variant.layout, variant.form))
    }
}

impl fmt::Debug for EnumForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnumForm")
    }
}

impl DataForm {
    fn of(shape: &'static Shape) -> DataForm {
        match shape {
            Shape::Any => DataForm::Any,
            Shape::Unit => DataForm::Unit,
            Shape::Bool => DataForm::Bool,
            Shape::I8 => DataForm::I8,
            Shape::I16 => DataForm::I16,
            Shape::I32 => DataForm::I32,
            Shape::I64 => DataForm::I64,
            Shape::U8 => DataForm::U8,
            Shape::U16 => DataForm::U16,
            Shape::U32 => DataForm::U32,
            Shape::U64 => DataForm::U64,
            Shape::F32 => DataForm::F32,
            Shape::F64 => DataForm::F64,
            Shape::Str => DataForm::Text,
            Shape::Int128 => DataForm::Int128,
            Shape::Bytes => DataForm::Bytes,
            Shape::Option(inside) => DataForm::Optional(InnerForm(inside)),
            Shape::List(item) => DataForm::List(InnerForm(item)),
            Shape::Array(item, len) => DataForm::Array(InnerForm(item), *len),
            Shape::Tuple(items) => DataForm::Tuple(items.len()),
            Shape::Map(value) => DataForm::Map(None, InnerForm(value)),
            Shape::MapOf(key, value) => DataForm::Map(Some(InnerForm(key)), InnerForm(value)),
            Shape::Object(layout) => DataForm::Object(layout()),
            Shape::Choice(choices) => DataForm::Choice(choices.all),
            Shape::Enum(info) => DataForm::Enum(EnumForm(info())),
            Shape::Std(Std::Duration) => DataForm::Duration,
            Shape::Std(_) => DataForm::Address,
            Shape::Foreign(_) => DataForm::Serde,
        }
    }
}

impl SlotInfo {
    /// The form that the slot's value has in data. For an optional or a lazy slot, that is the
    /// value in the `Option` or the cell.
    #[must_use]
    pub fn data_form(&self) -> DataForm {
        DataForm::of(self.vtables().value.shape())
    }
}

impl ItemInfo {
    /// The form that the items have in data.
    #[must_use]
    pub fn data_form(&self) -> DataForm {
        DataForm::of(self.vtable().shape())
    }
}
