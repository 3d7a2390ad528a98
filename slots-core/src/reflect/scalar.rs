//! Numbers, bools and text, whose values are read and written without an indirect call.

use core::marker::PhantomData;

use alloc::string::String;

/// What a `T` is, if it is a number, a bool or text.
///
/// Invariant 1: `kind` is that of `T`, or [`Other`](ScalarKind::Other). (Only the constants below
/// are made, each for the type that its kind names.)
pub struct Scalar<T> {
    kind: ScalarKind,
    of: PhantomData<fn(T) -> T>,
}

impl<T> Scalar<T> {
    /// Any type. Its values are read and written by its own functions.
    pub(crate) const OTHER: Self = Scalar { kind: ScalarKind::Other, of: PhantomData };

    pub(crate) const fn kind(self) -> ScalarKind {
        self.kind
    }
}

impl<T> Clone for Scalar<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Scalar<T> {}

macro_rules! scalars {
    ($($type:ty: $kind:ident),* $(,)?) => {
        /// The types of which a [`Scalar`] can be.
        #[derive(Clone, Copy)]
        pub(crate) enum ScalarKind {
            $(#[doc = concat!("A `", stringify!($type), "`.")] $kind,)*
            /// Any type, these included.
            Other,
        }

        $(impl Scalar<$type> {
            /// That of this type.
            pub(crate) const SELF: Self = Scalar { kind: ScalarKind::$kind, of: PhantomData };
        })*
    };
}

scalars! {
    bool: Bool,
    i8: I8,
    i16: I16,
    i32: I32,
    i64: I64,
    isize: Isize,
    u8: U8,
    u16: U16,
    u32: U32,
    u64: U64,
    usize: Usize,
    f32: F32,
    f64: F64,
    String: Text,
}
