//! The tokens: one table per type, and nothing that is not in it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Lit, Type, WherePredicate, parse_quote, parse_quote_spanned};

use crate::ast::{DefaultValue, Field, Mode, Role, Slot, Struct};
use crate::diagnostic::Faults;

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let faults = Faults::default();
    let model = Struct::parse(input, &faults);
    match model.and_then(|model| model.validate(&faults).map(|()| model)) {
        Ok(model) => model.expand(),
        Err(_) => faults.into_compile_errors(),
    }
}

impl Struct<'_> {
    fn expand(&self) -> TokenStream {
        let ident = self.ident;
        let krate = match &self.krate {
            Some(path) => quote!(#path),
            None => quote!(::slotted),
        };
        let generics = self.bounded_generics();
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let (_, type_generics, _) = self.generics.split_for_impl();

        let dict = self.dict_presence();
        let layout = self.layout();
        let (slots_fields, slots_values) = self.descriptors();
        // Without a slot, the parameters would stand in no field.
        let marker = (slots_values.is_empty() && !self.generics.params.is_empty()).then(|| {
            (
                quote!(__of: __slots::PhantomData<fn() -> #ident #type_generics>,),
                quote!(__of: __slots::PhantomData,),
            )
        });
        let (marker_field, marker_value) = marker.unzip();
        // The layout of a generic type is checked where it is used with types.
        let check = self.generics.params.is_empty().then(|| {
            quote!(const _: () = { let _ = <#ident as __slots::Slotted>::LAYOUT; };)
        });

        quote! {
            #[doc(hidden)]
            #[allow(
                missing_docs, missing_debug_implementations, missing_copy_implementations,
                clippy::all, clippy::pedantic, clippy::nursery
            )]
            const _: () = {
                use #krate::__private as __slots;

                pub struct Slots #impl_generics #where_clause { #(#slots_fields,)* #marker_field }

                #[automatically_derived]
                unsafe impl #impl_generics __slots::Slotted for #ident #type_generics #where_clause {
                    type Slots = Slots #type_generics;
                    type Dict = #dict;
                    const LAYOUT: &'static __slots::SlotLayout = &#layout;
                    const SLOTS: Self::Slots = Slots { #(#slots_values,)* #marker_value };
                }

                #[automatically_derived]
                impl #impl_generics __slots::SlotValue for #ident #type_generics #where_clause {
                    const KIND: __slots::Kind = __slots::Kind::Object;
                    fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::Mismatch> {
                        __slots::Result::Err(__slots::Mismatch::wrong_type(&value))
                    }
                    fn as_value(&self) -> __slots::ValueRef<'_> {
                        __slots::ValueRef::Object(self)
                    }
                }

                #check
            };
        }
    }

    /// `Present` or `Absent`: the type's own, joined with that of each base in turn.
    fn dict_presence(&self) -> TokenStream {
        let own = match self.dicts().next() {
            Some(_) => quote!(__slots::Present),
            None => quote!(__slots::Absent),
        };
        self.bases().fold(own, |so_far, base| {
            let ty = base.ty;
            quote_spanned! {base.ty.span()=>
                <#so_far as __slots::Join<<#ty as __slots::Slotted>::Dict>>::Output
            }
        })
    }

    fn layout(&self) -> TokenStream {
        let name = &self.name;
        let slots = self.slots().map(|(field, slot)| self.slot(field, slot));
        let bases = self.base_entries();
        let hidden = self.fields.iter().filter_map(|field| {
            let is_dict = match field.role {
                Role::Dict => true,
                Role::Skip => false,
                Role::Slot(_) | Role::Base => return None,
            };
            let (ident, ty, name) = (field.ident, field.ty, crate::name::of_field(field.ident));
            Some(quote!(__slots::hidden::<#ty>(#name, __slots::offset_of!(Self, #ident), #is_dict)))
        });
        let frozen = self.frozen;
        // Each check at the field that it is about.
        let own_names = self.slots().enumerate().filter(|_| self.bases().next().is_some()).map(
            |(index, (_, slot))| {
                let index = Literal::usize_unsuffixed(index);
                quote_spanned!(slot.named_by=> .__not_in_bases(#index))
            },
        );
        let base_names = self.bases().enumerate().skip(1).map(|(index, base)| {
            let index = Literal::usize_unsuffixed(index);
            quote_spanned!(base.ty.span()=> .__distinct_base(#index))
        });
        let size = self.size.iter().map(|size| quote_spanned!(size.span()=> .__within(#size)));
        quote! {
            unsafe {
                __slots::layout::<Self>(#name, &[#(#slots),*], &[#(#bases),*], &[#(#hidden),*], #frozen)
            } #(#own_names)* #(#base_names)* #(#size)*
        }
    }

    fn slot(&self, field: &Field<'_>, slot: &Slot) -> TokenStream {
        let (ident, ty, name) = (field.ident, field.ty, &slot.name);
        let mode = slot.mode.tokens();
        let trait_ = if slot.optional { quote!(HasOptionOps) } else { quote!(HasOps) };
        // With the type's span: that is where a type without conversions is reported.
        let ops = quote_spanned!(ty.span()=> <#ty as __slots::#trait_<#mode>>::OPS);
        let mut entry = quote!(__slots::slot(#name, __slots::offset_of!(Self, #ident), #ops));
        if let Some(default) = &slot.default {
            let value = match default {
                DefaultValue::Expr(value) => quote!(#value),
                DefaultValue::OfType(span) => {
                    quote_spanned!(*span=> <#ty as __slots::Default>::default())
                }
            };
            entry = quote!(__slots::with_default::<#ty>(#entry, || -> #ty { #value }));
        }
        if slot.readonly {
            entry = quote!(#entry.__read_only());
        }
        if !slot.doc.is_empty() {
            let doc = &slot.doc;
            entry = quote!(#entry.__doc(#doc));
        }
        if !slot.meta.is_empty() {
            let entries = slot.meta.iter().map(|(key, value)| {
                let value = meta(value);
                quote!((#key, #value))
            });
            entry = quote!(#entry.__meta(&[#(#entries),*]));
        }
        entry
    }

    fn base_entries(&self) -> Vec<TokenStream> {
        let mut before = 0;
        let mut entries = Vec::new();
        for field in &self.fields {
            match field.role {
                Role::Slot(_) => before += 1,
                Role::Base => {
                    let (ident, ty, name) = (field.ident, field.ty, crate::name::of_field(field.ident));
                    let before = Literal::usize_unsuffixed(before);
                    entries.push(quote! {
                        __slots::base::<#ty>(#name, __slots::offset_of!(Self, #ident), #before)
                    });
                }
                Role::Dict | Role::Skip => {}
            }
        }
        entries
    }

    /// The fields of `Slots`, and their values.
    fn descriptors(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let ident = self.ident;
        let (_, type_generics, _) = self.generics.split_for_impl();
        self.slots()
            .enumerate()
            .map(|(index, (field, slot))| {
                let Field { ident: name, vis, ty, .. } = field;
                let index = Literal::usize_unsuffixed(index);
                let kind = Ident::new(
                    if slot.readonly || self.frozen { "ReadOnlySlot" } else { "Slot" },
                    Span::call_site(),
                );
                (
                    quote!(#vis #name: __slots::#kind<#ident #type_generics, #ty>),
                    quote!(#name: unsafe { __slots::descriptor(#index) }),
                )
            })
            .unzip()
    }

    /// The generics with the bounds that the fields' types need.
    fn bounded_generics(&self) -> syn::Generics {
        let mut generics = self.generics.clone();
        let parameters: Vec<Ident> = self.generics.type_params().map(|p| p.ident.clone()).collect();
        if parameters.is_empty() {
            return generics;
        }
        let mut bounds: Vec<WherePredicate> = Vec::new();
        for parameter in &parameters {
            bounds.push(parse_quote!(#parameter: 'static));
            let is_slot = self.fields.iter().any(|field| match &field.role {
                Role::Slot(slot) => slot.mode == Mode::Plain && mentions(field.ty, parameter),
                Role::Base => mentions(field.ty, parameter) && !is_parameter(field.ty, parameter),
                Role::Dict | Role::Skip => false,
            });
            if is_slot {
                bounds.push(parse_quote!(#parameter: __slots::SlotValue));
            }
        }
        for field in &self.fields {
            let ty = field.ty;
            let is_generic = parameters.iter().any(|parameter| mentions(ty, parameter));
            let is_base = parameters.iter().any(|parameter| is_parameter(ty, parameter));
            match &field.role {
                Role::Base if is_base => {
                    bounds.push(parse_quote_spanned!(ty.span()=> #ty: __slots::Slotted));
                }
                // A projection of a parameter needs the bound itself.
                Role::Slot(slot)
                    if is_generic && (slot.mode == Mode::AsStr || projects(ty, &parameters)) =>
                {
                    let mode = slot.mode.tokens();
                    bounds.push(if slot.optional {
                        parse_quote_spanned!(ty.span()=> #ty: __slots::HasOptionOps<#mode>)
                    } else {
                        parse_quote_spanned!(ty.span()=> #ty: __slots::HasOps<#mode>)
                    });
                }
                _ => {}
            }
        }
        generics.make_where_clause().predicates.extend(bounds);
        generics
    }
}

impl Mode {
    fn tokens(self) -> TokenStream {
        match self {
            Mode::Plain => quote!(__slots::Plain),
            Mode::AsStr => quote!(__slots::AsStr),
            Mode::Opaque => quote!(__slots::Opaque),
        }
    }
}

fn meta(value: &Lit) -> TokenStream {
    match value {
        Lit::Bool(value) => quote!(__slots::Meta::Bool(#value)),
        Lit::Int(value) => quote!(__slots::Meta::Int(#value)),
        Lit::Float(value) => quote!(__slots::Meta::Float(#value)),
        Lit::Char(value) => {
            let text = value.value().to_string();
            quote!(__slots::Meta::Str(#text))
        }
        other => quote!(__slots::Meta::Str(#other)),
    }
}

/// Whether `parameter` stands anywhere in the type.
fn mentions(ty: &Type, parameter: &Ident) -> bool {
    tokens_any(quote!(#ty), &mut |ident, _| ident == parameter)
}

/// Whether the type is the parameter itself.
fn is_parameter(ty: &Type, parameter: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(parameter))
}

/// Whether an associated type of a parameter stands anywhere in the type.
fn projects(ty: &Type, parameters: &[Ident]) -> bool {
    tokens_any(quote!(#ty), &mut |ident, before_path| before_path && parameters.contains(ident))
}

/// Whether `is` holds for any identifier, told also whether `::` follows it.
fn tokens_any(tokens: TokenStream, is: &mut impl FnMut(&Ident, bool) -> bool) -> bool {
    use proc_macro2::TokenTree;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Group(group) => tokens_any(group.stream(), is),
            TokenTree::Ident(ident) => {
                let path = matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == ':');
                is(&ident, path)
            }
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}
