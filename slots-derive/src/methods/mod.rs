//! `#[slotted::methods]`: the table of the methods in an `impl` block.
//!
//! | file | what |
//! |---|---|
//! | `block` | parses the block: syn without its feature `full` knows no `impl` |
//! | `method` | the model of a method, and what a method by name cannot be |
//! | `expand` | generates the table |

mod block;
mod expand;
mod method;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Path, Token};

use crate::diagnostic::Errors;
use crate::methods::block::Block;

/// Expands `#[slotted::methods]` on the block `input`. `arguments` is what stands in parentheses
/// after `methods`.
pub(crate) fn attribute(arguments: TokenStream, input: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let krate = krate.parse2(arguments).unwrap_or_else(|error| {
        errors.add(error);
        None
    });
    let block = match Block::parse(input.clone(), &errors) {
        Ok(block) => block,
        Err(_) => {
            let errors = errors.into_compile_errors();
            return quote!(#errors #input);
        }
    };
    block.validate(&errors);
    match errors.any() {
        Ok(()) => block.expand(krate.as_ref()),
        Err(_) => {
            let (errors, inert) = (errors.into_compile_errors(), block.inert(krate.as_ref()));
            quote!(#errors #inert)
        }
    }
}

/// Parses nothing, or `crate = path`.
fn krate(input: ParseStream<'_>) -> syn::Result<Option<Path>> {
    if input.is_empty() {
        return Ok(None);
    }
    let usage = "`methods` takes nothing, or the path of the crate `slotted`\nwrite \
                 `#[slotted::methods]`, or `#[methods(crate = some::path)]`; words for a method, such as \
                 `#[slots(skip)]`, stand on the method";
    let path = (|| {
        input.parse::<Token![crate]>()?;
        input.parse::<Token![=]>()?;
        input.parse::<Path>()
    })();
    match path {
        Ok(path) if input.is_empty() => Ok(Some(path)),
        _ => Err(syn::Error::new(input.span(), usage)),
    }
}
