//! Doc comments: the docs of slots and of the variants of an enum.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit};

/// Returns the doc comment as a constant, without the space that follows each `///`; `None` if there
/// is none.
///
/// It is one literal, unless it contains a macro call such as `include_str!`, which is not expanded
/// yet.
pub(crate) fn doc(attributes: &[Attribute]) -> Option<TokenStream> {
    let mut parts = Vec::new();
    let mut text = String::new();
    for attribute in attributes {
        let syn::Meta::NameValue(pair) = &attribute.meta else { continue };
        if !pair.path.is_ident("doc") {
            continue;
        }
        if let Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) = &pair.value {
            for line in literal.value().lines() {
                let line = line.trim_end();
                let line = line.trim_start().strip_prefix("* ").unwrap_or(line);
                text.push_str(line.strip_prefix(' ').unwrap_or(line));
                text.push('\n');
            }
            // `lines` yields nothing for an empty doc line.
            if literal.value().is_empty() {
                text.push('\n');
            }
        } else {
            let value = &pair.value;
            let before = std::mem::replace(&mut text, "\n".to_owned());
            parts.extend([quote!(#before), quote!(#value)]);
        }
    }
    let text = if parts.is_empty() { text.trim() } else { text.trim_end() };
    if !text.is_empty() {
        parts.push(quote!(#text));
    }
    match &*parts {
        [] => None,
        [doc] => Some(doc.clone()),
        parts => Some(quote!(__slots::concat!(#(#parts),*))),
    }
}
