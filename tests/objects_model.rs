//! Shared objects compared with a model, over random sequences of all operations on references.
//! `.ci/run` runs these tests under the address and leak sanitizers too, and `ci/valgrind` runs
//! them under valgrind.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use slotted::WeakSlot;
use slotted::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    New,
    Clone(usize),
    Drop(usize),
    Downgrade(usize),
    DowngradeWith(usize),
    Finalize(usize),
    CloneWeak(usize),
    DropWeak(usize),
    Upgrade(usize),
    CancelFinalizer(usize),
    GetMut(usize),
    MakeMut(usize),
    TryUnwrap(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let at = 0_usize..8;
    prop_oneof![
        Just(Step::New),
        at.clone().prop_map(Step::Clone),
        at.clone().prop_map(Step::Drop),
        at.clone().prop_map(Step::Drop),
        at.clone().prop_map(Step::Downgrade),
        at.clone().prop_map(Step::DowngradeWith),
        at.clone().prop_map(Step::Finalize),
        at.clone().prop_map(Step::CloneWeak),
        at.clone().prop_map(Step::DropWeak),
        at.clone().prop_map(Step::Upgrade),
        at.clone().prop_map(Step::CancelFinalizer),
        at.clone().prop_map(Step::GetMut),
        at.clone().prop_map(Step::MakeMut),
        at.prop_map(Step::TryUnwrap),
    ]
}

/// The model's state of one object.
#[derive(Clone, Debug, Default)]
struct Known {
    strong: usize,
    /// Number of weak references and finalizers that the test holds.
    weak: usize,
    /// Numbers of the callbacks that the object's death will call, in the order of registration.
    callbacks: Vec<usize>,
    value: u64,
}

