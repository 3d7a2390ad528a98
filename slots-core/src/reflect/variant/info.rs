//! The description of an enum with data, and how it reaches the fields of a value.

use core::any::TypeId;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;
use crate::reflect::choices::Choices;
use crate::reflect::layout::check_methods;
use crate::reflect::method::{HasMethods, MethodTable};
use crate::reflect::mode::Plain;
use crate::reflect::variant::SlotEnum;
use crate::reflect::variant::field::{FieldMut, FieldRef};
use crate::reflect::variant::form::{Tagging, VariantInfo};
use crate::reflect::variant::maker::VariantMaker;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::Value;
use crate::value::dict::Dict;

/// The description of an enum with data.
///
/// Invariant 1: for one `E`, `ty` is its identity, `field` and `field_mut` take a pointer to an
/// `E`, `make` takes memory for an `E`, and `vtable` returns the vtable of `E`. (Only `new` makes
/// an `EnumInfo`, and takes them from one `E`.)
pub struct EnumInfo {
    pub(crate) choices: Choices,
    pub(crate) variants: &'static [VariantInfo],
    pub(crate) tagging: Tagging,
    /// The table of the enum's methods.
    methods: Option<&'static MethodTable>,
    ty: TypeId,
    vtable: fn() -> &'static ValueVTable,
    field: for<'a> unsafe fn(Ptr<'a>, usize) -> Option<FieldRef<'a>>,
    field_mut: for<'a> unsafe fn(PtrMut<'a>, usize) -> Option<FieldMut<'a>>,
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    make: unsafe fn(usize, &mut VariantMaker<'_>, Uninit<'_>) -> bool,
}

impl EnumInfo {
    /// Makes the description of the enum `E`. `choices` has the names of `variants`.
    #[must_use]
    pub const fn new<E: SlotEnum>(
        choices: Choices,
        variants: &'static [VariantInfo],
        tagging: Tagging,
    ) -> Self {
        assert!(choices.all.len() == variants.len(), "each variant has a name");
        #[cfg(slotted_type_info)]
        crate::reflect::layout::compiler::assert_same(
            crate::reflect::layout::compiler::difference_of_enum::<E>(variants),
        );
        EnumInfo {
            choices,
            variants,
            tagging,
            methods: None,
            ty: TypeId::of::<E>(),
            vtable: || value_vtable::<E, Plain>(),
            field: field::<E>,
            field_mut: field_mut::<E>,
            make: make::<E>,
        }
    }

    /// Returns the description of an enum with a table of methods.
    #[must_use]
    pub const fn with_methods<E: HasMethods>(mut self) -> Self {
        self.methods = Some(E::TABLE);
        self
    }

    /// Asserts that no method has the name of a field, and returns the description.
    #[must_use]
    #[track_caller]
    pub const fn checked(self) -> Self {
        self.methods_are_no_slots();
        self
    }

    /// Asserts that no method has the name of a field of a variant.
    #[track_caller]
    pub const fn methods_are_no_slots(&self) {
        let Some(table) = self.methods else { return };
        let mut i = 0;
        while i < self.variants.len() {
            check_methods::methods_of(
                table.methods(),
                self.choices.type_name,
                &self.variants[i].layout,
            );
            i += 1;
        }
    }

    /// Returns the table of the enum's methods.
    pub(crate) fn methods(&self) -> Option<&'static MethodTable> {
        self.methods
    }

    /// Returns a variant with its content in the form that it has in data. There is no content
    /// where the variant has no fields.
    pub(crate) fn in_data(&self, number: usize, content: Option<Value>) -> Value {
        let name = self.choices.names[number];
        match (self.tagging, content) {
            (Tagging::External, None) => Value::Str(name.into()),
            (Tagging::External, Some(content)) => Value::Map(Dict::from([(name, content)])),
            (Tagging::Internal { tag }, None) => Value::Map(Dict::from([(tag, name)])),
            (Tagging::Internal { tag }, Some(Value::Map(fields))) if !fields.contains_key(tag) => {
                let mut dict = Dict::from([(tag, name)]);
                dict.extend(fields);
                Value::Map(dict)
            }
            // This cannot stand beside a tag. The form without a tag is read too.
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

    /// Returns the vtable of the enum.
    pub(in crate::reflect) fn vtable(&self) -> &'static ValueVTable {
        (self.vtable)()
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
