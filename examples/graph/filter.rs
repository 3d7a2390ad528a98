//! The condition of `--where`: `NAME OP VALUE`.
//!
//! The name is known only at run time. It is resolved to a slot once; reading that slot of each
//! airport then costs as much as reading a field.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use slotted::ReadOnlySlot;
use slotted::prelude::*;

use crate::airport::Airport;
use crate::fault::{Fault, quoted};

/// The operators, the longer ones first, since `<=` begins with `<`.
const OPERATORS: [(&str, Operator); 6] = [
    ("==", |order| order == Some(Equal)),
    ("!=", |order| order != Some(Equal)),
    ("<=", |order| matches!(order, Some(Less | Equal))),
    (">=", |order| matches!(order, Some(Greater | Equal))),
    ("<", |order| order == Some(Less)),
    (">", |order| order == Some(Greater)),
];

/// Decides from the order of two values whether the condition holds.
type Operator = fn(Option<Ordering>) -> bool;

/// A condition whose name is resolved to a slot.
pub(crate) struct Condition {
    operator: Operator,
    operands: Operands,
}

/// A slot and a value of its type.
enum Operands {
    Text(ReadOnlySlot<Airport, String>, String),
    Number(ReadOnlySlot<Airport, f64>, f64),
}

impl Condition {
    /// Parses a condition. The form of the value decides which type the slot must have.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let fault = |what: &str| Fault::of(format!("--where {}: {what}", quoted(text)));
        let trimmed = text.trim();
        let end = trimmed.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(trimmed.len());
        let (name, rest) = trimmed.split_at(end);
        if name.is_empty() {
            return Err(fault("it begins with the name of an attribute"));
        }
        let found = OPERATORS.iter().find_map(|(sign, operator)| {
            rest.trim_start().strip_prefix(sign).map(|value| (*operator, value.trim()))
        });
        let Some((operator, value)) = found else {
            return Err(fault("after the name comes one of ==, !=, <, <=, >, >="));
        };
        let operands = if let Some(value) = value.strip_prefix('"') {
            let value = value.strip_suffix('"').filter(|value| !value.contains('"'));
            let value = value.ok_or_else(|| fault("a text ends where its second quote is"))?;
            Airport::read_only_slot(name).map(|slot| Operands::Text(slot, value.to_owned()))
        } else {
            let number = value.parse().ok().filter(|number: &f64| number.is_finite());
            let number =
                number.ok_or_else(|| fault("the value is a number, or a text in double quotes"))?;
            Airport::read_only_slot(name).map(|slot| Operands::Number(slot, number))
        };
        Ok(Condition { operator, operands: operands.map_err(Fault::of)? })
    }

    /// Whether the condition holds for an airport.
    pub(crate) fn holds(&self, airport: &Airport) -> bool {
        (self.operator)(match &self.operands {
            Operands::Text(slot, value) => slot.get(airport).partial_cmp(value),
            Operands::Number(slot, value) => slot.get(airport).partial_cmp(value),
        })
    }
}
