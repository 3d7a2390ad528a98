//! Enums with data: objects whose attributes are the fields of the active variant.
//!
//! The fields of a variant have no offsets that stable Rust could tell, so they are reached through
//! functions that match on the variant. A variant with fields is made as a hidden slotted struct
//! of the same fields, which then moves into the enum.

use core::any::TypeId;
use core::mem::MaybeUninit;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;
use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::choices::Choices;
use crate::reflect::layout::SlotLayout;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::slotted::{Slotted, layout};
use crate::value::Value;
use crate::value::dict::Dict;

/// An enum with data. Implemented by `#[derive(SlotValue)]`.
///
/// Memory safety does not depend on what an implementation returns: the types of the fields are
/// compared at each access.
pub trait SlotEnum: SlotValue + Attributes {
    /// The description of the enum.
    const INFO: &'static EnumInfo;

    /// Returns the number of the active variant.
    fn __active(&self) -> usize;

    /// Returns the slot with that number among those of the active variant.
    fn __field(&self, number: usize) -> Option<FieldRef<'_>>;

    /// Returns what [`__field`](SlotEnum::__field) returns, mutably.
    fn __field_mut(&mut self, number: usize) -> Option<FieldMut<'_>>;

    /// Makes a variant, with its hidden struct made by `maker`. Returns `None` if that fails.
    fn __make(variant: usize, maker: &mut VariantMaker<'_>) -> Option<Self>;
}

/// A field of a variant, with the identity of its type.
///
/// Invariant 1: `ptr` points to a value of the type `ty`. (Only `new` makes a `FieldRef`.)
pub struct FieldRef<'a> {
    ptr: Ptr<'a>,
    ty: TypeId,
}

impl<'a> FieldRef<'a> {
    /// Makes a reference to the field.
    pub fn new<F: 'static>(field: &'a F) -> Self {
        FieldRef { ptr: Ptr::new(field), ty: TypeId::of::<F>() }
    }

    /// Returns the pointer, which points to a value of the type `ty`. Panics if the field is of
    /// another type.
    pub(in crate::reflect) fn into_ptr(self, ty: TypeId) -> Ptr<'a> {
        assert!(self.ty == ty, "the field is of the type that its row says");
        self.ptr
    }
}

/// A field of a variant, mutably borrowed, with the identity of its type.
///
/// Invariant 1: `ptr` points to a value of the type `ty`. (Only `new` makes a `FieldMut`.)
pub struct FieldMut<'a> {
    ptr: PtrMut<'a>,
    ty: TypeId,
}

impl<'a> FieldMut<'a> {
    /// Makes a reference to the field.
    pub fn new<F: 'static>(field: &'a mut F) -> Self {
        FieldMut { ptr: PtrMut::new(field), ty: TypeId::of::<F>() }
    }

    /// Returns the pointer, which points to a value of the type `ty`. Panics if the field is of
    /// another type.
    pub(in crate::reflect) fn into_ptr(self, ty: TypeId) -> PtrMut<'a> {
        assert!(self.ty == ty, "the field is of the type that its row says");
        self.ptr
    }
}

/// How the variants of an enum are told apart in data; serde's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// By the key of the content: `{"Circle": {"radius": 2.0}}`.
    External,
    /// By an entry among the fields: `{"type": "Circle", "radius": 2.0}`.
    Internal {
        /// The key of the variant's name.
        tag: &'static str,
    },
    /// By an entry beside the content: `{"t": "Circle", "c": {"radius": 2.0}}`.
    Adjacent {
        /// The key of the variant's name.
        tag: &'static str,
        /// The key of the content.
        content: &'static str,
        /// Both keys.
        keys: &'static [&'static str],
    },
}

/// The form of a variant: what follows its name in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantForm {
    /// Nothing.
    Unit,
    /// One value in parentheses.
    Newtype,
    /// Several values in parentheses, or none.
    Tuple,
    /// Named fields in braces.
    Struct,
}

/// The description of one variant.
///
/// Invariant 1: `layout` is a layout of the enum.
pub struct VariantInfo {
    pub(crate) form: VariantForm,
    /// The layout of an enum whose active variant is this.
    pub(crate) layout: SlotLayout,
    /// The shape of the fields, that of the hidden struct. A variant without fields has none.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    pub(crate) shape: Shape,
    /// The names of the slots, as serde asks for them.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    pub(crate) names: &'static [&'static str],
}

/// The active variant that a layout is of.
#[derive(Clone, Copy)]
pub(crate) struct VariantOf {
    info: fn() -> &'static EnumInfo,
    number: usize,
}

impl VariantOf {
    pub(crate) fn enum_info(self) -> &'static EnumInfo {
        (self.info)()
    }

    pub(crate) fn info(self) -> &'static VariantInfo {
        &self.enum_info().variants[self.number]
    }

    pub(crate) fn number(self) -> usize {
        self.number
    }

    /// Returns the variant's name.
    pub(crate) fn name(self) -> &'static str {
        self.enum_info().choices.names[self.number]
    }
}

