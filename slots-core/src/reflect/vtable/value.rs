//! The vtable of a value: how it is read and written by name.

use alloc::string::String;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;
use crate::reflect::attr::AttrRef;
use crate::reflect::item_info::ItemInfo;
use crate::reflect::layout::SlotLayout;
use crate::reflect::mode::{Mode, Plain};
use crate::reflect::scalar::ScalarKind;
use crate::reflect::shape::Shape;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
#[cfg(feature = "serde")]
use crate::reflect::vtable::list::ListVTable;
use crate::reflect::vtable::put::{Dest, Put, Source, put};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::reflect::vtable::validator::Validator;
use crate::reflect::vtable::within::Within;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// How a value of one type is read and written by name.
///
/// Invariant 1: every function takes a pointer to a value of the type `ty`, `put` takes a
/// destination for one, `within` has the container type `ty`, `list` fills a `ty`, and `scalar` is
/// `Other` or names `ty`. (Only `new` makes a `ValueVTable`, and takes all
/// parts from one `T`.)
pub(crate) struct ValueVTable {
    ty: TypeVTable,
    scalar: ScalarKind,
    kind: Kind,
    view: for<'a> unsafe fn(Ptr<'a>) -> ValueRef<'a>,
    put: Put,
    validate: unsafe fn(Ptr<'_>, &Validator) -> Result<(), ConversionError>,
    inside: for<'a> unsafe fn(PtrMut<'a>, &Step) -> Inside<'a>,
    layout: Option<fn() -> &'static SlotLayout>,
    shape: Shape,
    item: Option<fn() -> ItemInfo>,
    within: Option<Within>,
    #[cfg(feature = "serde")]
    list: Option<ListVTable>,
    #[cfg(feature = "serde")]
    number: unsafe fn(Ptr<'_>) -> usize,
}

/// Returns the vtable of `T` in the mode `M`.
#[inline(always)]
pub(crate) const fn value_vtable<T: 'static, M: Mode<T>>() -> &'static ValueVTable {
    const { &ValueVTable::new::<T, M>() }
}

