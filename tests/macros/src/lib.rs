//! Attribute macros that change a struct after a derive above them has read it, and a macro whose
//! expansion differs between its uses.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// Returns the item with `change` applied to each token, including the tokens inside braces.
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

/// Adds the field `secret: Box<u32>` to the struct.
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

/// Turns the struct into a union.
#[proc_macro_attribute]
pub fn into_union(_: TokenStream, item: TokenStream) -> TokenStream {
    changed(item, &|token| {
        if token.to_string() == "struct" { tokens("union") } else { token.into() }
    })
}

/// Replaces each `Dict` by `usize`.
#[proc_macro_attribute]
pub fn dict_into_usize(_: TokenStream, item: TokenStream) -> TokenStream {
    changed(item, &|token| if token.to_string() == "Dict" { tokens("usize") } else { token.into() })
}

/// `other_once!(n, A, B)` expands to the type `A`, but to `B` in expansion number `n` of this macro
/// in the crate, counted from zero.
#[proc_macro]
pub fn other_once(input: TokenStream) -> TokenStream {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static EXPANDED: AtomicUsize = AtomicUsize::new(0);
    let turn = EXPANDED.fetch_add(1, Ordering::Relaxed).to_string();
    let mut words = input.into_iter().filter(|token| token.to_string() != ",");
    let is_other = words.next().is_some_and(|once| once.to_string() == turn);
    words.nth(usize::from(is_other)).into_iter().collect()
}

/// Declares a slotted struct with a number of slots: `struct_of!(Many 3)` has `slot0` to `slot2`,
/// and a function `new` that gives each its number.
#[proc_macro]
pub fn struct_of(input: TokenStream) -> TokenStream {
    let text = input.to_string();
    let (name, count) = text.split_once(' ').expect("a name and a number");
    let count: usize = count.parse().expect("a number");
    let each = |part: &dyn Fn(usize) -> String| (0..count).map(part).collect::<String>();
    let fields = each(&|n| format!("slot{n}: u16,"));
    let values = each(&|n| format!("slot{n}: {n},"));
    tokens(&format!(
        "#[derive(Slots, Clone, Debug, PartialEq)] struct {name} {{ {fields} }}
         impl {name} {{ fn new() -> Self {{ {name} {{ {values} }} }} }}"
    ))
}
