//! The rule of `--where`, parsed and resolved.
//!
//! The names in a rule are known only at run time. Each name is resolved once. If it is a slot,
//! its offset is known from then on. Any other name is looked up in the `Dict` of each event.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use slotted::prelude::*;
use slotted::{AttrPath, Kind, ResolvedPath, SlotInfo, ValueRef};

use crate::event::Event;

/// A rule whose names are resolved.
pub(crate) enum Rule {
    /// Holds if all of these hold.
    All(Vec<Rule>),
    /// Holds if at least one of these holds.
    Any(Vec<Rule>),
    Term(Subject, Operator, Literal),
}

/// The left side of a comparison: the path to a slot, or to a key of the `Dict`.
pub(crate) struct Subject {
    path: ResolvedPath<Event>,
    /// The kind of the slot; `None` for a key of the `Dict`.
    kind: Option<Kind>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// The right side of a comparison: a value that is written in the rule.
#[derive(Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Number(Exact),
    Text(String),
}

/// A number that loses no digits: neither variant could hold every value of the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Exact {
    Whole(i128),
    Real(f64),
}

/// The value that an event has for a subject.
enum Said<'a> {
    /// The key is missing or null.
    Nothing,
    Bool(bool),
    Number(Exact),
    Text(&'a str),
    /// A value without order, such as a list or a map.
    Other,
}

impl Rule {
    /// Whether the rule holds for an event.
    pub(crate) fn holds(&self, event: &Event) -> bool {
        match self {
            Rule::All(rules) => rules.iter().all(|rule| rule.holds(event)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.holds(event)),
            Rule::Term(subject, operator, literal) => operator.holds(&subject.of(event), literal),
        }
    }
}

impl Subject {
    /// Resolves a name to the slot of that name, or else to a key of the `Dict`.
    pub(crate) fn resolve(name: &str) -> Self {
        // Built of one step, since the name of a key may have dots and brackets.
        let mut path = AttrPath::new();
        path.push(name);
        Subject {
            path: path.resolve().expect("any name may be a key of the `Dict`"),
            kind: Event::LAYOUT.slot(name).map(SlotInfo::kind),
        }
    }

    /// Returns what this subject is compared with besides null; `None` for a key of the `Dict`,
    /// whose type is unknown.
    pub(crate) fn kind(&self) -> Option<&'static str> {
        Some(match self.kind? {
            Kind::Str => "a text",
            Kind::Int | Kind::Float => "a number",
            _ => "null only",
        })
    }

    fn of<'a>(&self, event: &'a Event) -> Said<'a> {
        self.path.get_opt(event).map_or(Said::Nothing, |value| value.view().into())
    }
}

impl<'a> From<ValueRef<'a>> for Said<'a> {
    fn from(value: ValueRef<'a>) -> Self {
        match value {
            ValueRef::None => Said::Nothing,
            ValueRef::Bool(value) => Said::Bool(value),
            ValueRef::Int(value) => Said::Number(Exact::Whole(value.into())),
            ValueRef::UInt(value) => Said::Number(Exact::Whole(value.into())),
            ValueRef::Float(value) => Said::Number(Exact::Real(value)),
            ValueRef::Str(value) => Said::Text(value),
            _ => Said::Other,
        }
    }
}

impl Operator {
    /// Whether the operator needs an order, and not only equality.
    pub(crate) fn is_of_order(self) -> bool {
        !matches!(self, Operator::Equal | Operator::Unequal)
    }

    fn holds(self, said: &Said<'_>, literal: &Literal) -> bool {
        let order = match (said, literal) {
            (Said::Nothing, Literal::Null) => Some(Equal),
            // A missing or null key is neither equal nor unequal to a value.
            (Said::Nothing, _) => return false,
            (Said::Bool(one), Literal::Bool(other)) => Some(one.cmp(other)),
            (Said::Number(one), Literal::Number(other)) => one.order(*other),
            (Said::Text(one), Literal::Text(other)) => Some((*one).cmp(other)),
            _ => None,
        };
        match self {
            Operator::Equal => order == Some(Equal),
            Operator::Unequal => order != Some(Equal),
            Operator::Less => order == Some(Less),
            Operator::AtMost => matches!(order, Some(Less | Equal)),
            Operator::Greater => order == Some(Greater),
            Operator::AtLeast => matches!(order, Some(Greater | Equal)),
        }
    }
}

impl Exact {
    fn order(self, other: Self) -> Option<Ordering> {
        /// Compares the whole parts, and the fraction if those are equal.
        fn mixed(whole: i128, real: f64) -> Option<Ordering> {
            // 2¹²⁷, to which the cast would saturate.
            if real >= -(i128::MIN as f64) {
                return Some(Ordering::Less);
            }
            Some(whole.cmp(&(real as i128)).then(0.0.partial_cmp(&real.fract())?))
        }
        match (self, other) {
            (Exact::Whole(one), Exact::Whole(other)) => Some(one.cmp(&other)),
            (Exact::Real(one), Exact::Real(other)) => one.partial_cmp(&other),
            (Exact::Whole(one), Exact::Real(other)) => mixed(one, other),
            (Exact::Real(one), Exact::Whole(other)) => mixed(other, one).map(Ordering::reverse),
        }
    }
}