impl ValueVTable {
    const fn new<T: 'static, M: Mode<T>>() -> Self {
        ValueVTable {
            ty: TypeVTable::of::<T>(),
            scalar: M::SCALAR.kind(),
            kind: M::KIND,
            view: view::<T, M>,
            put: put::<T, M>,
            validate: validate::<T, M>,
            inside: inside::<T, M>,
            layout: M::LAYOUT,
            shape: M::SHAPE,
            item: M::ITEM,
            within: match &M::WITHIN {
                Some(within) => Some(within.within()),
                None => None,
            },
            #[cfg(feature = "serde")]
            list: match M::LIST {
                Some(list) => Some(list.vtable()),
                None => None,
            },
            #[cfg(feature = "serde")]
            number: number::<T, M>,
        }
    }

    #[inline(always)]
    pub(crate) const fn ty(&self) -> &TypeVTable {
        &self.ty
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// The shape of the type in serialized data.
    #[inline(always)]
    pub(crate) const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The type of the items, if this is one of a list or a map.
    pub(crate) fn item(&self) -> Option<ItemInfo> {
        self.item.map(|item| item())
    }

    /// How the values inside are found, if it is a list, an `Option` or a pointer. The container
    /// type is `ty`.
    pub(crate) const fn within(&self) -> Option<Within> {
        self.within
    }

    /// How the type is filled item by item, if it is a list.
    #[cfg(feature = "serde")]
    pub(crate) const fn list(&self) -> Option<ListVTable> {
        self.list
    }

    /// Returns the value as a [`ValueRef`], to match on.
    ///
    /// # Safety
    ///
    /// `value` points to a value of the type `ty`.
    #[inline(always)]
    pub(crate) unsafe fn view<'a>(&self, value: Ptr<'a>) -> ValueRef<'a> {
        macro_rules! read {
            ($type:ty) => {{
                // SAFETY: `scalar` names the type `ty` (invariant 1), and `value` points to a value
                // of that type (contract of this function).
                unsafe { value.cast::<$type>() }
            }};
        }
        match self.scalar {
            ScalarKind::Bool => ValueRef::Bool(*read!(bool)),
            ScalarKind::I8 => ValueRef::Int((*read!(i8)).into()),
            ScalarKind::I16 => ValueRef::Int((*read!(i16)).into()),
            ScalarKind::I32 => ValueRef::Int((*read!(i32)).into()),
            ScalarKind::I64 => ValueRef::Int(*read!(i64)),
            ScalarKind::Isize => ValueRef::Int(*read!(isize) as i64),
            ScalarKind::U8 => ValueRef::Int((*read!(u8)).into()),
            ScalarKind::U16 => ValueRef::Int((*read!(u16)).into()),
            ScalarKind::U32 => ValueRef::Int((*read!(u32)).into()),
            ScalarKind::U64 => ValueRef::from(*read!(u64)),
            ScalarKind::Usize => ValueRef::from(*read!(usize) as u64),
            ScalarKind::F32 => ValueRef::Single(*read!(f32)),
            ScalarKind::F64 => ValueRef::Float(*read!(f64)),
            ScalarKind::Text => ValueRef::Str(read!(String)),
            ScalarKind::Other => {
                // SAFETY: the function takes a pointer to a value of the type `ty` (invariant 1),
                // and `value` is one (contract of this function).
                let view = unsafe { (self.view)(value) };
                // A copy, so that only this view is in memory: then the compiler joins the match
                // here to that of the caller.
                let copied = &view;
                *copied
            }
        }
    }

    /// Whether the type is a number, a bool or text: nothing is nested in its values.
    #[inline(always)]
    pub(crate) const fn is_scalar(&self) -> bool {
        !matches!(self.scalar, ScalarKind::Other)
    }

    /// Writes a number or a bool of the very type `ty`, without an indirect call: what
    /// [`put`](ValueVTable::put) would write. Returns `false`, and writes nothing, if `value` is
    /// anything else.
    ///
    /// # Safety
    ///
    /// `place` points to a value of the type `ty`.
    #[inline(always)]
    pub(crate) unsafe fn copy_in(&self, place: PtrMut<'_>, value: &Value) -> bool {
        match (self.scalar, value) {
            // SAFETY: `scalar` names the type `ty` (invariant 1), and `place` points to a value of
            // that type (contract of this function).
            (ScalarKind::F64, Value::Float(value)) => unsafe { *place.cast::<f64>() = *value },
            // SAFETY: `ty` is `i64`, since `scalar` names it (invariant 1), and `place` points to a
            // value of that type (contract of this function).
            (ScalarKind::I64, Value::Int(value)) => unsafe { *place.cast::<i64>() = *value },
            // SAFETY: `ty` is `bool`, since `scalar` names it (invariant 1), and `place` points to
            // a value of that type (contract of this function).
            (ScalarKind::Bool, Value::Bool(value)) => unsafe { *place.cast::<bool>() = *value },
            _ => return false,
        }
        true
    }

    /// Writes what a number, a bool or text converts to, without an indirect call: what
    /// [`put`](ValueVTable::put) would write. Returns the value, and writes nothing, if `ty` is
    /// none of these, or if the conversion fails.
    ///
    /// # Safety
    ///
    /// `memory` is for a value of the type `ty`.
    #[inline(always)]
    pub(crate) unsafe fn move_in(&self, memory: Uninit<'_>, value: Value) -> Result<(), Value> {
        macro_rules! copy {
            ($type:ty) => {{
                let Some(copy) = <Plain as Mode<$type>>::copied(&value) else { return Err(value) };
                // SAFETY: `scalar` names the type `ty` (invariant 1), and `memory` is for a value
                // of that type (contract of this function).
                unsafe { memory.write::<$type>(copy) };
            }};
        }
        match self.scalar {
            ScalarKind::Bool => copy!(bool),
            ScalarKind::I8 => copy!(i8),
            ScalarKind::I16 => copy!(i16),
            ScalarKind::I32 => copy!(i32),
            ScalarKind::I64 => copy!(i64),
            ScalarKind::Isize => copy!(isize),
            ScalarKind::U8 => copy!(u8),
            ScalarKind::U16 => copy!(u16),
            ScalarKind::U32 => copy!(u32),
            ScalarKind::U64 => copy!(u64),
            ScalarKind::Usize => copy!(usize),
            ScalarKind::F32 => copy!(f32),
            ScalarKind::F64 => copy!(f64),
            ScalarKind::Text => {
                let Value::Str(text) = value else { return Err(value) };
                // SAFETY: `ty` is `String`, since `scalar` names it (invariant 1), and `memory` is
                // for a value of that type (contract of this function).
                unsafe { memory.write::<String>(text) };
                return Ok(());
            }
            ScalarKind::Other => return Err(value),
        }
        // A number or a bool: it owns nothing.
        value.let_go();
        Ok(())
    }

    /// Returns the number of the variant; see `SlotValue::__number`.
    ///
    /// # Safety
    ///
    /// `value` points to a value of the type `ty`.
    #[cfg(feature = "serde")]
    pub(crate) unsafe fn number(&self, value: Ptr<'_>) -> usize {
        // SAFETY: the function takes a pointer to a value of the type `ty` (invariant 1), and
        // `value` is one (contract of this function).
        unsafe { (self.number)(value) }
    }

    /// Converts the source and writes the result, without a validator.
    ///
    /// # Safety
    ///
    /// `dest` is a destination for the type `ty`.
    #[inline(always)]
    pub(crate) unsafe fn put(
        &self,
        dest: Dest<'_>,
        source: Source<'_>,
    ) -> Result<(), ConversionError> {
        // SAFETY: the function takes a destination for the type `ty` (invariant 1), and `dest` is
        // one (contract of this function).
        unsafe { (self.put)(dest, source, None) }
    }

    /// Parses text as a value of this type, and returns it as a `Value`, if it can be one.
    pub(crate) fn parse(&'static self, text: &str) -> Result<Option<Value>, ConversionError> {
        let mut boxed = None;
        // SAFETY: `Dest::Boxed` is a destination for any type.
        unsafe { self.put(Dest::Boxed(&mut boxed), Source::Text(&text)) }?;
        let made = boxed.expect("a successful `put` fills the box");
        assert!((*made).type_id() == self.ty.id(), "it is of the type of this vtable");
        // SAFETY: `made` is of the type `ty`: the identities were just compared.
        Ok(unsafe { AttrRef::from_raw(Ptr::new(&*made), self) }.to_value())
    }

    /// Runs the validator on the value.
    ///
    /// # Safety
    ///
    /// `value` points to a value of the type `ty`.
    pub(crate) unsafe fn validate(
        &self,
        value: Ptr<'_>,
        validator: &Validator,
    ) -> Result<(), ConversionError> {
        // SAFETY: the function takes a pointer to a value of the type `ty` (invariant 1), and
        // `value` is one (contract of this function).
        unsafe { (self.validate)(value, validator) }
    }

    /// Returns what one step of a path leads to inside the value.
    ///
    /// # Safety
    ///
    /// `value` points to a value of the type `ty`.
    pub(crate) unsafe fn inside<'a>(&self, value: PtrMut<'a>, step: &Step) -> Inside<'a> {
        // SAFETY: the function takes a pointer to a value of the type `ty` (invariant 1), and
        // `value` is one (contract of this function).
        unsafe { (self.inside)(value, step) }
    }

    /// Returns the layout that describes the type `ty`, if that is a slotted struct.
    #[inline]
    pub(crate) fn layout(&self) -> Option<&'static SlotLayout> {
        // `__LAYOUT` is user-supplied; check that it describes this type. (The call names
        // `SlotLayout::type_id` in full, because method syntax on a reference to a reference would
        // call `Any::type_id`.)
        let layout = self.layout?();
        let is_of_this = SlotLayout::type_id(layout) == self.ty.id();
        (is_of_this && layout.variant_of().is_none()).then_some(layout)
    }
}

