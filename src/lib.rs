#![doc = include_str!("../README.md")]
#![no_std]

#[doc(inline)]
pub use attributes::{AttrMut, AttrRef, AttributeError, AttributeErrorKind, did_you_mean};
#[doc(inline)]
pub use attributes::{Attributes, AttributesExt};
#[doc(inline)]
pub use class::{Class, ClassError, Instance, NewSlot, Rows, SchemaError, TableSchema};
#[doc(inline)]
pub use descriptor::{LazySlot, ReadOnlySlot, Slot};
#[doc(inline)]
pub use dict::Dict;
#[doc(inline)]
pub use layout::{SlotInfo, SlotLayout, Slotted, SlottedExt, no_padding, report};
#[doc(inline)]
pub use method::{CallError, CallErrorKind, MethodInfo, MethodsExt};
#[doc(inline)]
pub use path::{AttrPath, PathError, ResolvedPath, TypedPath};
#[doc(inline)]
pub use presence::{FromAttrs, HasDict, HasWeakref};
#[cfg(feature = "std")]
#[doc(inline)]
pub use rc::WeakValueMap;
#[doc(inline)]
pub use rc::{
    DynObj, LocalObj, LocalWeakObj, Obj, ObjCell, ObjLock, WeakObj, WeakObjCell, WeakObjLock,
    WeakSlot,
};
#[doc(inline)]
pub use record::{Patch, PatchError, RecordError, Registry};
#[cfg(all(feature = "serde", feature = "std"))]
pub use slots_core::{Graph, graph};
pub use slots_derive::{SlotValue, Slots, methods};
#[doc(inline)]
pub use value::{ConversionError, Kind, SlotValue, Value, ValueRef};
#[cfg(feature = "serde")]
#[doc(inline)]
pub use value::{from_value, to_value};

/// Access to attributes by a name known only at run time.
pub mod attributes {
    pub use slots_core::{
        AttrMut, AttrRef, AttributeError, AttributeErrorKind, Attributes, AttributesExt, Dir, Vars,
        did_you_mean,
    };
}

/// Classes made at run time, by CPython's rules; their instances and rows.
pub mod class {
    #[cfg(feature = "serde")]
    pub use slots_core::ClassSeed;
    pub use slots_core::{
        Class, ClassBuilder, ClassError, ClassErrorKind, ClassObject, ClassObjectMut, ClassSlot,
        ColumnKind, Descriptor, Instance, NewSlot, OptionalClassSlot, OptionalColumn,
        OptionalColumnMut, Row, RowColumn, RowColumnMut, RowMut, RowRef, RowSlot, Rows,
        SchemaError, TableColumn, TableSchema,
    };
}

/// Descriptors: slots as typed values with fixed offsets.
pub mod descriptor {
    pub use slots_core::{
        Access, AttrColumn, Column, LazySlot, ObjectSlice, OptionalSlotColumn, PartialColumn,
        PartialSlice, ReadOnly, ReadOnlySlot, ReadWrite, Slot, SlotColumn, Writable,
        extend_by_columns,
    };
}

/// The [`Dict`] and its iterators.
pub mod dict {
    pub use slots_core::{Dict, IntoIter, Iter, IterMut, Keys, Values};
}

/// Slotted types and their layouts: the names, types, offsets and metadata of the slots.
pub mod layout {
    pub use slots_core::{
        Advice, BaseInfo, Choice, DataForm, DeepSize, EnumForm, InnerForm, ItemInfo, MetaValue,
        SlotInfo, SlotIter, SlotLayout, SlotLocation, Slotted, SlottedExt, VariantForm, no_padding,
        report,
    };
}

/// Methods by a name known only at run time.
pub mod method {
    pub use slots_core::{
        CallError, CallErrorKind, MethodInfo, MethodIter, MethodsExt, ParameterInfo, Receiver,
        Returned,
    };
}

/// Paths through nested attributes.
pub mod path {
    pub use slots_core::{AttrPath, PathError, ResolvedPath, Step, StepName, TypedPath};
}

/// Type-level booleans: whether a type has a `Dict`, has weak references, and can be constructed by
/// name.
pub mod presence {
    pub use slots_core::{Absent, FromAttrs, HasDict, HasWeakref, Presence, Present};
}

/// Shared objects and weak references to them.
pub mod rc {
    #[cfg(feature = "std")]
    pub use slots_core::WeakValueMap;
    pub use slots_core::{
        AtomicCount, AtomicLock, DynObj, Finalizer, Immutable, LocalCount, LocalLock, LocalObj,
        LocalWeakObj, Locked, Obj, ObjCell, ObjLock, ObjectLocked, ReadGuard, RefCount, Shared,
        SharedError, SharedRef, Weak, WeakObj, WeakObjCell, WeakObjLock, WeakSlot, WriteGuard,
    };
}

/// Records: construction by name, updates, merges, patches, state, and types by name.
pub mod record {
    pub use slots_core::{
        AttrsBuilder, Change, ChangeKind, LayoutLeaves, Leaves, ObjectState, Omission,
        OmissionKind, Patch, PatchError, PatchFault, RecordError, Registry, RegistryError,
    };
}

/// Dynamic values, and the types that can be slots.
pub mod value {
    pub use slots_core::{
        CellValue, ConversionError, Entries, ForeignRef, Items, Kind, ListView, MapKey, MapView,
        OpaqueRef, OpaqueValue, ParseValueError, SlotKey, SlotValue, Value, ValueRef,
    };
    #[cfg(feature = "serde")]
    pub use slots_core::{ValueSerializer, from_value, to_value};
}

/// The items that most programs need in scope: the derive, the traits with the methods, and the
/// most used types.
pub mod prelude {
    pub use crate::{
        Attributes, AttributesExt, Dict, FromAttrs, MethodsExt, SlotValue, Slots, Slotted,
        SlottedExt, Value,
    };
}

#[doc(hidden)]
pub use slots_core::__private;

/// Runs the code in the guide.
#[cfg(doctest)]
#[doc = include_str!("../docs/guide.md")]
pub struct Guide;
