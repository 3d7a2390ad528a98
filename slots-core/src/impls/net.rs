//! Addresses of networks as slots: text.

use crate::impls::text::parsed;
use crate::reflect::shape::{Shape, Std, with_addresses};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

macro_rules! addresses {
    ($($type:ident)*) => {
        parsed! {$(
            /// The address as text.
            core::net::$type: Shape::Std(Std::$type);
        )*}
    };
}
with_addresses!(addresses!());
