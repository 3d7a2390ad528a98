//! Conditions on rows, tested by resolved slots before any column is made.
//!
//! A filter asks of a row whether an expression of SQL is *true* there. SQL's logic has a third
//! value, *unknown*, but a row passes only if the whole is true, and `AND` and `OR` of SQL are true
//! exactly where those of two-valued logic over "is true" are. So each expression is planned twice:
//! as the test that it is true, and, under a `NOT`, as the test that it is false. Each leaf is a
//! test with two results, which null fails in both forms.
//!
//! | file | what |
//! |---|---|
//! | `block` | which rows of a block pass so far |
//! | `cell` | the types of fields that are read without a dynamic value |
//! | `leaf` | the tests of one slot |
//! | `literal` | constants of SQL as what slots hold |
//! | `number` | numbers in the order of SQL |
//! | `plan` | an expression as a predicate |
//! | `predicate` | tests joined by *and*, *or* and *not* |

mod block;
mod cell;
mod leaf;
mod literal;
mod number;
mod plan;
mod predicate;

pub(crate) use block::{BLOCK, Passing};
pub(crate) use plan::plan;
pub(crate) use predicate::Predicate;
