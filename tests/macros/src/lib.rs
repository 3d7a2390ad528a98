//! Macros that change a struct after a derive above them has seen it, or expand otherwise each time.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// The item with each of its tokens changed, those in braces as well.
fn changed(item: TokenStream, change: &dyn Fn(TokenTree) -> TokenStream) -> TokenStream {
    let each = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let inside = changed(group.stream(), change);
            change(TokenTree::Group(Group::new(Delimiter::Brace, inside)))
        }
        token => change(token),
    };
    item.into_iter().flat_map(each).collect()
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("it is Rust")
}

/// Gives the struct one more field, `secret: Box<u32>`.
#[proc_macro_attribute]
pub fn add_field(_: TokenStream, item: TokenStream) -> TokenStream {
    changed(item, &|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let mut fields = group.stream();
            fields.extend(tokens("secret: ::std::boxed::Box<u32>,"));
            TokenTree::Group(Group::new(Delimiter::Brace, fields)).into()
        }
        token => token.into(),
    })
}

/// Makes a union of the struct.
#[proc_macro_attribute]
pub fn into_union(_: TokenStream, item: TokenStream) -> TokenStream {
    changed(item, &|token| {
        if token.to_string() == "struct" { tokens("union") } else { token.into() }
    })
}

/// Makes each `Dict` a `usize`.
#[proc_macro_attribute]
pub fn dict_into_usize(_: TokenStream, item: TokenStream) -> TokenStream {
    changed(item, &|token| if token.to_string() == "Dict" { tokens("usize") } else { token.into() })
}

/// `other_once!(n, A, B)`: the type `A`, but `B` when it is expanded the `n`th time in the crate, counted from zero.
#[proc_macro]
pub fn other_once(input: TokenStream) -> TokenStream {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static EXPANDED: AtomicUsize = AtomicUsize::new(0);
    let turn = EXPANDED.fetch_add(1, Ordering::Relaxed).to_string();
    let mut words = input.into_iter().filter(|token| token.to_string() != ",");
    let is_other = words.next().is_some_and(|once| once.to_string() == turn);
    words.nth(usize::from(is_other)).into_iter().collect()
}
