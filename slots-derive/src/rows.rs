//! Generates the rows of the table: a definition of each field, its row, and the type assertion that
//! ties the two to the field.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::ast::{DefaultValue, Field, Limit, Role, Slot, Special, Struct};
use crate::frame::at;
use crate::name_index::{name_index, name_key};

impl Struct<'_> {
    /// Returns the expression of all rows: the definitions of the fields, their type assertion,
    /// then the rows of the slots, of the bases and of the hidden fields, and the perfect hash
    /// table of the slots' names.
    pub(crate) fn rows(&self) -> TokenStream {
        let mut rows = Rows::default();
        self.fields.iter().for_each(|field| rows.add(field));
        let Rows { definitions, pattern, mut descriptors, hidden_checks, slots, bases, hidden } =
            rows;
        if descriptors.is_empty() && self.is_generic() {
            descriptors.push(quote!(__of: __slots::PhantomData));
        }
        let type_of_slots = crate::frame::descriptors_of(self.ident);
        let type_generics = self.generics.split_for_impl().1;
        let of_own = type_generics.as_turbofish();
        let (cells, seeds) = self.name_index();
        // The pattern lists every field of a struct, each once. So if another macro changes the
        // fields after the derive has read them, the expansion does not compile.
        quote! {
            #(#definitions)*
            if let __slots::Option::Some(Self { #(#pattern),* }) = __slots::assert_types() {
                #(#hidden_checks)*
                let _ = #type_of_slots #of_own { #(#descriptors),* };
            }
            (&[#(#slots),*], &[#(#bases),*], &[#(#hidden),*], &[#(#cells),*], &[#(#seeds),*])
        }
    }

    /// Returns the cells and the seeds of the perfect hash table of the slots' names. Both are
    /// empty if there are too many names for one.
    fn name_index(&self) -> (Vec<Literal>, Vec<Literal>) {
        let names: Vec<&str> = self.slots().map(|(_, slot)| &*slot.name).collect();
        let (cells, seeds) = name_index(&names).unwrap_or_default();
        let literals =
            |numbers: Vec<u16>| numbers.into_iter().map(Literal::u16_unsuffixed).collect();
        (literals(cells), literals(seeds))
    }
}

/// The parts of the expression of all rows. Each field of the struct adds a definition, its part of
/// the type assertion, and a row.
#[derive(Default)]
struct Rows {
    /// The definition of each field, which holds the vtables of its type: `let __row0 = …;`.
    definitions: Vec<TokenStream>,
    /// The fields of the pattern that the type assertion matches.
    pattern: Vec<TokenStream>,
    /// The fields of the descriptors' struct that the type assertion makes.
    descriptors: Vec<TokenStream>,
    /// The statements of the type assertion for hidden fields, which have no descriptor. Each ties
    /// the definition to the field's type.
    hidden_checks: Vec<TokenStream>,
    /// The rows of the slots.
    slots: Vec<TokenStream>,
    /// The rows of the bases.
    bases: Vec<TokenStream>,
    /// The rows of the hidden fields.
    hidden: Vec<TokenStream>,
}

impl Rows {
    fn add(&mut self, field: &Field<'_>) {
        let ident = field.ident;
        let own_name = crate::name::of_field(ident);
        let offset = quote!(__slots::offset_of!(Self, #ident));
        // The names are hygienic, so the user's expressions cannot refer to them.
        let number = self.definitions.len();
        let row = format_ident!("__row{number}", span = Span::mixed_site());
        let it = format_ident!("__it{number}", span = Span::mixed_site());
        let definition = field.ops();
        self.definitions.push(quote!(let #row = #definition;));
        // With `@`, the name is always a binding. Without, it would mean a constant of that name if
        // there were one.
        self.pattern.push(quote!(#ident: #it @ _));
        match &field.role {
            Role::Slot(slot) => {
                self.slots.push(slot.row(&quote!(#offset, #row), &field.ty));
                let descriptor = match slot.lazy {
                    Some(_) => quote!(lazy_descriptor),
                    None => quote!(descriptor),
                };
                self.descriptors.push(quote!(#ident: #row.#descriptor(#it)));
            }
            Role::Base => {
                let before = Literal::usize_unsuffixed(self.slots.len());
                self.bases.push(quote!(__slots::base(#own_name, #offset, #row, #before)));
                self.descriptors.push(quote!(#ident: #row.descriptor(#it)));
            }
            Role::Special(_) | Role::Skip(_) => {
                self.hidden.push(quote!(__slots::hidden(#own_name, #offset, #row)));
                self.hidden_checks.push(quote!(#row.of(#it);));
            }
        }
    }
}

impl Field<'_> {
    /// Returns the expression of the field's definition: the vtables of its type, its default, its
    /// validator, and the function that computes it if it is lazy.
    fn ops(&self) -> TokenStream {
        let ty = &self.ty;
        match &self.role {
            Role::Slot(slot) => slot.ops(ty),
            Role::Base => quote!(__slots::based::<#ty>()),
            Role::Special(Special::Dict) => quote!(__slots::dict::<#ty>()),
            Role::Special(Special::Weakref) => quote!(__slots::weakref::<#ty>()),
            Role::Skip(None) => quote!(__slots::skipped::<#ty>()),
            Role::Skip(Some(default)) => {
                let default = default.tokens(ty);
                quote!(__slots::skipped::<#ty>().or(|| #default))
            }
        }
    }
}

impl Slot {
    fn ops(&self, ty: &Type) -> TokenStream {
        let (mode, definition) = (self.mode_type(ty), self.definition(ty));
        let mut ops = if let Some(path) = &self.lazy {
            let make = quote_spanned!(at(path.span())=> |it: &Self| #path(it));
            quote_spanned!(at(ty.span())=> __slots::lazy::<#ty, #mode, Self>(#make))
        } else if self.optional {
            quote_spanned!(at(ty.span())=> __slots::optional::<#ty, #mode>())
        } else {
            quote!(#definition())
        };
        if let Some(default) = &self.default {
            let default = default.tokens(ty);
            ops = quote!(#ops.or(|| #default));
        }
        let value = self.value_type(ty);
        // The name is hygienic, so the user's expressions cannot refer to it.
        let it = |span: Span| Ident::new("__value", Span::mixed_site().located_at(span));
        let mut checks = Vec::new();
        if let Some(Limit { span, range }) = &self.range {
            let it = it(*span);
            checks.push(quote_spanned!(at(*span)=> __slots::in_range::<#value>(#it, #range)));
        }
        if let Some(Limit { span, range }) = &self.len {
            let it = it(*span);
            let check =
                quote_spanned!(at(*span)=> __slots::in_length::<#value, #mode>(#it, #range));
            checks.push(check);
        }
        if let Some(path) = &self.validate {
            let it = it(path.span());
            checks.push(quote_spanned!(at(path.span())=> __slots::validation(#path(#it))));
        }
        let check = checks.into_iter().reduce(|first, then| quote!(#first.and_then(|()| #then)));
        if let Some(check) = check {
            let it = it(Span::call_site());
            ops = quote!(#ops.checked::<#value>(|#it| #check));
        }
        if let Some((path, _)) = &self.skip_serializing_if {
            let it = it(path.span());
            let skips = quote_spanned!(at(path.span())=> |#it: &#ty| #path(#it));
            ops = quote!(#ops.skipped_if(#skips));
        }
        ops
    }

    /// Returns the type of the value that is read and written by name. `ty` is the field's type.
    fn value_type(&self, ty: &Type) -> TokenStream {
        let mode = self.mode_type(ty);
        match (self.optional, &self.lazy) {
            (true, _) => quote!(<#ty as __slots::IsOption<#mode>>::Inner),
            (_, Some(_)) => quote!(<#ty as __slots::OptionLike>::Inner),
            _ => quote!(#ty),
        }
    }

    /// Returns the expression of the slot's row. `place` is two arguments: the slot's offset and
    /// its definition.
    fn row(&self, place: &TokenStream, ty: &Type) -> TokenStream {
        let name = &self.name;
        let key = Literal::u128_unsuffixed(name_key(name));
        let mut row = quote!(__slots::slot(#name, #key, #place));
        if self.readonly {
            row = quote!(#row.__read_only());
        }
        if let Some(Limit { span, range }) = &self.range {
            let value = self.value_type(ty);
            row = quote_spanned! {at(*span)=>
                #row.__range(|| __slots::range_of::<#value>(#range))
            };
        }
        if let Some(Limit { span, range }) = &self.len {
            let (value, mode) = (self.value_type(ty), self.mode_type(ty));
            row = quote_spanned! {at(*span)=>
                #row.__length(const {
                    __slots::has_length::<#value, #mode>();
                    || __slots::length_of(#range)
                })
            };
        }
        if !self.aliases.is_empty() {
            let aliases = &self.aliases;
            row = quote!(#row.__aliases(&[#(#aliases),*]));
        }
        if let Some(doc) = &self.doc {
            row = quote!(#row.__doc(#doc));
        }
        if !self.meta.is_empty() {
            let entries = self.meta.iter().map(|(key, value)| {
                let value = value.tokens();
                quote!((#key, #value))
            });
            row = quote!(#row.__meta(&[#(#entries),*]));
        }
        row
    }
}

impl DefaultValue {
    pub(crate) fn tokens(&self, ty: &Type) -> TokenStream {
        match self {
            DefaultValue::Tokens(value) => value.clone(),
            DefaultValue::OfType(span) => {
                quote_spanned!(at(*span)=> <#ty as __slots::Default>::default())
            }
        }
    }
}
