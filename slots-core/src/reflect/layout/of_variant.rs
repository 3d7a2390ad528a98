//! The layout of an enum with data while one of its variants is active.

use core::any::TypeId;

use crate::name::NameIndex;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::extent::Extent;
use crate::reflect::layout::kept::Home;
use crate::reflect::layout::lent::Lent;
use crate::reflect::variant::{VariantForm, VariantOf};

impl SlotLayout {
    /// Makes the layout of an enum `E` with data while `variant` is active, which has the slots of
    /// the struct that `hidden` describes.
    pub(in crate::reflect) const fn of_variant<E: 'static>(
        name: &'static str,
        variant: VariantOf,
        hidden: Option<&'static SlotLayout>,
    ) -> Self {
        let slots = match hidden {
            Some(hidden) => {
                assert!(hidden.bases().is_empty(), "a variant has no bases");
                let has_special = hidden.has_dict() || hidden.has_weakref();
                assert!(!has_special, "a variant has no special fields");
                let mut i = 0;
                while i < hidden.slots().len() {
                    assert!(!hidden.slots()[i].is_lazy(), "a variant has no lazy slots");
                    i += 1;
                }
                hidden.slots()
            }
            None => &[],
        };
        SlotLayout {
            name: Lent::new(name),
            home: Home::Static(SlotLayout::without_variant),
            id: TypeId::of::<E>(),
            full_name: core::any::type_name::<E>,
            extent: Extent::of::<E>(),
            slots: Lent::new(slots),
            bases: Lent::new(&[]),
            hidden: Lent::new(&[]),
            index: NameIndex::new(&[], &[]),
            is_indexed: false,
            field_count: slots.len(),
            dict_offset: None,
            dict_frozen: false,
            has_weakref: false,
            frozen: false,
            ignores_unknown: false,
            own_are_bound: match hidden {
                Some(hidden) => hidden.own_are_bound,
                None => true,
            },
            has_aliases: match hidden {
                Some(hidden) => hidden.has_aliases,
                None => false,
            },
            has_skips: match hidden {
                Some(hidden) => hidden.has_skips,
                None => false,
            },
            variant: Some(variant),
            methods: None,
            class_attributes: Lent::new(&[]),
        }
    }

    /// Stands for the layout of a struct, in that of an enum's variant.
    fn without_variant() -> &'static SlotLayout {
        const { &SlotLayout::refused() }
    }

    /// The active variant, if this is a layout of an enum with data.
    #[inline(always)]
    pub(crate) const fn variant_of(&self) -> Option<VariantOf> {
        self.variant
    }

    /// The name of the variant, if this is the layout of an enum with data while that variant is
    /// active: see [`Attributes::layout`](crate::Attributes::layout). The fields of a variant
    /// have no offsets that are known.
    pub fn variant(&self) -> Option<&str> {
        self.variant_of().map(VariantOf::name)
    }

    /// The name of the variant, if this is the layout of an enum with data while a variant without
    /// fields is active.
    pub(crate) fn unit_variant(&self) -> Option<&str> {
        let variant = self.variant_of()?;
        (variant.info().form == VariantForm::Unit).then(|| variant.name())
    }

    /// The form of the variant, if this is the layout of an enum with data.
    pub(crate) fn variant_form(&self) -> Option<VariantForm> {
        Some(self.variant_of()?.info().form)
    }
}
