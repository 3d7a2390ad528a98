//! The ground of [`slotted`](https://docs.rs/slotted): the [`Slotted`] trait, the layout of a type's slots,
//! typed descriptors, attributes by name and the escapes from a closed set of names. Use `slotted`; this
//! crate is a part of it, and changes with it.
//!
//! | module | what |
//! |---|---|
//! | `slotted` | the trait, and what it says as types |
//! | `layout` | the descriptor of a type's slots, its checks, its memory map |
//! | `attributes` | access by name, its errors |
//! | `value` | dynamic values, and the types that turn into them |
//! | `dict` | the `Dict` |
//! | `path` | ways through nested attributes |
//! | `record` | construction by name, updates, differences |
//! | `unwind` | errors that are not lost where a `Drop` panics |
//! | `raw` | all unsafe code |

#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod attributes;
mod dict;
mod layout;
mod name;
mod object;
mod path;
mod raw;
mod record;
#[cfg(feature = "serde")]
mod serde;
mod slotted;
mod unwind;
mod value;

pub use attributes::{
    AttributeError, AttributeErrorKind, Attributes, AttributesExt, Dir, Vars, did_you_mean,
};
pub use dict::{Dict, IntoIter, Iter, IterMut, Keys, Values};
pub use layout::{BaseInfo, Meta, SlotInfo, SlotLayout};
#[cfg(feature = "std")]
pub use object::WeakValueMap;
pub use object::{LocalObj, LocalWeakObj, Obj, WeakObj};
pub use path::{Path, PathError, ResolvedPath};
pub use raw::attr::{AttrMut, AttrRef};
pub use raw::count::{Atomic, Counter, Local};
pub use raw::lazy::LazySlot;
pub use raw::shared::Shared;
pub use raw::slot::{Column, ReadOnlySlot, Slot};
pub use raw::weak::{Finalizer, Weak};
pub use raw::weak_slot::WeakSlot;
pub use record::{AttrsBuilder, Difference, RecordError, State};
pub use slotted::Slotted;
pub use slotted::access::{Access, ReadOnly, ReadWrite, Writable};
pub use slotted::presence::{Absent, FromAttrs, HasDict, HasWeakref, Presence, Present};
pub use value::{
    Kind, ListView, LiteralError, MapView, Mismatch, OpaqueRef, OpaqueValue, SlotValue, Value,
    ValueRef,
};

/// What an expansion of the derive names. Not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use core::concat;
    pub use core::default::Default;
    pub use core::marker::PhantomData;
    pub use core::mem::offset_of;
    pub use core::option::Option;
    pub use core::result::Result;

    pub use crate::layout::{distinct_base, not_in_bases, within};
    pub use crate::raw::field::{IsCell, IsOption, as_str, lazy, opaque, optional, plain, verdict};
    pub use crate::raw::holder::Holder;
    pub use crate::raw::table::{
        base, based, descriptors, dict, hidden, layout, nobody, skipped, slot, table, weakref,
    };
    pub use crate::record::object_from_value;
    #[cfg(feature = "serde")]
    pub mod serde {
        pub use crate::serde::{
            Deserialize, Deserializer, Serialize, Serializer, deserialize, serialize,
        };
    }
    pub use crate::slotted::mode::{AsStr, Mode, Opaque, Plain};
    pub use crate::slotted::presence::{Join, JoinWeakref, Presence};
    pub use crate::value::Shape;
    pub use crate::{
        Absent, Dict, Kind, LazySlot, Meta, Mismatch, Present, ReadOnlySlot, Slot, SlotInfo,
        SlotLayout, SlotValue, Slotted, Value, ValueRef,
    };

    /// The layout of a struct that was refused; the build has failed.
    pub const REFUSED: &SlotLayout = &SlotLayout::refused();

    /// The descriptors of a struct that was refused; they are never reached, since the build has failed.
    pub const fn refused<T>() -> T {
        panic!("the struct was refused")
    }
}
