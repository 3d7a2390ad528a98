//! Tests of the expansion: it equals the example that shows it, and stays small.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use crate::expand::derive;

/// Returns the tokens as text, without the commas before a closing bracket, because rustfmt adds
/// such commas.
fn text(tokens: TokenStream) -> String {
    let mut out = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                out += &format!("{open} {}{close} ", text(group.stream()));
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' && tokens.peek().is_none() => {}
            token => out += &format!("{token} "),
        }
    }
    out
}

/// Returns the tokens of `examples/NAME.rs`.
fn example(name: &str) -> TokenStream {
    let path = format!("{}/../examples/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).expect("the example is there").parse().expect("it is Rust")
}

/// Returns the struct of `examples/point.rs`, without the derives on it.
fn point() -> TokenStream {
    let tokens: Vec<TokenTree> = example("point").into_iter().collect();
    let at = tokens.iter().position(|token| token.to_string() == "struct").expect("a struct");
    tokens[at..at + 3].iter().cloned().collect()
}

fn expansion(input: TokenStream) -> TokenStream {
    derive(&syn::parse2(input).expect("it is a struct"))
}

#[test]
fn the_written_out_example_is_what_the_derive_writes() {
    let written = text(example("point_expanded"));
    let derived = text(expansion(point()));
    assert!(
        written.contains(&derived),
        "examples/point_expanded.rs differs from what the derive writes:\n{derived}"
    );
}

#[test]
fn the_expansion_stays_small() {
    let point = expansion(point()).to_string().len();
    let eight = expansion(quote! {
        struct Eight { a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64 }
    });
    let eight = eight.to_string().len();
    println!("bytes of tokens: Point {point}, eight fields {eight}");
    assert!(point < 2_000, "{point}");
    assert!(eight < 3_700, "{eight}");
}

#[test]
fn debug_and_release_expand_to_the_same() {
    // The derive must not depend on the build profile: a crate that compiles in one profile could
    // then fail to compile in the other.
    let folder = format!("{}/src", env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for file in std::fs::read_dir(folder).expect("the sources are there") {
        let path = file.expect("a file").path();
        if path.is_file() && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).expect("it is text");
            assert!(!text.contains("debug_assertions"), "{}", path.display());
            read += 1;
        }
    }
    assert!(read >= 10, "{read}");
    assert!(!text(expansion(point())).contains("cfg"));
}
