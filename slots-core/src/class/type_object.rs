//! A class as the rules see it.

use crate::class::Class;
use crate::class::rules::shape::{Shape, TypeObject};

impl TypeObject for Class {
    fn is(&self, other: &Self) -> bool {
        self == other
    }

    fn name(&self) -> &str {
        self.name()
    }

    /// A static type ends the chain: its value lies at the start of each instance, so that it
    /// conflicts with any other base that has storage, also if it has none itself.
    fn base(&self) -> Option<&Self> {
        self.0.base()
    }

    fn ancestors(&self) -> &[Self] {
        &self.0.bases().ancestors
    }

    fn shape(&self) -> &Shape {
        &self.0.facts.shape
    }
}
