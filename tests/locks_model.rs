//! Locked objects compared with a model, over random sequences of operations: guards that stay out,
//! `try_` operations, references made, upgraded and dropped meanwhile, the death of an object,
//! access by name and by path through the lock. `ci/valgrind` and `ci/on-nightly asan` run these
//! tests too.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use slotted::prelude::*;
use slotted::rc::SharedError;
use slotted::{AttrRef, WeakSlot};

#[path = "common/lock_steps.rs"]
mod lock_steps;
use lock_steps::{Known, Step, check, sequences};

/// Runs the steps on the model and on real objects, for one kind of lock. This is a macro because
/// the two kinds require different bounds of a callback, and name their guards' functions
/// differently.
macro_rules! held_against_a_model {
    ($test:ident, $obj:ident, $weak:ident, $count:ident, $read:ident, $write:ident,
     $log:ident, $push:expr, $take:expr) => {
        mod $test {
            use super::*;
            use slotted::rc::{ReadGuard, WriteGuard, $count};
            use slotted::{$obj, $weak};

            #[derive(Slots)]
            #[slots(weakref)]
            struct Node {
                value: u64,
                list: Vec<u64>,
                next: Option<$obj<Node>>,
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

            /// A guard, with the reference that it borrows.
            ///
            /// Invariant 1: `guard` borrows what `object` holds, and drops first, as it is declared
            /// first. (Only `new` makes an `Out`, and nothing takes it apart.)
            struct Out<G> {
                guard: G,
                object: Rc<$obj<Node>>,
            }

            impl<G, E> Out<Result<G, E>> {
                fn new(
                    object: $obj<Node>,
                    take: fn(&'static $obj<Node>) -> Result<G, E>,
                ) -> Result<Out<G>, E> {
                    let object = Rc::new(object);
                    #[allow(unsafe_code)]
                    // SAFETY: the guard is used only while `object` is there (invariant 1), and an
                    // `Rc` does not move what it holds.
                    let kept = unsafe { &*Rc::as_ptr(&object) };
                    take(kept).map(|guard| Out { guard, object })
                }
            }
            type Reading = ReadGuard<'static, Node, $count>;
            type Writing = WriteGuard<'static, Node, $count>;

            #[derive(Default)]
            struct World {
                known: Vec<Known>,
                strong: Vec<(usize, $obj<Node>)>,
                weak: Vec<(usize, Option<usize>, $weak<Node>)>,
                reading: Vec<(usize, Out<Reading>)>,
                writing: Vec<(usize, Out<Writing>)>,
                callbacks: usize,
                expected: Vec<String>,
            }

            impl World {
                /// Models the drop of a strong reference.
                fn note_drop(&mut self, id: usize) {
                    self.known[id].strong -= 1;
                    if self.known[id].strong > 0 {
                        return;
                    }
                    for callback in std::mem::take(&mut self.known[id].callbacks).iter().rev() {
                        self.expected.push(format!("callback {callback}"));
                    }
                    self.expected.push(format!("value {id}"));
                    if let Some(next) = self.known[id].next.take() {
                        self.note_drop(next);
                    }
                }

                fn end<T>(&mut self, left: Vec<(usize, T)>) {
                    for (id, left) in left {
                        drop(left);
                        self.note_drop(id);
                    }
                }

                fn is_unique(&self, id: usize) -> bool {
                    let known = &self.known[id];
                    known.strong == 1 && known.weak == 0 && known.callbacks.is_empty()
                }

                fn may_read(&self, id: usize) -> bool {
                    !self.known[id].written
                }

                fn may_write(&self, id: usize) -> bool {
                    !self.known[id].written && self.known[id].readers == 0
                }
            }

            fn run(steps: Vec<Step>) {
                let log = <$log>::default();
                let mut world = World::default();
                for (number, step) in steps.into_iter().enumerate() {
                    one(&mut world, &log, number as u64, step);
                    assert_eq!($take(&log), std::mem::take(&mut world.expected));
                }
                // What is left: guards first, then references.
                let left = std::mem::take(&mut world.reading);
                world.end(left);
                let left = std::mem::take(&mut world.writing);
                world.end(left);
                let left = std::mem::take(&mut world.strong);
                world.end(left);
                assert!(world.known.iter().all(|it| it.strong == 0), "{:?}", world.known);
                assert_eq!($take(&log), world.expected);
                assert!(world.weak.iter().all(|(_, _, weak)| weak.upgrade().is_none()));
            }

            fn one(world: &mut World, log: &$log, number: u64, step: Step) {
                macro_rules! pick {
                    ($list:ident, $at:expr) => {
                        match world.$list.len() {
                            0 => return,
                            length => $at % length,
                        }
                    };
                }
                match step {
                    Step::New => {
                        let id = world.known.len();
                        world.known.push(Known { strong: 1, value: number, ..Known::default() });
                        let object = $obj::new(Node {
                            value: number,
                            list: vec![0],
                            next: None,
                            log: log.clone(),
                            id,
                            __weakref__: WeakSlot::new(),
                        });
                        world.strong.push((id, object));
                    }
                    Step::Clone(at) => {
                        let at = pick!(strong, at);
                        let (id, object) = (world.strong[at].0, world.strong[at].1.clone());
                        world.known[id].strong += 1;
                        world.strong.push((id, object));
                    }
                    Step::Drop(at) => {
                        let (id, object) = world.strong.remove(pick!(strong, at));
                        drop(object);
                        world.note_drop(id);
                    }
                    Step::Downgrade(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        world.weak.push((*id, None, $obj::downgrade(object)));
                        world.known[*id].weak += 1;
                    }
                    Step::DowngradeWith(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let (log, callback) = (log.clone(), world.callbacks);
                        let weak = $obj::downgrade_with(object, move |_| {
                            $push(&log, format!("callback {callback}"));
                        });
                        world.weak.push((*id, Some(callback), weak));
                        world.known[*id].weak += 1;
                        world.known[*id].callbacks.push(callback);
                        world.callbacks += 1;
                    }
                    Step::CloneWeak(at) => {
                        let (id, _, weak) = &world.weak[pick!(weak, at)];
                        let copy = (*id, None, weak.clone());
                        world.known[copy.0].weak += 1;
                        world.weak.push(copy);
                    }
                    Step::DropWeak(at) => {
                        let (id, callback, weak) = world.weak.remove(pick!(weak, at));
                        drop(weak);
                        world.known[id].weak -= 1;
                        world.known[id].callbacks.retain(|it| Some(*it) != callback);
                    }
                    Step::Upgrade(at) => {
                        let (id, _, weak) = &world.weak[pick!(weak, at)];
                        let upgraded = weak.upgrade();
                        assert_eq!(upgraded.is_some(), world.known[*id].strong > 0);
                        assert_eq!(weak.is_alive(), upgraded.is_some());
                        if let Some(object) = upgraded {
                            world.known[*id].strong += 1;
                            world.strong.push((*id, object));
                        }
                    }
                    Step::Read(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let id = *id;
                        match Out::new(object.clone(), |object| object.$read()) {
                            Ok(out) => {
                                assert!(world.may_read(id));
                                assert_eq!(out.guard.value, world.known[id].value);
                                world.known[id].readers += 1;
                                world.known[id].strong += 1;
                                world.reading.push((id, out));
                            }
                            Err(_) => assert!(!world.may_read(id)),
                        }
                    }
                    Step::Write(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let id = *id;
                        match Out::new(object.clone(), |object| object.$write()) {
                            Ok(mut out) => {
                                assert!(world.may_write(id));
                                out.guard.value = number;
                                world.known[id].value = number;
                                world.known[id].written = true;
                                world.known[id].strong += 1;
                                world.writing.push((id, out));
                            }
                            Err(_) => assert!(!world.may_write(id)),
                        }
                    }
                    // The reference of a guard may be the last one: then the object dies after it.
                    Step::EndRead(at) => {
                        let (id, out) = world.reading.remove(pick!(reading, at));
                        assert_eq!(out.guard.value, world.known[id].value);
                        drop(out);
                        world.known[id].readers -= 1;
                        world.note_drop(id);
                    }
                    Step::EndWrite(at) => {
                        let (id, out) = world.writing.remove(pick!(writing, at));
                        assert!(matches!(out.object.getattr("value"), Err(SharedError::Locked)));
                        drop(out);
                        world.known[id].written = false;
                        world.note_drop(id);
                    }
                    Step::WriteThroughGuard(at) => {
                        let at = pick!(writing, at);
                        let (id, out) = &mut world.writing[at];
                        out.guard.setattr("value", number).unwrap();
                        world.known[*id].value = number;
                    }
                    Step::GetMut(at) => {
                        let at = pick!(strong, at);
                        let id = world.strong[at].0;
                        let unique = world.is_unique(id);
                        match $obj::get_mut(&mut world.strong[at].1) {
                            Some(value) => {
                                assert!(unique);
                                value.value = number;
                                world.known[id].value = number;
                            }
                            None => assert!(!unique),
                        }
                    }
                    Step::TryUnwrap(at) => {
                        let (id, object) = world.strong.remove(pick!(strong, at));
                        let unique = world.is_unique(id);
                        match $obj::try_unwrap(object) {
                            Ok(value) => {
                                assert!(unique && value.value == world.known[id].value);
                                drop(value);
                                world.note_drop(id);
                            }
                            Err(object) => {
                                assert!(!unique);
                                world.strong.push((id, object));
                            }
                        }
                    }
                    Step::ByName(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let read = object.getattr("value");
                        if let Ok(value) = &read {
                            assert_eq!(*value, Value::from(world.known[*id].value));
                        }
                        check(read, world.may_read(*id));
                    }
                    Step::SetByName(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let (id, may) = (*id, world.may_write(*id));
                        check(object.setattr("value", number), may);
                        if may {
                            world.known[id].value = number;
                        }
                    }
                    Step::SetByPath(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let done = object.setattr_path("list[0]", number);
                        assert_eq!(done.is_ok(), world.may_write(*id), "{done:?}");
                    }
                    Step::SetByText(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let (id, may) = (*id, world.may_write(*id));
                        check(object.setattr_str("value", &number.to_string()), may);
                        if may {
                            world.known[id].value = number;
                        }
                    }
                    Step::Print(at) => {
                        let (id, object) = &world.strong[pick!(strong, at)];
                        let text = format!("{:?}", AttrRef::new(object));
                        let expected = match world.may_read(*id) {
                            true => format!("Node(value={}, ", world.known[*id].value),
                            false => "<locked 'Node'>".to_owned(),
                        };
                        assert!(text.starts_with(&expected), "{text}");
                    }
                    Step::SetWeakly(at) => {
                        let (id, _, weak) = &world.weak[pick!(weak, at)];
                        let (id, alive) = (*id, world.known[*id].strong > 0);
                        match weak.setattr("value", number) {
                            Ok(()) => {
                                assert!(alive && world.may_write(id));
                                world.known[id].value = number;
                            }
                            Err(SharedError::Dead) => assert!(!alive),
                            Err(SharedError::Locked) => assert!(alive && !world.may_write(id)),
                            Err(other) => panic!("{other}"),
                        }
                    }
                    Step::Link(from, to) => {
                        let (from, to) = (pick!(strong, from), pick!(strong, to));
                        let ((from, object), (to, next)) = (&world.strong[from], &world.strong[to]);
                        let (from, to) = (*from, *to);
                        // Only to an older object, so that no circle keeps itself alive.
                        if to >= from {
                            return;
                        }
                        let written = object.$write().map(|mut it| it.next.replace(next.clone()));
                        assert_eq!(written.is_ok(), world.may_write(from));
                        if let Ok(old) = written {
                            drop(old);
                            world.known[to].strong += 1;
                            if let Some(old) = world.known[from].next.replace(to) {
                                world.note_drop(old);
                            }
                        }
                    }
                }
            }

            #[test]
            fn does_what_the_model_does() {
                sequences(200, 80, run);
            }

            #[test]
            #[ignore = "takes a minute"]
            fn does_so_over_many_and_long_sequences() {
                sequences(1_000, 400, run);
            }
        }
    };
}

type LocalLog = Rc<RefCell<Vec<String>>>;
type SentLog = Arc<Mutex<Vec<String>>>;

held_against_a_model!(
    a_lock,
    ObjLock,
    WeakObjLock,
    AtomicLock,
    try_read,
    try_write,
    SentLog,
    |log: &SentLog, text| log.lock().unwrap().push(text),
    |log: &SentLog| std::mem::take(&mut *log.lock().unwrap())
);
held_against_a_model!(
    a_cell,
    ObjCell,
    WeakObjCell,
    LocalLock,
    try_borrow,
    try_borrow_mut,
    LocalLog,
    |log: &LocalLog, text| log.borrow_mut().push(text),
    |log: &LocalLog| std::mem::take(&mut *log.borrow_mut())
);
