#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(feature = "std")]
#[doc(inline)]
pub use slots_core::WeakValueMap;
#[doc(inline)]
pub use slots_core::{
    Absent, Access, Atomic, AttrMut, AttrRef, AttributeError, AttributeErrorKind, Attributes,
    AttributesExt, AttrsBuilder, BaseInfo, Column, Counter, Dict, Difference, Dir, Finalizer,
    FromAttrs, HasDict, HasWeakref, Kind, LazySlot, ListView, LiteralError, Local, LocalObj,
    LocalWeakObj, MapView, Meta, Mismatch, Obj, OpaqueRef, OpaqueValue, Path, PathError, Presence,
    Present, ReadOnly, ReadOnlySlot, ReadWrite, RecordError, ResolvedPath, Shared, Slot, SlotInfo,
    SlotLayout, SlotValue, Slotted, SlottedExt, State, Value, ValueRef, Vars, Weak, WeakObj,
    WeakSlot, Writable, did_you_mean,
};
pub use slots_derive::Slots;

/// The iterators of a [`Dict`].
pub mod dict {
    pub use slots_core::{IntoIter, Iter, IterMut, Keys, Values};
}

/// What one wants in scope: the derive, the traits whose methods one calls, and the types one names.
pub mod prelude {
    pub use crate::{
        Attributes, AttributesExt, Dict, FromAttrs, Slots, Slotted, SlottedExt, Value,
    };
}

#[doc(hidden)]
pub use slots_core::__private;
