//! Finds what differs between two objects.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::path::AttrPath;
use crate::record::patch::Patch;
use crate::record::patch::change::{Change, Omission, OmissionKind};
use crate::record::patch::same::{copy, scalars};
use crate::reflect::attr::AttrRef;
use crate::reflect::find::find;
use crate::reflect::list_view::ListView;
use crate::reflect::map_view::MapView;
use crate::reflect::object::Object;
use crate::reflect::step::Step;
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vars::{Dir, Vars};
use crate::value::Value;
use crate::value::depth::MAX_DEPTH;

/// Returns what turns `left` into `right`. Both are read in the same way, so lazy slots are
/// computed in both.
pub(crate) fn diff(left: Object<'_>, right: Object<'_>) -> Patch {
    let mut differ = Differ::default();
    differ.objects(left, right, &|| (None, None));
    differ.patch
}

/// Whether two values of one type have no known difference.
pub(crate) fn no_difference(left: &AttrRef<'_>, right: &AttrRef<'_>) -> bool {
    Differ::default().test(left, right)
}

/// Two attributes of which at most one is there.
type Sides<'a> = (Option<AttrRef<'a>>, Option<AttrRef<'a>>);

/// Walks through two objects side by side.
#[derive(Default)]
struct Differ {
    steps: Vec<Step>,
    patch: Patch,
    /// Set while it is only asked whether there is a difference: then no value is copied.
    tests: bool,
    /// Whether a difference was found while it was asked for.
    found: bool,
    /// Whether something could not be compared while a difference was asked for.
    unsure: bool,
    /// The shared objects that were compared and have no difference: there may be very many ways to
    /// them.
    same: BTreeSet<(usize, usize)>,
}

impl Differ {
    /// Whether the values have no known difference.
    fn test(&mut self, left: &AttrRef<'_>, right: &AttrRef<'_>) -> bool {
        let before = (self.tests, self.found);
        (self.tests, self.found) = (true, false);
        self.values(left, right);
        let found = self.found;
        (self.tests, self.found) = before;
        !found
    }

    /// Takes one step, and compares what both sides have there.
    fn at(
        &mut self,
        step: impl FnOnce() -> Step,
        left: Option<AttrRef<'_>>,
        right: Option<AttrRef<'_>>,
    ) {
        if self.tests && self.found {
            return;
        }
        self.steps.push(step());
        match (left, right) {
            (Some(left), Some(right)) => self.values(&left, &right),
            (left, right) => self.differ((left, right), None),
        }
        self.steps.pop();
    }

