//! Addresses of networks as slots: text.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use crate::reflect::shape::{Shape, Std};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

macro_rules! addresses {
    ($($type:ident)*) => {$(
        /// The address as text.
        impl SlotValue for $type {
            const KIND: Kind = Kind::Str;
            const __SHAPE: Shape = Shape::Std(Std::$type);

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                match &value {
                    Value::Str(text) => Self::from_text(text),
                    _ => Err(ConversionError::refuse(value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Text(self)
            }

            fn from_text(text: &str) -> Result<Self, ConversionError> {
                text.parse().map_err(|error| ConversionError::invalid(text, error))
            }
        }
    )*};
}
addresses!(IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6);
