//! serde's error traits for [`ConversionError`].

use core::fmt;

use serde_core::{de, ser};

use crate::value::conversion_error::ConversionError;

impl ser::Error for ConversionError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        ConversionError::said(message)
    }
}

impl de::Error for ConversionError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        ConversionError::said(message)
    }
}
