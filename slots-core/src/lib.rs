//! The implementation of [`slotted`](https://docs.rs/slotted): the [`Slotted`] trait, the layout of
//! a type's slots, typed descriptors, attributes by name, and the special fields [`Dict`] and
//! [`WeakSlot`]. Use `slotted` instead; this crate is a part of it and changes with it.
//!
//! A *room* is a top-level module, and each has one subject. A room uses the rooms above it in this
//! table and never one below. Only inside `reflect` may files use one another in a circle.
//! `ci/layers` reads the table and checks that the code follows it: the order of the rooms, and
//! which files may have unsafe code.
//!
//! | room | what | unsafe |
//! |---|---|---|
//! | `unwind` | errors that are not leaked when a `Drop` panics | |
//! | `name` | name keys, the perfect-hash index, edit distance, short type names | |
//! | `erased` | type-erased pointers, memory and functions | yes |
//! | `value` | dynamic values, literals, conversions, suggestions; the `Dict` | `value/dict/entry_name.rs` |
//! | `reflect` | the kernel: layouts, vtables, borrowed values, objects, the core traits | yes |
//! | `impls` | `SlotValue` for the standard library's types | |
//! | `descriptor` | slots as typed values with fixed offsets; the inline part of a path | yes |
//! | `construct` | construction of a struct field by field | yes |
//! | `rc` | shared objects and weak references | yes |
//! | `attributes` | access by name, and its errors | |
//! | `path` | paths through nested attributes | |
//! | `record` | construction by name, updates, merges, patches, state, types by name | |
//! | `macro_support` | the functions that an expansion of the derive calls | yes |
//! | `ext` | the extension traits of objects and slotted types | |
//! | `class` | classes made at run time, by CPython's rules; their instances and rows | `class/storage` |
//! | `serde` | serde's traits (feature `serde`) | |
//!
//! The core traits are `Slotted`, `SlotValue` and `Attributes`.

#![no_std]
#![warn(clippy::must_use_candidate)]
#![cfg_attr(slotted_type_info, feature(type_info, const_trait_impl, const_cmp))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod attributes;
mod class;
mod construct;
mod descriptor;
mod erased;
mod ext;
mod impls;
mod macro_support;
mod name;
mod path;
mod rc;
mod record;
mod reflect;
#[cfg(feature = "serde")]
mod serde;
mod unwind;
mod value;

pub use attributes::call_error::{CallError, CallErrorKind};
pub use attributes::error::AttributeError;
pub use attributes::fault::AttributeErrorKind;
pub use attributes::shared::SharedError;
pub use class::Class;
pub use class::builder::ClassBuilder;
pub use class::descriptor::Descriptor;
pub use class::error::{ClassError, ClassErrorKind};
pub use class::new_slot::NewSlot;
pub use class::rows::Rows;
pub use class::schema::error::SchemaError;
pub use class::schema::table::{TableColumn, TableSchema};
pub use class::schema::text::ColumnKind;
pub use class::storage::class_slot::ClassSlot;
pub use class::storage::column::{
    OptionalColumn, OptionalColumnMut, RowColumn, RowColumnMut, RowSlot,
};
pub use class::storage::instance::Instance;
pub use class::storage::object::{ClassObject, ClassObjectMut};
pub use class::storage::optional_slot::OptionalClassSlot;
pub use class::storage::row::{Row, RowMut, RowRef};
pub use construct::partial_slice::column::PartialColumn;
pub use construct::partial_slice::{PartialSlice, extend_by_columns};
pub use descriptor::lazy::LazySlot;
pub use descriptor::object_slice::{AttrColumn, ObjectSlice, SlotColumn};
pub use descriptor::optional_column::OptionalSlotColumn;
pub use descriptor::slot::{Column, ReadOnlySlot, Slot};
pub use ext::attributes::AttributesExt;
pub use ext::methods::MethodsExt;
pub use ext::slotted::{SlottedExt, report};
pub use impls::cell::CellValue;
pub use impls::keys::SlotKey;
pub use path::AttrPath;
pub use path::error::PathError;
pub use path::resolve::ResolvedPath;
pub use path::typed::TypedPath;
pub use rc::count::{AtomicCount, AtomicLock, Immutable, LocalCount, LocalLock, Locked, RefCount};
pub use rc::guard::{ObjectLocked, ReadGuard, WriteGuard};
pub use rc::shared::Shared;
pub use rc::weak::{Finalizer, Weak};
pub use rc::weak_slot::WeakSlot;
#[cfg(feature = "std")]
pub use rc::weak_value_map::WeakValueMap;
pub use rc::{LocalObj, LocalWeakObj, Obj, ObjCell, ObjLock, WeakObj, WeakObjCell, WeakObjLock};
pub use record::construct::AttrsBuilder;
pub use record::error::RecordError;
pub use record::leaves::{LayoutLeaves, Leaves};
pub use record::patch::Patch;
pub use record::patch::change::{Change, ChangeKind, Omission, OmissionKind};
pub use record::patch::error::{PatchError, PatchFault};
pub use record::registry::{Registry, RegistryError};
pub use record::state::ObjectState;
pub use reflect::access::{Access, ReadOnly, ReadWrite, Writable};
pub use reflect::attr::{AttrMut, AttrRef};
pub use reflect::attributes::Attributes;
pub use reflect::choices::Choice;
pub use reflect::data_form::{DataForm, EnumForm, InnerForm};
pub use reflect::deep_size::DeepSize;
pub use reflect::foreign::ForeignRef;
pub use reflect::item_info::ItemInfo;
pub use reflect::layout::SlotLayout;

