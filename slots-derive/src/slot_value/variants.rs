//! An enum with data, whose attributes are those of its active variant.
//!
//! A variant with fields gets a hidden struct of the same fields that derives `Slots`: it has the
//! rows of the fields, and is made first wherever the variant is made.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Fields, LitStr, Member, WherePredicate};

use crate::ast::{Field, Mode, Role, Slot, Struct};
use crate::attr::TypeWords;
use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::frame::at;
use crate::mode::list;
use crate::self_type;
use crate::slot_value::choices::{Choice, Choices};
use crate::slot_value::hidden::hidden_struct;
use crate::slot_value::{Expansion, reading, writing};

pub(crate) struct Enum<'a> {
    input: &'a DeriveInput,
    choices: Choices<'a>,
    tagging: TokenStream,
    /// The key of a tag that stands beside the fields.
    tag: Option<LitStr>,
    krate: Option<syn::Path>,
    /// The span of the word `methods`: the enum has a table of methods.
    methods: Option<Span>,
    /// The hidden struct of each variant; `None` for one without fields.
    hidden: Vec<Option<DeriveInput>>,
}

/// The parts of an expansion that each variant adds to.
#[derive(Default)]
struct Parts {
    /// The hidden structs with their impls.
    structs: TokenStream,
    /// The descriptions of the variants.
    infos: Vec<TokenStream>,
    /// The arms that return the number of the active variant.
    active: Vec<TokenStream>,
    /// The arms that return a field of the active variant, and those that return it mutably.
    fields: Vec<TokenStream>,
    fields_mut: Vec<TokenStream>,
    /// The arms that make a variant.
    makes: Vec<TokenStream>,
    /// The arms that write the active variant; `None` for one that only its vtables can write.
    writes: Vec<Option<TokenStream>>,
    /// The variants as types, by which they are read.
    reads: Vec<TokenStream>,
}

impl<'a> Enum<'a> {
    pub(crate) fn parse(
        input: &'a DeriveInput,
        words: &TypeWords,
        choices: Choices<'a>,
        errors: &Errors,
    ) -> Result<Self, ErrorGuaranteed> {
        let tagging = tagging(words, &choices, errors)?;
        let fields_rule = words.rename_all_fields.as_ref().map(|word| &word.value);
        let hidden = choices.variants.iter().map(|choice| {
            let rule = choice.rename_all.as_ref().map(|word| &word.value).or(fields_rule);
            hidden_struct(input, choice, rule, errors)
        });
        let hidden = hidden.collect();
        let krate = words.krate.as_ref().map(|word| word.value.clone());
        let tag = words.tag.as_ref().filter(|_| words.content.is_none());
        let tag = tag.map(|word| word.value.clone());
        let methods = words.methods.as_ref().map(|word| word.span);
        Ok(Enum { input, choices, tagging, tag, krate, methods, hidden })
    }

