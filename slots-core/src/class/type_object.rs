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

    fn base(&self) -> Option<&Self> {
        self.base()
    }

    fn ancestors(&self) -> &[Self] {
        &self.0.bases().ancestors
    }

    fn shape(&self) -> &Shape {
        &self.0.facts.shape
    }
}
