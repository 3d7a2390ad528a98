//! In which order the entries of an object are read, and which are empty at first.

use alloc::collections::BTreeSet;
use core::cell::Cell;

use crate::rc::by_id::entries::measure;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::variant::Tagging;
use crate::value::Value;

/// How the entries of the map that is an object's data are read. They are known by their index.
pub(crate) struct Plan {
    /// The name of the entry that is read before all others, if there is one.
    tag: Option<&'static str>,
    /// The entry to begin with. Those before it come last.
    first: usize,
    /// Those that were stopped once.
    late: BTreeSet<usize>,
    /// Those that are empty at first.
    empty: BTreeSet<usize>,
    /// The one that is being read.
    at: Cell<Option<usize>>,
    /// How many values were read since the beginning.
    read: Cell<usize>,
}

impl Plan {
    /// Returns the plan to read a `T` in the order of its data. A tag comes first: it says what the
    /// other entries are.
    pub(crate) fn of<T: SlotValue>() -> Self {
        let tag = match T::__SHAPE {
            Shape::Enum(info) => match info().tagging {
                Tagging::External => None,
                Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => Some(tag),
            },
            _ => None,
        };
        let (late, empty) = (BTreeSet::new(), BTreeSet::new());
        Plan { tag, first: 0, late, empty, at: Cell::new(None), read: Cell::new(0) }
    }

    /// Returns the name of the entry that is read before all others.
    pub(crate) fn tag(&self) -> Option<&'static str> {
        self.tag
    }

    /// Returns the entry to begin with.
    pub(crate) fn first(&self) -> usize {
        self.first
    }

    /// Whether the entry is to be empty.
    pub(crate) fn is_empty(&self, at: usize) -> bool {
        self.empty.contains(&at)
    }

    /// Whether any entry is to be empty.
    pub(crate) fn has_empty(&self) -> bool {
        !self.empty.is_empty()
    }

    /// Notes that an entry is being read.
    pub(crate) fn begin(&self, at: usize, value: &Value) {
        self.at.set(Some(at));
        let (_, values) = measure(value);
        self.read.set(self.read.get() + values);
    }

    /// Returns how many values were read of the data since the last time that this was asked.
    pub(super) fn take_read(&self, data: &Value) -> usize {
        match data {
            Value::Map(_) => self.read.take() + 1,
            data => measure(data).1,
        }
    }

    /// Puts the entry off that was being read: first to the end, then, if it may be empty, until
    /// the object is completed. Returns whether there is something new to try.
    ///
    /// What was read before it comes last, since that cannot be stopped again. So each entry is
    /// read about three times, however many are put off.
    pub(super) fn put_off(&mut self, may_be_empty: bool) -> bool {
        let Some(at) = self.at.take() else { return false };
        self.first = at + 1;
        self.late.insert(at) || may_be_empty && self.empty.insert(at)
    }
}