    pub(crate) fn expand(mut self, errors: &Errors) -> Result<Expansion, ErrorGuaranteed> {
        // A variant may hold the enum itself, which needs the bounds of all variants.
        let mut bounds: Vec<WherePredicate> = Vec::new();
        for (choice, hidden) in self.choices.variants.iter().zip(&self.hidden) {
            // The errors of all variants are reported.
            if let Some(hidden) = hidden
                && let Ok(model) = self.model(choice, hidden, errors)
            {
                let bounded = model.bounded_generics();
                bounds.extend(bounded.where_clause.into_iter().flat_map(|it| it.predicates));
            }
        }
        errors.any()?;
        for hidden in self.hidden.iter_mut().flatten() {
            hidden.generics.make_where_clause().predicates.extend(bounds.iter().cloned());
        }
        let mut parts = Parts::default();
        for (number, choice) in self.choices.variants.iter().enumerate() {
            match &self.hidden[number] {
                None => parts.add_unit(number, choice),
                Some(hidden) => parts.add(number, choice, &self.model(choice, hidden, errors)?),
            }
        }
        let Parts { structs, infos, active, fields, fields_mut, makes, writes, reads } = parts;
        let (constants, table) = self.choices.table();
        let tagging = &self.tagging;
        let writes: Option<Vec<_>> = writes.into_iter().collect();
        let write = writes.map(|writes| writing(&quote!(match self { #(#writes,)* })));
        let reads = list(reads);
        let read = reading(&quote!(__slots::serde::Known::<Self, #reads>::read(to, from)));
        let methods = self.methods.map(|asked| quote_spanned!(at(asked)=> .with_methods::<Self>()));
        // An enum with parameters has a description only for given arguments, so the description
        // itself contains the check. Otherwise, it is a constant of its own, which is evaluated
        // even if the program never uses the enum.
        let is_generic = !self.input.generics.params.is_empty();
        let (checked, check) = match self.methods {
            Some(asked) if is_generic => (Some(quote_spanned!(at(asked)=> .checked())), None),
            Some(asked) => {
                let ident = &self.input.ident;
                let check = quote_spanned! {at(asked)=>
                    const _: () = <#ident as __slots::SlotEnum>::INFO.methods_are_no_slots();
                };
                (None, Some(check))
            }
            None => (None, None),
        };
        let body = quote! {
            const KIND: __slots::Kind = __slots::Kind::Object;
            const __SHAPE: __slots::Shape = __slots::Shape::Enum(__slots::enum_info::<Self>);
            fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
                __slots::enum_from_value(value)
            }
            fn as_value(&self) -> __slots::ValueRef<'_> {
                __slots::ValueRef::Object(self)
            }
            fn from_text(text: &str) -> __slots::Result<Self, __slots::ConversionError> {
                __slots::enum_from_text(text)
            }
            fn __inside(&mut self, _: &__slots::Step) -> __slots::Inside<'_> {
                __slots::Inside::Object(__slots::enum_object_mut(self))
            }
            #write
            #read
        };
        let as_enum = quote! {
            const INFO: &'static __slots::EnumInfo = &__slots::EnumInfo::new::<Self>(
                #table,
                const { &[#(#infos),*] },
                #tagging,
            )#methods #checked;
            fn __active(&self) -> usize {
                match self { #(#active,)* }
            }
            fn __field(&self, number: usize) -> __slots::Option<__slots::FieldRef<'_>> {
                match self { #(#fields,)* }
            }
            fn __field_mut(&mut self, number: usize) -> __slots::Option<__slots::FieldMut<'_>> {
                match self { #(#fields_mut,)* }
            }
            fn __make(
                variant: usize,
                maker: &mut __slots::VariantMaker<'_>,
            ) -> __slots::Option<Self> {
                __slots::Option::Some(match variant {
                    #(#makes,)*
                    _ => return __slots::Option::None,
                })
            }
        };
        let attributes = quote! {
            type __Weakref = __slots::Absent;

            fn __object(&self) -> __slots::Object<'_> {
                __slots::enum_object(self)
            }
            fn __object_mut(&mut self) -> __slots::ObjectMut<'_> {
                __slots::enum_object_mut(self)
            }

            fn __whole_mut(&mut self) -> __slots::Option<__slots::AttrMut<'_>> {
                __slots::Option::Some(__slots::AttrMut::new(self))
            }
        };
        let others = vec![
            (quote!(SlotEnum), as_enum),
            (quote!(Sealed), TokenStream::new()),
            (quote!(Attributes), attributes),
        ];
        let import = quote!(__slots::if_serde! { use __slots::serde::ByVTables as _; });
        let before = quote!(#import #constants #structs #check);
        Ok(Expansion { before, body, others, bounds })
    }

    /// Returns the model of a variant's hidden struct.
    fn model<'h>(
        &'h self,
        choice: &Choice<'_>,
        hidden: &'h DeriveInput,
        errors: &Errors,
    ) -> Result<Struct<'h>, ErrorGuaranteed> {
        let mut model = Struct::parse(hidden, errors)?;
        model.name.clone_from(&choice.name);
        model.krate.clone_from(&self.krate);
        model.owner = &self.input.ident;
        for field in &model.fields {
            let what = match &field.role {
                Role::Base => "a base",
                Role::Special(_) => "a special field",
                Role::Slot(slot) if slot.lazy.is_some() => "lazy",
                Role::Slot(_) | Role::Skip(_) => continue,
            };
            let message = format!(
                "a field of a variant cannot be {what}\na variant comes and goes: its fields are plain slots\nhold \
                 a struct that derives `Slots` in the variant, with that field"
            );
            errors.report(field.ty.span(), message);
        }
        if let Some(tag) = &self.tag {
            for (field, slot) in model.slots() {
                let names = slot.aliases.iter().map(|alias| alias.value());
                if names.chain([slot.name.clone()]).any(|name| name == tag.value()) {
                    let message = format!(
                        "the field is called `{}`, as the tag is\nin data they stand side by side, and one would \
                         hide the other: rename one of them",
                        tag.value()
                    );
                    errors.report_twice(tag.span(), field.ident.span(), message);
                }
            }
        }
        model.validate(errors).map(|()| model)
    }
}

impl Parts {
    fn add_unit(&mut self, number: usize, choice: &Choice<'_>) {
        let (variant, name) = (&choice.variant.ident, &choice.name);
        self.infos.push(quote!(__slots::unit_variant::<Self>(#number, #name)));
        self.active.push(quote!(Self::#variant => #number));
        self.fields.push(quote!(Self::#variant => __slots::Option::None));
        self.fields_mut.push(quote!(Self::#variant => __slots::Option::None));
        self.makes.push(quote!(#number => Self::#variant));
        self.reads.push(quote!(__slots::serde::Unit));
        self.writes.push(Some(quote! {
            Self::#variant => __slots::serde::write_variant::<__W, _, _, _>(self, #number, (), to)
        }));
    }

    /// Adds a variant with fields, whose hidden struct is `model`.
    fn add(&mut self, number: usize, choice: &Choice<'_>, model: &Struct<'_>) {
        let (variant, name) = (&choice.variant.ident, &choice.name);
        let struct_ident = model.ident;
        let (struct_generics, type_generics, where_clause) = model.generics.split_for_impl();
        let definitions = model.fields.iter().map(|Field { ident, ty, .. }| quote!(#ident: #ty));
        self.structs.extend(quote! {
            #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
            struct #struct_ident #struct_generics #where_clause { #(#definitions,)* }
        });
        self.structs.extend(model.expand());
        let names: Vec<_> = model.slots().map(|(_, slot)| &slot.name).collect();
        // In the impl for the enum, `Self` is not the hidden struct.
        let own = quote!(#struct_ident #type_generics);
        let types = self_type::replaced(model.types_outside(), &own);
        let known = |form: &str| {
            let form = Ident::new(form, Span::call_site());
            quote!(__slots::serde::#form<#own, #types>)
        };
        let erased = quote!(__slots::serde::Erased);
        let (form, read) = match &choice.variant.fields {
            Fields::Named(_) => (quote!(Struct), known("Named")),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                // As serde has it: a skipped field alone is none.
                if names.is_empty() {
                    (quote!(Unit), erased)
                } else {
                    (quote!(Newtype), known("One"))
                }
            }
            Fields::Unnamed(_) => (quote!(Tuple), erased),
            Fields::Unit => unreachable!("it has fields"),
        };
        self.reads.push(read);
        self.infos.push(quote! {
            __slots::variant::<Self, #struct_ident #type_generics>(
                #number, #name, __slots::VariantForm::#form, &[#(#names),*]
            )
        });
        self.active.push(quote!(Self::#variant { .. } => #number));

        // The field of the variant for each slot; skipped fields are none.
        let members: Vec<Member> = choice.variant.fields.members().collect();
        let in_order = || model.fields.iter().zip(&members);
        let slots = in_order().filter(|(field, _)| matches!(field.role, Role::Slot(_)));
        let (mut pattern, mut refs, mut muts, mut its) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (at, (_, member)) in slots.enumerate() {
            let it = format_ident!("__it{at}", span = Span::mixed_site());
            pattern.push(quote!(#member: #it @ _));
            refs.push(quote!(#at => __slots::FieldRef::of(#it)));
            its.push(it.clone());
            muts.push(quote!(#at => __slots::FieldMut::of(#it)));
        }
        let pattern = quote!(Self::#variant { #(#pattern,)* .. });
        let none = quote!(_ => __slots::Option::None);
        self.fields.push(quote!(#pattern => match number { #(#refs,)* #none }));
        self.fields_mut.push(quote!(#pattern => match number { #(#muts,)* #none }));

        let is_plain = |slot: &Slot| {
            matches!(slot.mode, Mode::Plain) && !slot.optional && slot.skip_serializing_if.is_none()
        };
        self.writes.push(model.slots().all(|(_, slot)| is_plain(slot)).then(|| {
            let fields = its.iter().rev().fold(quote!(()), |rest, it| quote!((#it, #rest)));
            quote! {
                #pattern => __slots::serde::Active(#fields).write::<__W, _, _>(self, #number, to)
            }
        }));

        let moved = in_order().map(|(field, member)| {
            let ident = field.ident;
            quote!(#member: made.#ident)
        });
        let moved: Vec<_> = moved.collect();
        self.makes.push(quote! {
            #number => {
                let made: #own = maker.make()?;
                Self::#variant { #(#moved),* }
            }
        });
        let bounded = model.bounded_generics();
        let (impl_generics, _, where_clause) = bounded.split_for_impl();
        let of = model.owner;
        self.structs.extend(quote! {
            __slots::if_serde! {
                impl #impl_generics __slots::serde::FieldsOf<#of #type_generics> for #own #where_clause {
                    fn into_enum(self) -> #of #type_generics {
                        let made = self;
                        #of::#variant { #(#moved),* }
                    }
                }
            }
        });
    }
}

/// Returns how the variants are told apart in data, or reports what contradicts it.
fn tagging(
    words: &TypeWords,
    choices: &Choices<'_>,
    errors: &Errors,
) -> Result<TokenStream, ErrorGuaranteed> {
    if let Some(word) = &words.untagged {
        return Err(errors.report(
            word.span,
            "`untagged` is refused: which variant a value is would depend on which one happens to take it first\n\
             give the variants a tag, `#[slots(tag = \"type\")]`; or hold the enum in a slot by serde's own derive: \
             `#[slots(serde)]`",
        ));
    }
    let (Some(tag), content) = (&words.tag, &words.content) else {
        return match &words.content {
            Some(word) => Err(errors.report(
                word.span,
                "`content` says where the content stands beside a tag, and there is no `tag`\nadd \
                 `tag = \"…\"`, or remove it",
            )),
            None => Ok(quote!(__slots::Tagging::External)),
        };
    };
    let tag_text = &tag.value;
    let Some(content) = content else {
        for Choice { variant, .. } in &choices.variants {
            if let Fields::Unnamed(fields) = &variant.fields
                && fields.unnamed.len() != 1
            {
                let message = format!(
                    "the fields of `{}` have no names, so they cannot stand beside a tag\ngive them names, or say \
                     where they stand: `#[slots(tag = \"{}\", content = \"…\")]`",
                    variant.ident,
                    tag_text.value()
                );
                errors.report(fields.span(), message);
            }
        }
        return Ok(quote!(__slots::Tagging::Internal { tag: #tag_text }));
    };
    let content_text = &content.value;
    if tag_text.value() == content_text.value() {
        let message =
            "the tag and the content have one key\none of the two would be lost: name them apart";
        errors.report_twice(tag_text.span(), content_text.span(), message);
    }
    Ok(quote! {
        __slots::Tagging::Adjacent {
            tag: #tag_text,
            content: #content_text,
            keys: &[#tag_text, #content_text],
        }
    })
}
