//! The condition on rows: comparisons, joined by `and`. Each slot is resolved once.

use std::cmp::Ordering;

use slotted::class::{ClassSlot, OptionalClassSlot, RowRef};
use slotted::{Class, Kind};

use crate::Fault;

/// Whether a row is taken.
type Test = Box<dyn Fn(&RowRef<'_>) -> bool>;

/// The condition on rows.
pub(crate) struct Filter(Vec<Test>);

impl Filter {
    /// Parses a condition such as `dep_delay > 60 and carrier == 'UA'`; an empty one takes all
    /// rows.
    pub(crate) fn parse(text: &str, class: &Class) -> Result<Self, Fault> {
        let parts = text.split(" and ").map(str::trim).filter(|part| !part.is_empty());
        let tests = parts.map(|part| comparison(part, class));
        Ok(Filter(tests.collect::<Result<_, _>>()?))
    }

    pub(crate) fn takes(&self, row: &RowRef<'_>) -> bool {
        self.0.iter().all(|test| test(row))
    }
}

/// The operators, the longer before those that they begin with, and the orders that they take.
const OPERATORS: [(&str, &[Ordering]); 6] = [
    ("==", &[Ordering::Equal]),
    ("!=", &[Ordering::Less, Ordering::Greater]),
    ("<=", &[Ordering::Less, Ordering::Equal]),
    (">=", &[Ordering::Greater, Ordering::Equal]),
    ("<", &[Ordering::Less]),
    (">", &[Ordering::Greater]),
];

fn comparison(text: &str, class: &Class) -> Result<Test, Fault> {
    let found =
        OPERATORS.iter().filter_map(|(sign, orders)| Some((text.find(sign)?, *sign, *orders)));
    // The first in the text; of two at one place, the longer, which stands first in the list.
    let Some((at, sign, orders)) = found.min_by_key(|(at, ..)| *at) else {
        let signs = OPERATORS.map(|(sign, _)| sign).join(", ");
        return Err(format!("'{text}' is no comparison: it has none of {signs}").into());
    };
    let (name, value) = (text[..at].trim(), text[at + sign.len()..].trim());
    let slot = column(class, name)?;
    let wrong = || -> Fault { format!("'{value}' is no {} for '{name}'", slot.0).into() };
    match (slot, value) {
        ((kind, optional), "none") if matches!(sign, "==" | "!=") => {
            if !optional {
                return Err(format!("'{name}' is never none: no field of it is empty").into());
            }
            let is_none = sign == "==";
            Ok(match kind {
                Kind::Bool => none::<bool>(class, name, is_none)?,
                Kind::Int => none::<i64>(class, name, is_none)?,
                Kind::Float => none::<f64>(class, name, is_none)?,
                _ => none::<String>(class, name, is_none)?,
            })
        }
        ((Kind::Bool, optional), _) => {
            let value: bool = value.parse().map_err(|_| wrong())?;
            test(class, name, optional, orders, move |it: &bool| it.partial_cmp(&value))
        }
        ((Kind::Int, optional), _) => {
            // Compared as a float, so that `delay > 1.5` can be asked.
            let value: f64 = value.parse().map_err(|_| wrong())?;
            test(class, name, optional, orders, move |it: &i64| (*it as f64).partial_cmp(&value))
        }
        ((Kind::Float, optional), _) => {
            let value: f64 = value.parse().map_err(|_| wrong())?;
            test(class, name, optional, orders, move |it: &f64| it.partial_cmp(&value))
        }
        ((_, optional), _) => {
            let value = value.trim_matches(['\'', '"']).to_owned();
            test(class, name, optional, orders, move |it: &String| Some(it.as_str().cmp(&value)))
        }
    }
}

/// A test of one slot: an empty field passes none.
fn test<V: 'static>(
    class: &Class,
    name: &str,
    optional: bool,
    orders: &'static [Ordering],
    compare: impl Fn(&V) -> Option<Ordering> + 'static,
) -> Result<Test, Fault> {
    let passes = move |it: &V| compare(it).is_some_and(|order| orders.contains(&order));
    if optional {
        let slot: OptionalClassSlot<V> = class.optional_slot(name)?;
        return Ok(Box::new(move |row| slot.get(row).is_ok_and(|it| it.is_some_and(&passes))));
    }
    let slot: ClassSlot<V> = class.slot(name)?;
    Ok(Box::new(move |row| slot.get(row).is_ok_and(&passes)))
}

fn none<V: 'static>(class: &Class, name: &str, is_none: bool) -> Result<Test, Fault> {
    let slot: OptionalClassSlot<V> = class.optional_slot(name)?;
    Ok(Box::new(move |row| slot.get(row).is_ok_and(|value| value.is_none() == is_none)))
}

/// The kind of a column, and whether its fields may be empty.
pub(crate) fn column(class: &Class, name: &str) -> Result<(Kind, bool), Fault> {
    match class.layout().slot(name) {
        Some(slot) => Ok((slot.kind(), slot.is_optional())),
        None => {
            let names = class.layout().slots().iter().map(slotted::SlotInfo::name);
            let meant = slotted::did_you_mean(name, names);
            let meant = meant.map_or(String::new(), |meant| format!(". Did you mean: '{meant}'?"));
            Err(format!("there is no column '{name}'{meant}").into())
        }
    }
}
