//! A type whose every trait is foreign code: each call of it is a point at which it may panic.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use slotted::{ConversionError, Kind, SlotValue, Value, ValueRef};

/// The kinds of foreign code that the library calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hook {
    AsValue,
    Callback,
    Clone,
    Closure,
    Debug,
    Default,
    Deserialize,
    Display,
    Drop,
    Eq,
    FromStr,
    FromValue,
    Hash,
    Lazy,
    Method,
    Ord,
    Serialize,
    SkipIf,
    Validate,
}

/// What the hooks of this thread did, and which of them is to panic.
#[derive(Default)]
struct Tally {
    /// The values that live.
    live: BTreeSet<u64>,
    made: u64,
    calls: Vec<Hook>,
    /// The call that panics, counted from the start.
    armed: Option<usize>,
    faults: Vec<String>,
}

thread_local! {
    static TALLY: RefCell<Tally> = RefCell::default();
}

/// Foreign code of this kind begins here. Drops while a panic unwinds are not counted: a panic in
/// one of them would abort.
pub(crate) fn point(hook: Hook) {
    if std::thread::panicking() {
        return;
    }
    let panics = TALLY.with_borrow_mut(|tally| {
        tally.calls.push(hook);
        tally.armed == Some(tally.calls.len() - 1)
    });
    if panics {
        std::panic::panic_any(hook);
    }
}

/// Forgets all calls; the call with this number is to panic.
pub(crate) fn arm(call: Option<usize>) {
    TALLY.with_borrow_mut(|tally| {
        tally.calls.clear();
        tally.armed = call;
    });
}

/// Returns the calls since [`arm`], and disarms.
pub(crate) fn disarm() -> Vec<Hook> {
    TALLY.with_borrow_mut(|tally| {
        tally.armed = None;
        std::mem::take(&mut tally.calls)
    })
}

/// Returns the values that live, and what was wrong since the last call.
pub(crate) fn live() -> (BTreeSet<u64>, Vec<String>) {
    TALLY.with_borrow_mut(|tally| (tally.live.clone(), std::mem::take(&mut tally.faults)))
}

/// Forgets what was leaked, so that it is told once.
pub(crate) fn forget() {
    TALLY.with_borrow_mut(|tally| *tally = Tally::default());
}

/// A number, and which value it is of all that were made.
pub(crate) struct Foreign {
    pub(crate) id: u64,
    pub(crate) number: i64,
}

impl Foreign {
    pub(crate) fn new(number: i64) -> Self {
        let id = TALLY.with_borrow_mut(|tally| {
            tally.made += 1;
            tally.live.insert(tally.made);
            tally.made
        });
        Foreign { id, number }
    }

    pub(crate) fn by_default() -> Self {
        point(Hook::Default);
        Foreign::new(7)
    }

    pub(crate) fn validate(&self) -> Result<(), &'static str> {
        point(Hook::Validate);
        if self.number < 1000 { Ok(()) } else { Err("too large") }
    }

    pub(crate) fn skip(&self) -> bool {
        point(Hook::SkipIf);
        false
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let id = self.id;
        TALLY.with_borrow_mut(|tally| {
            if !tally.live.remove(&id) {
                tally.faults.push(format!("value {id} was dropped twice"));
            }
        });
        point(Hook::Drop);
    }
}

impl Clone for Foreign {
    fn clone(&self) -> Self {
        point(Hook::Clone);
        Foreign::new(self.number)
    }
}

impl Default for Foreign {
    fn default() -> Self {
        Foreign::by_default()
    }
}

impl PartialEq for Foreign {
    fn eq(&self, other: &Self) -> bool {
        point(Hook::Eq);
        self.number == other.number
    }
}

impl Eq for Foreign {}

impl PartialOrd for Foreign {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Foreign {
    fn cmp(&self, other: &Self) -> Ordering {
        point(Hook::Ord);
        self.number.cmp(&other.number)
    }
}

impl Hash for Foreign {
    fn hash<H: Hasher>(&self, state: &mut H) {
        point(Hook::Hash);
        self.number.hash(state);
    }
}

impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        point(Hook::Debug);
        self.number.fmt(f)
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        point(Hook::Display);
        self.number.fmt(f)
    }
}

impl std::error::Error for Foreign {}

impl FromStr for Foreign {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        point(Hook::FromStr);
        Ok(Foreign::new(text.parse()?))
    }
}

impl SlotValue for Foreign {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        point(Hook::FromValue);
        Ok(Foreign::new(i64::from_value(value)?))
    }

    fn as_value(&self) -> ValueRef<'_> {
        point(Hook::AsValue);
        ValueRef::Int(self.number)
    }
}

impl Serialize for Foreign {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        point(Hook::Serialize);
        serializer.serialize_i64(self.number)
    }
}

impl<'de> Deserialize<'de> for Foreign {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        point(Hook::Deserialize);
        Ok(Foreign::new(i64::deserialize(deserializer)?))
    }
}

/// What holds [`Foreign`] values: it tells them without a call of foreign code.
pub(crate) trait Holds {
    fn ids(&self, into: &mut BTreeSet<u64>);
}

impl Holds for Foreign {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        into.insert(self.id);
    }
}

impl Holds for Value {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        match self {
            Value::Opaque(value) => {
                let foreign = value.get().downcast_ref::<Foreign>();
                into.extend(foreign.map(|foreign| foreign.id));
            }
            Value::List(items) => items.iter().for_each(|item| item.ids(into)),
            Value::Map(entries) => entries.ids(into),
            _ => {}
        }
    }
}

impl Holds for slotted::Dict {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        self.values().for_each(|value| value.ids(into));
    }
}

impl<T: Holds> Holds for Option<T> {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        self.iter().for_each(|value| value.ids(into));
    }
}

impl<T: Holds> Holds for Vec<T> {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        self.iter().for_each(|value| value.ids(into));
    }
}

impl<T: Holds> Holds for BTreeMap<String, T> {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        self.values().for_each(|value| value.ids(into));
    }
}