/// Runs the steps on the model and on real objects, for one kind of reference. This is a macro
/// because the two kinds require different bounds of a callback.
macro_rules! held_against_a_model {
    ($test:ident, $obj:ident, $weak:ident, $log:ident, $new_log:expr, $push:expr, $take:expr) => {
        mod $test {
            use super::*;
            use slotted::{$obj, $weak};

            #[derive(Slots, Clone)]
            #[slots(weakref)]
            struct Node {
                value: u64,
                #[slots(skip)]
                log: $log,
                #[slots(skip)]
                id: usize,
                __weakref__: WeakSlot,
            }

            impl Drop for Node {
                fn drop(&mut self) {
                    $push(&self.log, format!("value {}", self.id));
                }
            }

            #[derive(Default)]
            struct World {
                known: Vec<Known>,
                strong: Vec<(usize, $obj<Node>)>,
                /// The id of the object, the number of the callback if there is one, and the
                /// reference.
                weak: Vec<(usize, Option<usize>, $weak<Node>)>,
                finalizers: Vec<(usize, usize, Box<dyn FnOnce() -> bool>)>,
                callbacks: usize,
                expected: Vec<String>,
            }

            impl World {
                fn note_new(&mut self, value: u64) -> usize {
                    self.known.push(Known { strong: 1, value, ..Known::default() });
                    self.known.len() - 1
                }

                /// Models the drop of a strong reference.
                fn note_drop(&mut self, id: usize) {
                    self.known[id].strong -= 1;
                    if self.known[id].strong == 0 {
                        for callback in std::mem::take(&mut self.known[id].callbacks).iter().rev() {
                            self.expected.push(format!("callback {callback}"));
                        }
                        self.expected.push(format!("value {id}"));
                    }
                }

                fn is_unique(&self, id: usize) -> bool {
                    let known = &self.known[id];
                    known.strong == 1 && known.weak == 0 && known.callbacks.is_empty()
                }
            }

            fn run(steps: &[Step]) {
                let log: $log = $new_log;
                let mut world = World::default();
                let make = |id: usize, value: u64| {
                    let (log, weak) = (log.clone(), WeakSlot::new());
                    $obj::new(Node { value, log, id, __weakref__: weak })
                };
                for step in steps {
                    let of_strong = |at: &usize, world: &World| {
                        (!world.strong.is_empty()).then(|| at % world.strong.len())
                    };
                    let of_weak = |at: &usize, world: &World| {
                        (!world.weak.is_empty()).then(|| at % world.weak.len())
                    };
                    match step {
                        Step::New => {
                            let id = world.note_new(world.known.len() as u64);
                            world.strong.push((id, make(id, id as u64)));
                        }
                        Step::Clone(at) => {
                            let Some(at) = of_strong(at, &world) else { continue };
                            let (id, object) = &world.strong[at];
                            let copy = (*id, object.clone());
                            world.known[copy.0].strong += 1;
                            world.strong.push(copy);
                        }
                        Step::Drop(at) => {
                            let Some(at) = of_strong(at, &world) else { continue };
                            let (id, object) = world.strong.swap_remove(at);
                            world.note_drop(id);
                            drop(object);
                        }
                        Step::Downgrade(at) => {
                            let Some(at) = of_strong(at, &world) else { continue };
                            let (id, object) = &world.strong[at];
                            let weak = (*id, None, $obj::downgrade(object));
                            world.known[weak.0].weak += 1;
                            world.weak.push(weak);
                        }
                        Step::DowngradeWith(at) | Step::Finalize(at) => {
                            let Some(at) = of_strong(at, &world) else { continue };
                            let number = world.callbacks;
                            world.callbacks += 1;
                            let (id, object) = &world.strong[at];
                            let (id, log) = (*id, log.clone());
                            let say = move || $push(&log, format!("callback {number}"));
                            if matches!(step, Step::Finalize(_)) {
                                let finalizer = $obj::finalize(object, say);
                                world.finalizers.push((
                                    id,
                                    number,
                                    Box::new(|| finalizer.cancel()),
                                ));
                            } else {
                                let weak =
                                    $obj::downgrade_with(object, move |own: &$weak<Node>| {
                                        assert!(own.upgrade().is_none());
                                        say();
                                    });
                                world.weak.push((id, Some(number), weak));
                            }
                            world.known[id].weak += 1;
                            world.known[id].callbacks.push(number);
                        }
                        Step::CloneWeak(at) => {
                            let Some(at) = of_weak(at, &world) else { continue };
                            let (id, _, weak) = &world.weak[at];
                            let copy = (*id, None, weak.clone());
                            world.known[copy.0].weak += 1;
                            world.weak.push(copy);
                        }
                        Step::DropWeak(at) => {
                            let Some(at) = of_weak(at, &world) else { continue };
                            let (id, callback, weak) = world.weak.swap_remove(at);
                            world.known[id].weak -= 1;
                            world.known[id].callbacks.retain(|other| Some(*other) != callback);
                            drop(weak);
                        }
                        Step::Upgrade(at) => {
                            let Some(at) = of_weak(at, &world) else { continue };
                            let (id, _, weak) = &world.weak[at];
                            let (id, upgraded) = (*id, weak.upgrade());
                            assert_eq!(upgraded.is_some(), world.known[id].strong > 0);
                            if let Some(object) = upgraded {
                                world.known[id].strong += 1;
                                world.strong.push((id, object));
                            }
                        }
                        Step::CancelFinalizer(at) => {
                            if world.finalizers.is_empty() {
                                continue;
                            }
                            let at = at % world.finalizers.len();
                            let (id, number, cancel) = world.finalizers.swap_remove(at);
                            let known = &mut world.known[id];
                            let is_pending = known.callbacks.contains(&number);
                            known.callbacks.retain(|other| *other != number);
                            known.weak -= 1;
                            assert_eq!(cancel(), is_pending);
                        }
                        Step::GetMut(at) => {
                            let Some(at) = of_strong(at, &world) else { continue };
                            let id = world.strong[at].0;
                            let is_unique = world.is_unique(id);
                            let got = $obj::get_mut(&mut world.strong[at].1);
                            assert_eq!(got.is_some(), is_unique);
                            if let Some(node) = got {
                                node.value += 100;
                                world.known[id].value += 100;
                            }
                        }
                        Step::MakeMut(at) => {
                            let Some(at) = of_strong(at, &world) else { continue };
                            let id = world.strong[at].0;
                            let value = world.known[id].value;
                            let is_unique = world.is_unique(id);
                            let node = $obj::make_mut(&mut world.strong[at].1);
                            if is_unique {
                                node.value += 1;
                                world.known[id].value += 1;
                            } else {
                                // `make_mut` copied: the copy is a new object.
                                let copy = world.note_new(value);
                                let (_, object) = &mut world.strong[at];
                                $obj::get_mut(object).expect("it is new").id = copy;
                                world.strong[at].0 = copy;
                                world.note_drop(id);
                            }
                        }
                        Step::TryUnwrap(at) => {
                            let Some(at) = of_strong(at, &world) else { continue };
                            let (id, object) = world.strong.swap_remove(at);
                            let is_unique = world.is_unique(id);
                            match $obj::try_unwrap(object) {
                                Ok(node) => {
                                    assert!(is_unique);
                                    assert_eq!(node.value, world.known[id].value);
                                    world.note_drop(id);
                                    drop(node);
                                }
                                Err(object) => {
                                    assert!(!is_unique);
                                    world.strong.push((id, object));
                                }
                            }
                        }
                    }
                    assert_eq!($take(&log), std::mem::take(&mut world.expected), "{step:?}");
                    for (id, object) in &world.strong {
                        assert_eq!($obj::strong_count(object), world.known[*id].strong);
                        assert_eq!(object.getattr("value").unwrap(), world.known[*id].value);
                    }
                    for (id, _, weak) in &world.weak {
                        assert_eq!(weak.is_alive(), world.known[*id].strong > 0);
                        assert!(
                            world.weak.iter().all(|other| (other.0 == *id) == (other.2 == *weak))
                        );
                    }
                }
            }

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(1_000))]

                #[test]
                fn does_what_the_model_does(steps in prop::collection::vec(step(), 1..60)) {
                    run(&steps);
                }
            }
        }
    };
}

type LocalLog = Rc<RefCell<Vec<String>>>;
type SharedLog = Arc<Mutex<Vec<String>>>;

held_against_a_model!(
    a_local_object,
    LocalObj,
    LocalWeakObj,
    LocalLog,
    LocalLog::default(),
    |log: &LocalLog, text| log.borrow_mut().push(text),
    |log: &LocalLog| std::mem::take(&mut *log.borrow_mut())
);
held_against_a_model!(
    an_object,
    Obj,
    WeakObj,
    SharedLog,
    SharedLog::default(),
    |log: &SharedLog, text| log.lock().unwrap().push(text),
    |log: &SharedLog| std::mem::take(&mut *log.lock().unwrap())
);