pub use reflect::layout::advice::Advice;
pub use reflect::layout::base::BaseInfo;
pub use reflect::layout::info::SlotInfo;
pub use reflect::layout::iter::SlotIter;
pub use reflect::layout::lookup::SlotLocation;
pub use reflect::layout::meta::MetaValue;
pub use reflect::layout::methods::MethodIter;
pub use reflect::layout::no_padding::no_padding;
pub use reflect::layout::range::SlotRange;
pub use reflect::list_view::{Items, ListView};
pub use reflect::map_view::{Entries, MapKey, MapView};
pub use reflect::method::info::{MethodInfo, ParameterInfo, Receiver};
pub use reflect::method::returned::Returned;
pub use reflect::presence::{Absent, FromAttrs, HasDict, HasWeakref, Presence, Present};
pub use reflect::shared::SharedRef;
pub use reflect::slot_value::SlotValue;
pub use reflect::slotted::Slotted;
pub use reflect::step::{Step, StepName};
pub use reflect::value_ref::ValueRef;
pub use reflect::variant::VariantForm;
pub use reflect::vars::{Dir, Vars};
#[cfg(feature = "serde")]
pub use serde::class::ClassSeed;
#[cfg(feature = "serde")]
pub use serde::format::ser::ValueSerializer;
#[cfg(feature = "serde")]
pub use serde::format::{from_value, to_value};
#[cfg(all(feature = "serde", feature = "std"))]
pub use serde::graph::Graph;
pub use value::Value;
pub use value::conversion_error::ConversionError;
pub use value::dict::Dict;
pub use value::dict::iter::{IntoIter, Iter, IterMut, Keys, Values};
pub use value::dyn_obj::DynObj;
pub use value::kind::Kind;
pub use value::literal::ParseValueError;
pub use value::opaque::{OpaqueRef, OpaqueValue};
pub use value::suggest::did_you_mean;

/// Shared objects in data, each once: for `#[serde(with = "slotted::graph")]` on a field of a type
/// that has serde's derives, and `#[slots(with = slotted::graph)]` on a slot. [`Graph`] does the
/// same as a wrapper, and says how.
#[cfg(all(feature = "serde", feature = "std"))]
pub mod graph {
    pub use crate::serde::graph::{deserialize, serialize};
}

