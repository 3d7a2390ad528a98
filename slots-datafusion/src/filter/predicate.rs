//! Tests joined by *and*, *or* and *not*.

use slotted::descriptor::ObjectSlice;

use super::block::Passing;
use super::leaf::Test;

/// A condition that a row passes or fails.
pub(crate) enum Predicate {
    Const(bool),
    Test(Box<dyn Test>),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
}

impl Predicate {
    /// Drops the rows of the block that fail. `rows` are those of the block.
    pub(crate) fn narrow(&self, rows: &ObjectSlice<'_>, passing: &mut Passing) {
        match self {
            Predicate::Const(true) => {}
            Predicate::Const(false) => *passing = Passing::NONE,
            Predicate::Test(test) => test.narrow(rows, passing),
            Predicate::All(parts) => {
                for part in parts {
                    if passing.is_empty() {
                        return;
                    }
                    part.narrow(rows, passing);
                }
            }
            Predicate::Any(parts) => {
                let mut any = Passing::NONE;
                for part in parts {
                    // Only rows that none of the parts before has taken.
                    let mut more = *passing;
                    part.narrow(rows, &mut more);
                    passing.remove(&more);
                    any.add(&more);
                }
                *passing = any;
            }
            Predicate::Not(part) => {
                let mut others = *passing;
                part.narrow(rows, &mut others);
                passing.remove(&others);
            }
        }
    }
}
