//! The kernel: layouts, vtables, borrowed values and objects.
//!
//! These modules use one another in a circle: a layout names vtables, a vtable returns a
//! [`ValueRef`](value_ref::ValueRef), and a `ValueRef` may be an object, which has a layout.

#![allow(unsafe_code)]

pub(crate) mod access;
pub(crate) mod attr;
pub(crate) mod attributes;
pub(crate) mod compare;
pub(crate) mod display;
pub(crate) mod downcast;
pub(crate) mod find;
pub(crate) mod layout;
pub(crate) mod mode;
pub(crate) mod object;
pub(crate) mod presence;
pub(crate) mod shape;
pub(crate) mod slot_ref;
pub(crate) mod slot_value;
pub(crate) mod slotted;
pub(crate) mod step;
pub(crate) mod value_ref;
pub(crate) mod vars;
pub(crate) mod view;
pub(crate) mod vtable;
