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
            let value = literal.value();
            let has_stars = has_stars(&value);
            for line in value.lines() {
                let line = line.trim_end();
                let line = match line.trim_start().strip_prefix('*') {
                    Some(after) if has_stars => after,
                    _ => line,
                };
                text.push_str(line.strip_prefix(' ').unwrap_or(line));
                text.push('\n');
            }
            // `lines` yields nothing for an empty doc line.
            if value.is_empty() {
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

/// Whether the comment is a block whose lines begin with a star: all but the first, and the last
/// one, which may be empty.
fn has_stars(comment: &str) -> bool {
    let mut lines = comment.lines().skip(1).map(str::trim_start).peekable();
    let mut any = false;
    while let Some(line) = lines.next() {
        let is_last = lines.peek().is_none();
        any |= line.starts_with('*');
        if !(line.starts_with('*') || is_last && line.is_empty()) {
            return false;
        }
    }
    any
}
