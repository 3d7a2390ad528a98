//! The errors of a struct. All of them are collected, each with the span of the tokens that caused
//! it.

use core::cell::RefCell;
use core::fmt::Display;

use proc_macro2::{Span, TokenStream};

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(RefCell<Option<syn::Error>>);

/// The proof that an error was reported. It can be had only after a report, so a function that
/// fails with it has reported why, or does not compile.
#[derive(Clone, Copy)]
pub(crate) struct ErrorGuaranteed(());

impl Errors {
    /// Reports an error. The message states what is wrong, then the rule and the remedy, each on a
    /// line of its own.
    pub(crate) fn report(&self, culprit: Span, message: impl Display) -> ErrorGuaranteed {
        self.add(syn::Error::new(culprit, message))
    }

    /// Reports that something is given twice, with an error at each of the two places.
    pub(crate) fn report_twice(
        &self,
        first: Span,
        second: Span,
        message: impl Display,
    ) -> ErrorGuaranteed {
        self.report(second, message);
        self.report(first, "this is the first of the two")
    }

    /// Reports an error that exists already.
    pub(crate) fn add(&self, error: syn::Error) -> ErrorGuaranteed {
        let mut all = self.0.borrow_mut();
        match &mut *all {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
        ErrorGuaranteed(())
    }

    /// Fails if any error has been reported.
    pub(crate) fn any(&self) -> Result<(), ErrorGuaranteed> {
        if self.0.borrow().is_some() { Err(ErrorGuaranteed(())) } else { Ok(()) }
    }

    /// Returns the code that makes the compiler report the errors: one `compile_error!` for each.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.0.into_inner().map_or_else(TokenStream::new, |all| all.into_compile_error())
    }
}
