//! Faults: all that a struct has, each on its culprit.

use core::cell::RefCell;
use core::fmt::Display;

use proc_macro2::{Span, TokenStream};

/// The faults found so far.
#[derive(Default)]
pub(crate) struct Faults(RefCell<Option<syn::Error>>);

/// The proof that a fault was reported: what fails without reporting does not compile.
#[derive(Clone, Copy)]
pub(crate) struct Reported(());

impl Faults {
    /// Reports a fault. The message states the fact, then on lines of their own the rule and the remedy.
    pub(crate) fn report(&self, culprit: Span, message: impl Display) -> Reported {
        self.add(syn::Error::new(culprit, message))
    }

    /// Reports that something stands twice, at both places.
    pub(crate) fn report_twice(
        &self,
        first: Span,
        second: Span,
        message: impl Display,
    ) -> Reported {
        self.report(second, message);
        self.report(first, "this is the first of the two")
    }

    pub(crate) fn add(&self, error: syn::Error) -> Reported {
        let mut all = self.0.borrow_mut();
        match &mut *all {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
        Reported(())
    }

    /// A proof, if there was a fault at all.
    pub(crate) fn any(&self) -> Result<(), Reported> {
        if self.0.borrow().is_some() { Err(Reported(())) } else { Ok(()) }
    }

    /// The compile errors, one for each fault.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.0.into_inner().map_or_else(TokenStream::new, |all| all.into_compile_error())
    }
}
