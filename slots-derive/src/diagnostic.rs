//! Errors: all that a struct has, each on its culprit.

use core::cell::RefCell;
use core::fmt::Display;

use proc_macro2::{Span, TokenStream};

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(RefCell<Option<syn::Error>>);

/// The proof that a fault was reported: what fails without reporting does not compile.
#[derive(Clone, Copy)]
pub(crate) struct ErrorGuaranteed(());

impl Errors {
    /// Reports a fault. The message states the fact, then on lines of their own the rule and the remedy.
    pub(crate) fn report(&self, culprit: Span, message: impl Display) -> ErrorGuaranteed {
        self.add(syn::Error::new(culprit, message))
    }

    /// Reports that something stands twice, at both places.
    pub(crate) fn report_twice(
        &self,
        first: Span,
        second: Span,
        message: impl Display,
    ) -> ErrorGuaranteed {
        self.report(second, message);
        self.report(first, "this is the first of the two")
    }

    pub(crate) fn add(&self, error: syn::Error) -> ErrorGuaranteed {
        let mut all = self.0.borrow_mut();
        match &mut *all {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
        ErrorGuaranteed(())
    }

    /// A proof, if there was a fault at all.
    pub(crate) fn any(&self) -> Result<(), ErrorGuaranteed> {
        if self.0.borrow().is_some() { Err(ErrorGuaranteed(())) } else { Ok(()) }
    }

    /// The compile errors, one for each fault.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.0.into_inner().map_or_else(TokenStream::new, |all| all.into_compile_error())
    }
}
