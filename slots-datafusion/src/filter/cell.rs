//! The types of fields that are read without a dynamic value.

use std::any::TypeId;
use std::sync::Arc;

use super::number::Number;

/// A field, or what is in it.
pub(crate) trait Cell: 'static {
    type Of: ?Sized;

    /// What is in the field; `None` is null.
    fn value(&self) -> Option<&Self::Of>;
}

macro_rules! cells {
    ($($type:ty as $of:ty;)*) => {$(
        impl Cell for $type {
            type Of = $of;

            #[inline(always)]
            fn value(&self) -> Option<&$of> {
                Some(self)
            }
        }

        impl Cell for Option<$type> {
            type Of = $of;

            #[inline(always)]
            fn value(&self) -> Option<&$of> {
                self.as_ref().map(|value| value as &$of)
            }
        }
    )*};
}
cells! {
    bool as bool;
    i8 as i8; i16 as i16; i32 as i32; i64 as i64; isize as isize;
    u8 as u8; u16 as u16; u32 as u32; u64 as u64; usize as usize;
    f32 as f32; f64 as f64;
    String as str; Box<str> as str; Arc<str> as str;
}

/// What is made for the type of a field.
pub(crate) trait Visitor: Sized {
    type Made;

    fn number<C: Cell<Of = V>, V: Number>(self) -> Self::Made;

    fn text<C: Cell<Of = str>>(self) -> Self::Made;
}

/// Calls the visitor with the type that has this identity, if it is one of those above.
pub(crate) fn visit<V: Visitor>(id: TypeId, visitor: V) -> Option<V::Made> {
    macro_rules! find {
        ($made:ident: $($type:ty)*) => {$(
            if id == TypeId::of::<$type>() {
                return Some(visitor.$made::<$type>());
            }
            if id == TypeId::of::<Option<$type>>() {
                return Some(visitor.$made::<Option<$type>>());
            }
        )*};
        ($made:ident of: $($type:ty)*) => {$(
            if id == TypeId::of::<$type>() {
                return Some(visitor.$made::<$type, $type>());
            }
            if id == TypeId::of::<Option<$type>>() {
                return Some(visitor.$made::<Option<$type>, $type>());
            }
        )*};
    }
    find!(number of: bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64);
    find!(text: String Box<str> Arc<str>);
    None
}