/// # Safety
///
/// `value` points to a `T`.
unsafe fn view<T: 'static, M: Mode<T>>(value: Ptr<'_>) -> ValueRef<'_> {
    // SAFETY: `value` points to a `T` (contract of this function).
    M::view(unsafe { value.cast::<T>() })
}

/// # Safety
///
/// `value` points to a `T`.
#[cfg(feature = "serde")]
unsafe fn number<T: 'static, M: Mode<T>>(value: Ptr<'_>) -> usize {
    // SAFETY: `value` points to a `T` (contract of this function).
    M::number(unsafe { value.cast::<T>() })
}

/// # Safety
///
/// `value` points to a `T`.
unsafe fn validate<T: 'static, M: Mode<T>>(
    value: Ptr<'_>,
    validator: &Validator,
) -> Result<(), ConversionError> {
    // SAFETY: `value` points to a `T` (contract of this function).
    let value = unsafe { value.cast::<T>() };
    validator.validate(value).map_err(|why| why.into_error(&M::view(value)))
}

/// # Safety
///
/// `value` points to a `T`.
unsafe fn inside<'a, T: 'static, M: Mode<T>>(value: PtrMut<'a>, step: &Step) -> Inside<'a> {
    // SAFETY: `value` points to a `T` (contract of this function).
    M::inside(unsafe { value.cast::<T>() }, step)
}