    /// Notes that the attribute at the current place differs.
    fn differ(&mut self, (left, right): Sides<'_>, len: Option<usize>) {
        if self.tests {
            self.found |= left.is_some() || right.is_some();
            return;
        }
        if left.is_none() && right.is_none() {
            return;
        }
        let depth = self.steps.len();
        let copied = |side: Option<AttrRef<'_>>| {
            side.map(|value| copy(&value.view(), depth, || Value::None)).transpose()
        };
        match (copied(left), copied(right)) {
            (Ok(old), Ok(new)) => {
                self.patch.changes.push(Change { path: AttrPath::of(&self.steps), old, new, len });
            }
            (Err(why), _) | (_, Err(why)) => self.omit(why),
        }
    }

    /// Notes that nothing can be said of the current place.
    fn omit(&mut self, why: OmissionKind) {
        self.unsure = true;
        if !self.tests {
            self.patch.omitted.push(Omission { path: AttrPath::of(&self.steps), why });
        }
    }

    fn values<'a>(&mut self, left: &AttrRef<'a>, right: &AttrRef<'a>) {
        if self.steps.len() > MAX_DEPTH {
            return self.omit(OmissionKind::TooDeep);
        }
        let (a, b) = (left.view(), right.view());
        match scalars(&a, &b) {
            Some(true) => {}
            Some(false) => self.differ((Some(*left), Some(*right)), None),
            None => self.nested(a, b, &|| (Some(*left), Some(*right))),
        }
    }

    /// Compares two values of which one holds others, shared objects once. `whole` returns both.
    fn nested<'a>(&mut self, a: ValueRef<'a>, b: ValueRef<'a>, whole: &dyn Fn() -> Sides<'a>) {
        let (ValueRef::Shared(left), ValueRef::Shared(right)) = (a, b) else {
            return self.unshared(a, b, whole);
        };
        let pair = (left.identity(), right.identity());
        if pair.0 == pair.1 || self.same.contains(&pair) {
            return;
        }
        let found = |differ: &Self| {
            (differ.found, differ.unsure, differ.patch.changes.len(), differ.patch.omitted.len())
        };
        let before = found(self);
        self.unshared(a, b, whole);
        if found(self) == before && !before.0 {
            self.same.insert(pair);
        }
    }

    fn unshared<'a>(&mut self, a: ValueRef<'a>, b: ValueRef<'a>, whole: &dyn Fn() -> Sides<'a>) {
        match (a.unshared(), b.unshared()) {
            (ValueRef::Shared(a), ValueRef::Shared(b)) => {
                if a != b {
                    self.differ(whole(), None);
                }
            }
            (ValueRef::Object(a), ValueRef::Object(b)) => {
                self.objects(a.__object(), b.__object(), whole);
            }
            (ValueRef::List(a), ValueRef::List(b)) if a.__is_set() || b.__is_set() => {
                if !(same_sets(a, b)) {
                    self.differ(whole(), None);
                }
            }
            (ValueRef::List(a), ValueRef::List(b)) if a.is_tuple() == b.is_tuple() => {
                self.lists(a, b);
            }
            (ValueRef::Map(a), ValueRef::Map(b)) => self.maps(a, b),
            (ValueRef::Opaque(a), ValueRef::Opaque(b)) => match a.compared(b) {
                Some(true) => {}
                Some(false) => self.differ(whole(), None),
                None => self.omit(OmissionKind::Incomparable),
            },
            (ValueRef::Foreign(_), ValueRef::Foreign(_)) => self.omit(OmissionKind::Incomparable),
            _ => self.differ(whole(), None),
        }
    }

    fn objects<'a>(&mut self, a: Object<'a>, b: Object<'a>, whole: &dyn Fn() -> Sides<'a>) {
        let (left, right) = (a.layout(), b.layout());
        let one_type = left.is_of_same_type(right);
        if one_type && left.variant() != right.variant() {
            // The object that `diff` was called on has no reference to lend, but its view.
            return match whole() {
                (None, None) => self.switched(a, b),
                sides => self.differ(sides, None),
            };
        }
        if !one_type {
            return self.by_names(a, b);
        }
        // In a path, the fields of a variant without names are indexes.
        let is_numbered = left.variant_of().is_some();
        for (number, (a, b)) in a.slots().zip(b.slots()).enumerate() {
            let name = a.info().name();
            let step = || match is_numbered && name == number.to_string() {
                true => Step::Index(number),
                false => Step::Name(name.into()),
            };
            self.at(step, a.get(), b.get());
        }
        let entry = |of: Object<'a>, name: &str| {
            of.dict().and_then(|dict| dict.get(name)).map(AttrRef::from)
        };
        for (name, value) in Vars::entries(a) {
            self.at(|| Step::Name(name.into()), Some(value.into()), entry(b, name));
        }
        for (name, value) in Vars::entries(b).filter(|(name, _)| entry(a, name).is_none()) {
            self.at(|| Step::Name(name.into()), None, Some(value.into()));
        }
    }

    /// Compares objects of two types.
    fn by_names(&mut self, a: Object<'_>, b: Object<'_>) {
        let mut seen: Vec<&str> = Dir::new(a).collect();
        let mut names = seen.clone();
        seen.sort_unstable();
        names.extend(Dir::new(b).filter(|name| seen.binary_search(name).is_err()));
        for name in names {
            self.at(|| Step::Name(name.into()), find(a, name), find(b, name));
        }
    }

    /// Notes that the object that `diff` was called on switches its variant.
    fn switched(&mut self, a: Object<'_>, b: Object<'_>) {
        if let (Some(a), Some(b)) = (a.whole(), b.whole()) {
            self.differ((Some(a), Some(b)), None);
        }
    }

    fn maps(&mut self, a: &dyn MapView, b: &dyn MapView) {
        let step = |key: &str| Step::Name(key.into());
        for (key, value) in a.iter() {
            let key: Cow<'_, str> = key.text();
            self.at(|| step(&key), Some(value), b.get(&key));
        }
        for (key, value) in b.iter() {
            let key: Cow<'_, str> = key.text();
            if a.get(&key).is_none() {
                self.at(|| step(&key), None, Some(value));
            }
        }
    }

    /// Compares lists by position. Of two lengths, the items between the longest beginning and the
    /// longest end that both have in common are paired by position; those that are left over are
    /// inserted or taken out.
    ///
    /// A minimal sequence of edits would find more that is common between scattered edits, but
    /// takes time that grows with the square of their number, each comparison walking through two
    /// items. An edit of a list is mostly in one place, where this is minimal too.
    fn lists(&mut self, a: &dyn ListView, b: &dyn ListView) {
        let (m, n) = (a.len(), b.len());
        if m != n && self.tests {
            self.found = true;
            return;
        }
        let (mut start, mut end) = (0, 0);
        if m != n {
            let mut same = |i, j| match (a.get(i), b.get(j)) {
                (Some(a), Some(b)) => self.test(&a, &b),
                _ => false,
            };
            let least = m.min(n);
            while start < least && same(start, start) {
                start += 1;
            }
            while end < least - start && same(m - 1 - end, n - 1 - end) {
                end += 1;
            }
        }
        let paired = m.min(n) - end;
        // Without anything that cannot be compared, the common beginning has no more to say.
        for index in (if self.unsure || m == n { 0 } else { start })..paired {
            self.at(|| Step::Index(index), a.get(index), b.get(index));
        }
        if self.unsure && m != n {
            for back in (1..=end).rev() {
                self.at(|| Step::Index(m - back), a.get(m - back), b.get(n - back));
            }
        }
        let before = (self.patch.changes.len(), self.patch.omitted.len());
        // The last one first, so that each index counts in the list as it is then.
        for index in (paired..m - end).rev() {
            self.moved(index, (a.get(index), None), index + 1 + end);
        }
        for index in paired..n - end {
            self.moved(index, (None, b.get(index)), index + end);
        }
        if let Some(omission) = self.patch.omitted.get(before.1) {
            // Without one of them, the others would not lead from one length to the other.
            let why = omission.why;
            self.patch.changes.truncate(before.0);
            self.patch.omitted.truncate(before.1);
            self.omit(why);
        }
    }

    /// Notes that an item is inserted or taken out.
    fn moved(&mut self, index: usize, sides: Sides<'_>, len: usize) {
        self.steps.push(Step::Index(index));
        self.differ(sides, Some(len));
        self.steps.pop();
    }
}

fn same_sets(a: &dyn ListView, b: &dyn ListView) -> bool {
    ValueRef::List(a) == ValueRef::List(b)
}
