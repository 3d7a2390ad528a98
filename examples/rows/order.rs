//! The order of the rows.

use std::cmp::Ordering;

use slotted::{Class, Kind, Rows};

use crate::Fault;
use crate::filter::column;

/// By which column, and which way.
pub(crate) struct Order {
    name: String,
    kind: Kind,
    optional: bool,
    descending: bool,
}

impl Order {
    /// Parses `column`, `column:asc` or `column:desc`.
    pub(crate) fn parse(text: &str, class: &Class) -> Result<Self, Fault> {
        let (name, descending) = match text.rsplit_once(':') {
            Some((name, "desc")) => (name, true),
            Some((name, "asc")) => (name, false),
            _ => (text, false),
        };
        let (kind, optional) = column(class, name)?;
        Ok(Order { name: name.into(), kind, optional, descending })
    }

    /// Sorts the rows. Empty fields come last, and equal rows keep their order.
    pub(crate) fn sort(&self, rows: &mut Rows) {
        match self.kind {
            Kind::Bool => self.by(rows, bool::cmp),
            Kind::Int => self.by(rows, i64::cmp),
            Kind::Float => self.by(rows, f64::total_cmp),
            _ => self.by(rows, String::cmp),
        }
    }

    fn by<V: 'static>(&self, rows: &mut Rows, compare: impl Fn(&V, &V) -> Ordering) {
        let compare = |a: &V, b: &V| {
            if self.descending { compare(b, a) } else { compare(a, b) }
        };
        let class = rows.class().clone();
        let sorted = if self.optional {
            class.optional_slot::<V>(&self.name).and_then(|slot| {
                rows.sort_by_slot(&slot, |a, b| match (a, b) {
                    (Some(a), Some(b)) => compare(a, b),
                    (a, b) => b.is_some().cmp(&a.is_some()),
                })
            })
        } else {
            class.slot::<V>(&self.name).and_then(|slot| rows.sort_by_slot(&slot, compare))
        };
        sorted.expect("the column was looked up");
    }
}
