//! The subjects: attributes by a name known only at run time, and other ways from a name to a
//! value.

use std::collections::HashMap;
use std::hint::black_box;

use slotted::prelude::*;

use crate::harness::Subject;
use crate::perfect::PerfectHash;
use crate::wide::Wide;

/// Number of names accessed in a pass: more than a branch predictor remembers. (It remembers a
/// thousand.)
pub(crate) const NAMES: usize = 1 << 15;

/// Returns a generator of numbers (xorshift): random enough to defeat a branch predictor, and the same
/// in each run.
pub(crate) fn random() -> impl FnMut() -> usize {
    let mut state = 0x5107_7ed0_f119_4715_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    }
}

/// The order of the names in a pass.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    /// The order of declaration, repeated: a branch predictor learns it.
    Declared,
    /// A random order: a branch predictor cannot learn it.
    Random,
    /// A random order of names that do not exist: each differs from a slot's name in its last
    /// letter.
    Missing,
}

/// The object and maps that are read, and the names to read.
pub(crate) struct Fixture<T> {
    pub(crate) object: T,
    pub(crate) names: Vec<&'static str>,
    perfect: PerfectHash<T>,
    std: HashMap<String, Value>,
    foldhash: hashbrown::HashMap<String, Value, foldhash::fast::RandomState>,
    ahash: hashbrown::HashMap<String, Value, ahash::RandomState>,
}

impl<T: Wide> Fixture<T> {
    pub(crate) fn new(order: Order) -> Self {
        let mut object = T::default();
        for (value, name) in T::NAMES.iter().enumerate() {
            object.setattr(name, value as f64).expect("a slot of that name");
        }
        let numbered = || {
            let values = (0..).map(|value| Value::from(f64::from(value)));
            T::NAMES.iter().map(|name| (*name).to_owned()).zip(values)
        };
        let mut random = random();
        // Copy the names, so that a name to read is not at the address of the declared name.
        let asked = T::NAMES.iter().map(|name| match order {
            Order::Declared | Order::Random => (*name).to_owned(),
            Order::Missing => format!("{}#", &name[..name.len() - 1]),
        });
        let asked: Vec<&'static str> = asked.map(|name| &*name.leak()).collect();
        let names = (0..NAMES).map(|at| match order {
            Order::Declared => asked[at % asked.len()],
            Order::Random | Order::Missing => asked[random() % asked.len()],
        });
        Fixture {
            object,
            names: names.collect(),
            perfect: PerfectHash::new(),
            std: numbered().collect(),
            foldhash: numbered().collect(),
            ahash: numbered().collect(),
        }
    }

    /// Returns a subject that reads all names in a pass; `read` reads one.
    pub(crate) fn pass<'a>(
        &'a self,
        name: &'static str,
        read: impl Fn(&'a T, &'static str) -> Option<f64> + 'a,
    ) -> Subject<'a> {
        let run = move || {
            let object = black_box(&self.object);
            let read = |name: &&'static str| read(object, name).unwrap_or(-1.0);
            black_box(black_box(&self.names).iter().map(read).sum::<f64>());
        };
        (name, Box::new(run))
    }

    /// Returns the ways to read that every bench includes. The floor comes first: the perfect hash
    /// made by hand.
    pub(crate) fn reads(&self) -> Vec<Subject<'_>> {
        let found = |name: &&str| T::read_only_slot::<f64>(name).ok();
        let slots: Vec<_> = self.names.iter().filter_map(found).collect();
        let mut subjects = vec![self.pass("perfect hash by hand", |object, name| {
            self.perfect.find(name).map(|slot| *slot.get(object))
        })];
        if slots.len() == self.names.len() {
            let known: Subject<'_> = (
                "known offset",
                Box::new(move || {
                    let object = black_box(&self.object);
                    black_box(black_box(&slots).iter().map(|slot| slot.get(object)).sum::<f64>());
                }),
            );
            subjects.push(known);
        }
        subjects.extend([
            self.pass("hand-written match", |object, name| object.by_match(name).copied()),
            self.pass("slotted", |object, name| object.getattr_opt(name)?.downcast_ref().copied()),
            self.pass("slotted, through `dyn Attributes`", |object, name| {
                let object: &dyn Attributes = black_box(object);
                object.getattr_opt(name)?.downcast_ref().copied()
            }),
            self.pass("HashMap<String, Value>", |_, name| self.std.get(name)?.as_f64()),
            self.pass("hashbrown + foldhash", |_, name| self.foldhash.get(name)?.as_f64()),
            self.pass("hashbrown + ahash", |_, name| self.ahash.get(name)?.as_f64()),
        ]);
        subjects
    }
}

/// Returns a subject that writes all names in a pass; `write` writes one.
pub(crate) fn writing<'a, O>(
    name: &'static str,
    names: &'a [&'static str],
    mut object: O,
    write: impl Fn(&mut O, &str, f64) -> bool + 'a,
) -> Subject<'a>
where
    O: 'a,
{
    let run = move || {
        let object = black_box(&mut object);
        for (value, name) in black_box(names).iter().enumerate() {
            black_box(write(object, name, value as f64));
        }
    };
    (name, Box::new(run))
}

/// Returns the ways to write that every bench includes. The floor, the perfect hash made by
/// hand, comes first.
pub(crate) fn writes<T: Wide>(fixture: &Fixture<T>) -> Vec<Subject<'_>> {
    let names = &fixture.names;
    let slots: Vec<_> =
        names.iter().map(|name| T::slot::<f64>(name).expect("a slot of that name")).collect();
    let mut known = T::default();
    vec![
        writing("perfect hash by hand", names, T::default(), |object, name, value| {
            fixture.perfect.find(name).map(|slot| slot.set(object, value)).is_some()
        }),
        (
            "known offset",
            Box::new(move || {
                let object = black_box(&mut known);
                for (value, slot) in black_box(&slots).iter().enumerate() {
                    slot.set(object, value as f64);
                }
            }),
        ),
        writing("hand-written match", names, T::default(), |object, name, value| {
            object.by_match_mut(name).map(|slot| *slot = value).is_some()
        }),
        writing("slotted, setattr", names, T::default(), |object, name, value| {
            object.setattr(name, value).is_ok()
        }),
        writing("slotted, setattr through `dyn`", names, T::default(), |object, name, value| {
            let object: &mut dyn Attributes = black_box(object);
            object.setattr(name, value).is_ok()
        }),
        writing("slotted, replace_attr", names, T::default(), |object, name, value| {
            object.replace_attr(name, value).is_ok()
        }),
        writing("slotted, attr_mut", names, T::default(), |object, name, value| {
            object.attr_mut(name).map(|slot| *slot = value).is_ok()
        }),
        writing("HashMap<String, Value>", names, fixture.std.clone(), |map, name, value| {
            map.get_mut(name).map(|slot| *slot = value.into()).is_some()
        }),
        writing("hashbrown + foldhash", names, fixture.foldhash.clone(), |map, name, value| {
            map.get_mut(name).map(|slot| *slot = value.into()).is_some()
        }),
        writing("hashbrown + ahash", names, fixture.ahash.clone(), |map, name, value| {
            map.get_mut(name).map(|slot| *slot = value.into()).is_some()
        }),
    ]
}
