//! The shape of a type in serialized data, for formats that do not describe themselves.

use crate::reflect::choices::Choices;
use crate::reflect::foreign::ForeignVTable;
use crate::reflect::layout::SlotLayout;
#[cfg(feature = "serde")]
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::variant::{EnumInfo, VariantInfo};

/// The shape of a type's values in serialized data.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum Shape {
    /// A value of any kind: only a format that describes itself can hold it.
    Any,
    /// Nothing: `()`.
    Unit,
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
    Str,
    /// An integer of 128 bits: text in data, since not every format has such numbers.
    Int128,
    Bytes,
    Option(&'static Shape),
    List(&'static Shape),
    /// A number of items that the type fixes, all of one shape. The length is not in the data.
    Array(&'static Shape, usize),
    /// A number of items that the type fixes, each of its own shape. The length is not in the data.
    Tuple(&'static [&'static Shape]),
    /// A map whose keys are text in data.
    Map(&'static Shape),
    /// A map whose keys have the first shape, and the values the second.
    MapOf(&'static Shape, &'static Shape),
    Object(fn() -> &'static SlotLayout),
    /// A variant of an enum without data.
    Choice(&'static Choices),
    /// A variant of an enum with data.
    Enum(fn() -> &'static EnumInfo),
    /// A type of the standard library, which in data has the form of serde's own impl, and is text
    /// by name.
    Std(Std),
    /// A type that is read and written by serde's traits: `#[slots(serde)]`.
    Foreign(&'static ForeignVTable),
}

/// A type of the standard library that is not text in every format.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum Std {
    Duration,
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
}

/// Calls the macro `$with` with its arguments, then with the types of [`Std`] that are addresses:
/// text, in a format that people can read. The one list of them.
macro_rules! with_addresses {
    ($with:ident!($($arguments:tt)*)) => {
        $with! { $($arguments)* IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6 }
    };
}
pub(crate) use with_addresses;

impl Shape {
    /// The shape of a map from its keys to its values.
    pub(crate) const fn map(key: &'static Shape, value: &'static Shape) -> Shape {
        match key {
            Shape::Str | Shape::Int128 => Shape::Map(value),
            _ => Shape::MapOf(key, value),
        }
    }

    /// The shape of what is in optional values, lists and maps of this shape, at any depth.
    const fn innermost(&self) -> &Shape {
        match self {
            Shape::Option(shape) | Shape::List(shape) | Shape::Array(shape, _) => shape.innermost(),
            Shape::Map(shape) | Shape::MapOf(_, shape) => shape.innermost(),
            _ => self,
        }
    }

    /// The choices of the enum, if the values are variants of one, or what is innermost in them.
    pub(crate) fn choices(&self) -> Option<&'static Choices> {
        match self.innermost() {
            Shape::Choice(choices) => Some(choices),
            Shape::Enum(info) => Some(&info().choices),
            _ => None,
        }
    }

    /// The layouts of the variants, if the values are of an enum with data, or what is innermost in
    /// them; otherwise none.
    pub(crate) fn variants(&self) -> impl Iterator<Item = &'static SlotLayout> + use<> {
        let variants: &'static [VariantInfo] = match self.innermost() {
            Shape::Enum(info) => info().variants,
            _ => &[],
        };
        variants.iter().map(|variant| &variant.layout)
    }

    /// The layout of the slotted struct, if the values are of one, or `Option`s of it.
    pub(crate) fn object(&self) -> Option<&'static SlotLayout> {
        match self {
            Shape::Option(inside) => inside.object(),
            Shape::Object(layout) => Some(layout()),
            _ => None,
        }
    }

    /// The layout of the slotted struct, if the values are of one, or what is innermost in them.
    pub(crate) fn layout(&self) -> Option<&'static SlotLayout> {
        match self.innermost() {
            Shape::Object(layout) => Some(layout()),
            _ => None,
        }
    }
}

#[cfg(feature = "serde")]
impl Shape {
    /// Whether values of this shape take no bytes in a format that does not describe itself. These
    /// are structs without slots, arrays without items, and structs, arrays and tuples of only such
    /// values.
    pub(crate) fn takes_no_bytes(&self) -> bool {
        /// Bounds the recursion into types that contain themselves in a `Box`. (They have no
        /// values.)
        const MAX_LEVELS: u32 = 32;
        fn is_empty(shape: &Shape, levels: u32) -> bool {
            match shape {
                Shape::Unit => true,
                Shape::Array(item, length) => *length == 0 || is_empty(item, levels),
                Shape::Tuple(items) => items.iter().all(|item| is_empty(item, levels)),
                Shape::Foreign(vtable) => (vtable.takes_no_bytes)(),
                Shape::Object(layout) => levels > 0 && no_slots(layout(), levels - 1),
                _ => false,
            }
        }
        fn no_slots(layout: &SlotLayout, levels: u32) -> bool {
            let is_empty = |slot: &SlotInfo| {
                !slot.is_optional() && is_empty(slot.vtables().value.shape(), levels)
            };
            !layout.has_dict()
                && layout.slots().iter().all(is_empty)
                && layout.bases().iter().all(|base| no_slots(base.layout(), levels))
        }
        is_empty(self, MAX_LEVELS)
    }
}

/// Calls the macro `$with` with its arguments, then with each integer shape: the variant, the type,
/// and serde's methods for it. The one list of them.
#[cfg(feature = "serde")]
macro_rules! with_integer_shapes {
    ($with:ident!($($arguments:tt)*)) => {
        $with! {
            $($arguments)*
            I8 i8 deserialize_i8 serialize_i8,
            I16 i16 deserialize_i16 serialize_i16,
            I32 i32 deserialize_i32 serialize_i32,
            I64 i64 deserialize_i64 serialize_i64,
            U8 u8 deserialize_u8 serialize_u8,
            U16 u16 deserialize_u16 serialize_u16,
            U32 u32 deserialize_u32 serialize_u32,
            U64 u64 deserialize_u64 serialize_u64,
        }
    };
}
#[cfg(feature = "serde")]
pub(crate) use with_integer_shapes;
