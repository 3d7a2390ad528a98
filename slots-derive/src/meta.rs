//! The entries of `meta(…)`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::Lit;

use crate::diagnostic::Errors;
use crate::name;

/// A value in `meta(…)`.
pub(crate) enum Meta {
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
}

/// Returns the entries, and reports those that are no plain literals or given twice.
pub(crate) fn meta_entries(entries: &[(Ident, Lit)], errors: &Errors) -> Vec<(String, Meta)> {
    let mut all: Vec<(&Ident, String, Meta)> = Vec::new();
    for (key, literal) in entries {
        let name = name::of_field(key);
        if let Some((first, ..)) = all.iter().find(|(_, other, _)| *other == name) {
            let message = format!("`{name}` stands in this `meta` twice\na key has one value");
            errors.report_twice(first.span(), key.span(), message);
            continue;
        }
        let value = match literal {
            Lit::Bool(value) => Ok(Meta::Bool(value.value)),
            Lit::Int(value) => value.base10_parse().map(Meta::Int).map_err(|error| {
                let rule = "a whole number in `meta` is of 64 bits, with a sign";
                syn::Error::new(value.span(), format!("`{name}`: {error}\n{rule}"))
            }),
            Lit::Float(value) => value.base10_parse().map(Meta::Float),
            Lit::Str(value) => Ok(Meta::Str(value.value())),
            Lit::Char(value) => Ok(Meta::Str(value.value().to_string())),
            _ => Err(syn::Error::new(
                literal.span(),
                format!(
                    "`{name}` is no plain literal\nit is `true`, `false`, a number, a string or a character"
                ),
            )),
        };
        match value {
            Ok(value) => all.push((key, name, value)),
            Err(error) => _ = errors.add(error),
        }
    }
    all.into_iter().map(|(_, name, value)| (name, value)).collect()
}

impl Meta {
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Meta::Bool(value) => quote!(__slots::MetaValue::Bool(#value)),
            Meta::Int(value) => {
                let value = Literal::i64_unsuffixed(*value);
                quote!(__slots::MetaValue::Int(#value))
            }
            Meta::Float(value) => {
                let value = Literal::f64_unsuffixed(*value);
                quote!(__slots::MetaValue::Float(#value))
            }
            Meta::Str(value) => quote!(__slots::MetaValue::Str(#value)),
        }
    }
}