/// The items that an expansion of the derive refers to. Not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use alloc::borrow::ToOwned;
    pub use alloc::string::String;
    pub use alloc::vec::Vec;
    pub use core::clone::Clone;
    pub use core::concat;
    pub use core::default::Default;
    pub use core::marker::PhantomData;
    pub use core::mem::offset_of;
    pub use core::option::Option;
    pub use core::result::Result;

    pub use crate::__if_serde as if_serde;
    pub use crate::impls::each::Each;
    pub use crate::macro_support::field::{
        IsCell, IsOption, as_str, in_mode, lazy, opaque, optional, plain, slot, validated,
        validation,
    };
    #[cfg(not(feature = "serde"))]
    pub use crate::macro_support::needs_serde::{Form, Own, Serde, foreign, foreign_with};
    pub use crate::macro_support::range::{has_length, in_length, in_range, length_of, range_of};
    pub use crate::macro_support::table::{
        assert_types, base, based, descriptors, dict, hidden, skipped, table, weakref,
    };
    pub use crate::macro_support::value_of::{NoValue, ValueOf, item};
    pub use crate::record::construct::object_from_value;
    pub use crate::record::variant::{enum_from_text, enum_from_value};
    pub use crate::reflect::attributes::{Attributes, Sealed};
    pub use crate::reflect::choices::{
        Choice, Choices, Enumerated, choice, choice_as_value, choice_from_text, choice_from_value,
        choices,
    };
    pub use crate::reflect::layout::check::{
        alias_not_in_bases, distinct_base, not_in_bases, within,
    };
    pub use crate::reflect::layout::check_methods::methods_are_no_slots;
    pub use crate::reflect::method::arguments::{Arguments, Stop};
    pub use crate::reflect::method::info::{Receiver, method, parameter};
    pub use crate::reflect::method::returned::{
        NoResults, Results, Returned, lent, lent_text, returns,
    };
    pub use crate::reflect::method::this::This;
    pub use crate::reflect::method::{DeclaresMethods, HasMethods, MethodTable};
    pub use crate::reflect::vtable::option_like::OptionLike;
    #[cfg(feature = "serde")]
    pub use crate::serde::foreign::{
        form::{Form, Own},
        mode::{Serde, foreign, foreign_with},
    };
    #[cfg(feature = "serde")]
    pub mod serde {
        pub use crate::reflect::in_data::ErasedWriter;
        pub use crate::reflect::reading::{Reader, Target};
        pub use crate::serde::by_type::read_struct;
        pub use crate::serde::known::{Active, ByVTables, Known};
        pub use crate::serde::known_enum::{Erased, FieldsOf, Named, One, Unit};
        pub use crate::serde::known_variant::write_variant;
        pub use crate::serde::object::serialize;
        pub use crate::serde::slot_types::{Direct, Other, Typed};
        pub use crate::serde::struct_visitor::deserialize;
        pub use crate::serde::value::{deserialize_value, serialize_value};
        pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
    }
    pub use crate::reflect::attr::{AttrMut, AttrRef};
    pub use crate::reflect::item_info::ItemInfo;
    pub use crate::reflect::list_view::ListView;
    pub use crate::reflect::mode::{AsStr, Mode, Plain};
    pub use crate::reflect::object::{Object, ObjectMut};
    pub use crate::reflect::opaque_mode::{No, Opaque, OpaqueIf, Yes};
    pub use crate::reflect::presence::{Join, JoinWeakref, Presence};
    pub use crate::reflect::shape::Shape;
    pub use crate::reflect::slotted::layout;
    pub use crate::reflect::step::{Inside, Step, no_item};
    pub use crate::reflect::variant::form::{enum_info, unit_variant, variant};
    pub use crate::reflect::variant::{
        EnumInfo, FieldMut, FieldRef, SlotEnum, Tagging, VariantForm, VariantInfo, VariantMaker,
        enum_object, enum_object_mut,
    };
    pub use crate::{
        Absent, ConversionError, Dict, Kind, LazySlot, MetaValue, Present, ReadOnlySlot, Slot,
        SlotInfo, SlotLayout, SlotValue, Slotted, Value, ValueRef,
    };

    /// The layout of a struct with errors. It is never used, since the build fails.
    pub const REFUSED: &SlotLayout = &SlotLayout::refused();

    /// Stands for the descriptors of a struct with errors. They are never used, since the build
    /// fails.
    #[must_use]
    pub const fn refused<T>() -> T {
        panic!("the struct was refused")
    }
}

/// The part of an expansion that needs serde's traits: a function, or a type and code about it.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_serde {
    ($($tokens:tt)*) => { $($tokens)* };
}

/// Without the feature, nothing of a function or an import, and the type alone: one error, about the
/// feature, is enough.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_serde {
    (fn $($rest:tt)*) => {};
    (const $($rest:tt)*) => {};
    (impl $($rest:tt)*) => {};
    (use $($rest:tt)*) => {};
    ($(#[$attribute:meta])* pub struct $form:ident<$of:ident>($($field:tt)*); $($rest:tt)*) => {
        $(#[$attribute])*
        pub struct $form<$of>($($field)*);
    };
}
