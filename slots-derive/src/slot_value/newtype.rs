//! A newtype, which is what it wraps.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Type};

use crate::attr::TypeWords;
use crate::slot_value::Expansion;

pub(crate) fn expand(input: &DeriveInput, words: &TypeWords, ty: &Type) -> Expansion {
    let (check, unchecked) = match &words.validate {
        Some(word) => {
            let validate = &word.value;
            let check = quote!(.and_then(|made| __slots::validated(Self(made), #validate)));
            (check, TokenStream::new())
        }
        // A number is copied, and a path writes inside, without a validator only.
        None => (
            quote!(.map(Self)),
            quote! {
                #[inline(always)]
                fn __copied(value: &__slots::Value) -> __slots::Option<Self> {
                    <#ty as __slots::SlotValue>::__copied(value).map(Self)
                }
                #[inline(always)]
                fn __copied_text(text: &str) -> __slots::Option<Self> {
                    <#ty as __slots::SlotValue>::__copied_text(text).map(Self)
                }
                fn __inside(&mut self, step: &__slots::Step) -> __slots::Inside<'_> {
                    <#ty as __slots::SlotValue>::__enter(&mut self.0, step)
                }
            },
        ),
    };
    let body = quote! {
        const KIND: __slots::Kind = <#ty as __slots::SlotValue>::KIND;
        const __SHAPE: __slots::Shape = <#ty as __slots::SlotValue>::__SHAPE;
        const __ITEM: __slots::Option<fn() -> __slots::ItemInfo> =
            <#ty as __slots::SlotValue>::__ITEM;
        fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
            <#ty as __slots::SlotValue>::from_value(value)#check
        }
        fn as_value(&self) -> __slots::ValueRef<'_> {
            <#ty as __slots::SlotValue>::as_value(&self.0)
        }
        fn from_text(text: &str) -> __slots::Result<Self, __slots::ConversionError> {
            <#ty as __slots::SlotValue>::from_text(text)#check
        }
        fn __number(&self) -> usize {
            <#ty as __slots::SlotValue>::__number(&self.0)
        }
        #unchecked
    };
    Expansion { body, ..Expansion::default() }.with_values(input, core::iter::once(ty))
}