/// The description of an enum with data.
///
/// Invariant 1: for one `E`, `ty` is its identity, `field` and `field_mut` take a pointer to an `E`,
/// and `make` takes memory for an `E`. (Only `new` makes an `EnumInfo`, and takes them from one
/// `E`.)
pub struct EnumInfo {
    pub(crate) choices: Choices,
    pub(crate) variants: &'static [VariantInfo],
    pub(crate) tagging: Tagging,
    ty: TypeId,
    field: for<'a> unsafe fn(Ptr<'a>, usize) -> Option<FieldRef<'a>>,
    field_mut: for<'a> unsafe fn(PtrMut<'a>, usize) -> Option<FieldMut<'a>>,
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    make: unsafe fn(usize, &mut VariantMaker<'_>, Uninit<'_>) -> bool,
}

impl EnumInfo {
    /// Makes the description of the enum `E`. `choices` has the names of `variants`.
    pub const fn new<E: SlotEnum>(
        choices: Choices,
        variants: &'static [VariantInfo],
        tagging: Tagging,
    ) -> Self {
        assert!(choices.all.len() == variants.len(), "each variant has a name");
        EnumInfo {
            choices,
            variants,
            tagging,
            ty: TypeId::of::<E>(),
            field: field::<E>,
            field_mut: field_mut::<E>,
            make: make::<E>,
        }
    }

    /// Returns a variant with its content in the form that it has in data. There is no content where
    /// the variant has no fields.
    pub(crate) fn in_data(&self, number: usize, content: Option<Value>) -> Value {
        let name = self.choices.names[number];
        match (self.tagging, content) {
            (Tagging::External, None) => Value::Str(name.into()),
            (Tagging::External, Some(content)) => Value::Map(Dict::from([(name, content)])),
            (Tagging::Internal { tag }, None) => Value::Map(Dict::from([(tag, name)])),
            (Tagging::Internal { tag }, Some(Value::Map(fields))) => {
                let mut dict = Dict::from([(tag, name)]);
                dict.extend(fields);
                Value::Map(dict)
            }
            // Beside a tag, this has no form in data. The form without a tag is read too.
            (Tagging::Internal { .. }, Some(content)) => Value::Map(Dict::from([(name, content)])),
            (Tagging::Adjacent { tag, content: key, .. }, content) => {
                let mut dict = Dict::from([(tag, name)]);
                if let Some(content) = content {
                    dict.insert(key, content);
                }
                Value::Map(dict)
            }
        }
    }

    /// Whether this describes the type with that identity.
    pub(crate) fn is_of(&self, ty: TypeId) -> bool {
        self.ty == ty
    }

    /// Returns the slot with that number among those of the active variant, and checks that it is
    /// of the type `ty`.
    ///
    /// # Safety
    ///
    /// `whole` points to a value of the enum that this describes.
    pub(in crate::reflect) unsafe fn field<'a>(
        &self,
        whole: Ptr<'a>,
        number: usize,
        ty: TypeId,
    ) -> Ptr<'a> {
        // SAFETY: the function takes a pointer to the enum that this describes (invariant 1), and
        // `whole` is one (contract of this function).
        let found = unsafe { (self.field)(whole, number) };
        found.expect("the active variant has the slots of its layout").into_ptr(ty)
    }

    /// Returns what [`field`](EnumInfo::field) returns, mutably.
    ///
    /// # Safety
    ///
    /// `whole` points to a value of the enum that this describes.
    pub(in crate::reflect) unsafe fn field_mut<'a>(
        &self,
        whole: PtrMut<'a>,
        number: usize,
        ty: TypeId,
    ) -> PtrMut<'a> {
        // SAFETY: the function takes a pointer to the enum that this describes (invariant 1), and
        // `whole` is one (contract of this function).
        let found = unsafe { (self.field_mut)(whole, number) };
        found.expect("the active variant has the slots of its layout").into_ptr(ty)
    }

    /// Makes a variant in uninit memory. Returns whether the memory holds a value now.
    ///
    /// # Safety
    ///
    /// `memory` is for a value of the enum that this describes.
    #[cfg(feature = "serde")]
    pub(crate) unsafe fn make(
        &self,
        variant: usize,
        maker: &mut VariantMaker<'_>,
        memory: Uninit<'_>,
    ) -> bool {
        // SAFETY: the function takes memory for the enum that this describes (invariant 1), and
        // `memory` is that (contract of this function).
        unsafe { (self.make)(variant, maker, memory) }
    }
}

