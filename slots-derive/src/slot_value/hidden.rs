//! The hidden struct of a variant with fields.

use proc_macro2::Ident;
use quote::{format_ident, quote};
use syn::{DeriveInput, Fields, LitStr, parse_quote};

use crate::attr::FieldWords;
use crate::diagnostic::Errors;
use crate::self_type;
use crate::slot_value::choices::Choice;

/// Returns the hidden struct of a variant, whose fields have the types and the words of the
/// variant's; `None` for a variant without fields.
pub(crate) fn hidden_struct(
    input: &DeriveInput,
    choice: &Choice<'_>,
    rule: Option<&LitStr>,
    errors: &Errors,
) -> Option<DeriveInput> {
    let Choice { variant, .. } = choice;
    if matches!(variant.fields, Fields::Unit) {
        return None;
    }
    let (_, type_generics, _) = input.generics.split_for_impl();
    let enum_ident = &input.ident;
    let own = quote!(#enum_ident #type_generics);
    // A name that no user writes: in the types of the fields, it would shadow a user's type.
    let ident = format_ident!("__{}Of{}", variant.ident, input.ident);
    let fields = variant.fields.iter().enumerate().map(|(at, field)| {
        let syn::Field { attrs, ident, ty, .. } = field;
        let attrs = attrs.iter().filter(|attribute| {
            attribute.path().is_ident("slots") || attribute.path().is_ident("doc")
        });
        let ty = self_type::replaced(quote!(#ty), &own);
        match ident {
            Some(ident) => quote!(#(#attrs)* #ident: #ty),
            None => {
                // These errors are reported when the struct is parsed.
                let words = FieldWords::parse(&field.attrs, &Errors::default());
                if let Some(word) = &words.rename {
                    let message = "`rename` belongs on a field that has a name\nthis one is named by its place: \
                                   remove it, or give the field a name";
                    errors.report(word.span, message);
                }
                let (ident, name) = (format_ident!("__{at}"), at.to_string());
                let is_unnamed_slot = words.skip.is_none() && words.rename.is_none();
                let rename = is_unnamed_slot.then(|| quote!(#[slots(rename = #name)]));
                quote!(#(#attrs)* #rename #ident: #ty)
            }
        }
    });
    let parameters: Vec<&Ident> = input.generics.type_params().map(|it| &it.ident).collect();
    // A struct must use its parameters, and this variant may not.
    let uses_all = (!parameters.is_empty()).then(|| {
        quote! {
            #[slots(skip, default)]
            __of: __slots::PhantomData<fn() -> (#(#parameters,)*)>,
        }
    });
    let rule = rule.map(|rule| quote!(#[slots(rename_all = #rule)]));
    let mut generics = input.generics.clone();
    let where_clause = generics.where_clause.take();
    let where_clause = self_type::replaced(quote!(#where_clause), &own);
    for parameter in generics.type_params_mut() {
        parameter.default = None;
    }
    for parameter in generics.const_params_mut() {
        parameter.default = None;
    }
    let params = self_type::replaced(
        {
            let params = &generics.params;
            quote!(<#params>)
        },
        &own,
    );
    Some(parse_quote! {
        #rule
        struct #ident #params #where_clause { #(#fields,)* #uses_all }
    })
}