/// # Safety
///
/// `whole` points to an `E`.
unsafe fn field<E: SlotEnum>(whole: Ptr<'_>, number: usize) -> Option<FieldRef<'_>> {
    // SAFETY: `whole` points to an `E` (contract of this function).
    unsafe { whole.cast::<E>() }.__field(number)
}

/// # Safety
///
/// `whole` points to an `E`.
unsafe fn field_mut<E: SlotEnum>(whole: PtrMut<'_>, number: usize) -> Option<FieldMut<'_>> {
    // SAFETY: `whole` points to an `E` (contract of this function).
    unsafe { whole.cast::<E>() }.__field_mut(number)
}

/// # Safety
///
/// `memory` is for an `E`.
unsafe fn make<E: SlotEnum>(
    variant: usize,
    maker: &mut VariantMaker<'_>,
    memory: Uninit<'_>,
) -> bool {
    match E::__make(variant, maker) {
        Some(made) => {
            // SAFETY: `memory` is for an `E` (contract of this function).
            unsafe { memory.write(made) };
            true
        }
        None => false,
    }
}

/// Makes the hidden struct of a variant.
///
/// Invariant 1: `fill` takes uninit memory for a value that the layout describes. If it returns
/// `true`, the memory holds such a value.
pub struct VariantMaker<'a> {
    fill: &'a mut dyn FnMut(Uninit<'_>, &'static SlotLayout) -> bool,
}

impl<'a> VariantMaker<'a> {
    /// # Safety
    ///
    /// If `fill` gets uninit memory for a value that the layout describes, and returns `true`, the
    /// memory holds such a value.
    pub(crate) unsafe fn new(
        fill: &'a mut dyn FnMut(Uninit<'_>, &'static SlotLayout) -> bool,
    ) -> Self {
        VariantMaker { fill }
    }

    /// Makes the hidden struct; `None` if that fails.
    pub fn make<H: Slotted>(&mut self) -> Option<H> {
        let mut memory = MaybeUninit::<H>::uninit();
        if !(self.fill)(Uninit::new(&mut memory), H::LAYOUT) {
            return None;
        }
        // SAFETY: `fill` got memory for an `H`, which `H::LAYOUT` describes (contract of `Slotted`),
        // and returned `true`, so the memory holds an `H` (invariant 1).
        Some(unsafe { memory.assume_init() })
    }
}

impl SlotLayout {
    /// The name of the variant, if this is the layout of an enum with data while that variant is
    /// active: see [`Attributes::layout`]. The fields of a variant have no offsets that are known.
    pub fn variant(&self) -> Option<&'static str> {
        self.variant_of().map(VariantOf::name)
    }

    /// The name of the variant, if this is the layout of an enum with data while a variant without
    /// fields is active.
    pub(crate) fn unit_variant(&self) -> Option<&'static str> {
        let variant = self.variant_of()?;
        (variant.info().form == VariantForm::Unit).then(|| variant.name())
    }

    /// The form of the variant, if this is the layout of an enum with data.
    pub(crate) fn variant_form(&self) -> Option<VariantForm> {
        Some(self.variant_of()?.info().form)
    }
}

impl AttrRef<'_> {
    /// Returns the name of the active variant, if the value is an enum with data.
    pub fn variant(&self) -> Option<&'static str> {
        self.as_object()?.layout().variant()
    }
}

/// Returns the description of the enum `E`.
#[must_use]
pub fn enum_info<E: SlotEnum>() -> &'static EnumInfo {
    E::INFO
}

/// Returns the description of a variant without fields.
#[must_use]
pub const fn unit_variant<E: SlotEnum>(number: usize, name: &'static str) -> VariantInfo {
    let variant = VariantOf { info: enum_info::<E>, number };
    let layout = SlotLayout::of_variant::<E>(name, variant, None);
    VariantInfo { form: VariantForm::Unit, layout, shape: Shape::Any, names: &[] }
}

/// Returns the description of a variant with fields, whose hidden struct is `H`.
#[must_use]
pub const fn variant<E: SlotEnum, H: Slotted>(
    number: usize,
    name: &'static str,
    form: VariantForm,
    names: &'static [&'static str],
) -> VariantInfo {
    let variant = VariantOf { info: enum_info::<E>, number };
    let of_variant = SlotLayout::of_variant::<E>(name, variant, Some(H::LAYOUT));
    VariantInfo { form, layout: of_variant, shape: Shape::Object(layout::<H>), names }
}

/// Returns the enum as an object with the attributes of its active variant: the body of
/// `Attributes::__object`.
pub fn enum_object<E: SlotEnum>(value: &E) -> Object<'_> {
    Object::of_enum(value)
}

/// Returns what [`enum_object`] returns, mutably.
pub fn enum_object_mut<E: SlotEnum>(value: &mut E) -> ObjectMut<'_> {
    ObjectMut::of_enum(value)
}

/// Returns the layout of the enum's active variant. It is a layout of `E`.
///
/// # Panics
///
/// If the enum's own functions contradict one another, which those of the derive do not.
pub(in crate::reflect) fn active_layout<E: SlotEnum>(value: &E) -> &'static SlotLayout {
    assert!(E::INFO.is_of(TypeId::of::<E>()), "the description is of this enum");
    let layout = &E::INFO.variants[value.__active()].layout;
    assert!(SlotLayout::type_id(layout) == TypeId::of::<E>(), "the variant is of this enum");
    layout
}
