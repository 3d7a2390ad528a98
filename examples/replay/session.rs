//! The classes and the objects of one request.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};
use slotted::class::Descriptor;
use slotted::prelude::*;
use slotted::{AttributeError, Class, ClassError, Instance, ObjLock, RecordError, WeakObjLock};

use crate::protocol::{Answer, ClassResult, Op, Statement};
use crate::python::{self, Missing};

/// The classes, objects and weak references of one request.
#[derive(Default)]
pub(crate) struct Session {
    classes: HashMap<String, Class>,
    objects: HashMap<String, Object>,
    /// The names of objects that are copies of what is not modelled.
    not_modelled: HashSet<String>,
    /// The tags of the callbacks that have run.
    log: Arc<Mutex<Vec<String>>>,
}

/// An object with its weak references, which the request keeps.
#[derive(Clone)]
struct Object {
    object: ObjLock<Instance>,
    weak: Rc<RefCell<WeakRefs>>,
}

#[derive(Default)]
struct WeakRefs {
    /// The one without a callback, which CPython hands out again.
    plain: Option<WeakObjLock<Instance>>,
    calling: Vec<WeakObjLock<Instance>>,
}

/// Why an operation gives no value.
enum Fault {
    Attribute(AttributeError),
    Record(RecordError),
    Class(ClassError),
    /// The type of the exception, and its text.
    Other(&'static str, String),
    Missing(Missing),
    Skipped(String),
}

macro_rules! faults {
    ($($error:ident => $fault:ident)*) => {$(
        impl From<$error> for Fault {
            fn from(error: $error) -> Self {
                Fault::$fault(error)
            }
        }
    )*};
}
faults! { AttributeError => Attribute RecordError => Record ClassError => Class }

type Answered = Result<Json, Fault>;

/// What the reason of a skipped operation begins with where CPython's builtin types have a value
/// and attributes of their own: only what a class statement makes of them is modelled.
pub(crate) const NOT_MODELLED: &str = "not modelled";

impl Session {
    /// Makes a class.
    pub(crate) fn create(&mut self, statement: &Statement) -> ClassResult {
        let result = match self.made(statement) {
            Ok(class) => {
                let value = described(&class);
                self.classes.insert(statement.name.clone(), class);
                Answer::value(value)
            }
            Err(fault) => answer(Err(fault)),
        };
        ClassResult { name: statement.name.clone(), result }
    }

    fn made(&self, statement: &Statement) -> Result<Class, Fault> {
        let base = |name: &String| match self.classes.get(name).cloned() {
            Some(class) => Ok(class),
            None => Class::__builtin(name)
                .ok_or_else(|| Fault::Skipped(format!("base {name} does not exist"))),
        };
        let bases: Vec<Class> = statement.bases.iter().map(base).collect::<Result<_, _>>()?;
        let mut builder = Class::builder(&*statement.name).bases(&bases);
        if !statement.slots.is_null() {
            builder = builder.slots_value(to_value(&statement.slots));
            // The statement is a class attribute itself.
            builder = builder.attr("__slots__", to_value(&statement.slots));
        }
        for (name, value) in &statement.attrs {
            builder = builder.attr(&**name, to_value(value));
        }
        Ok(builder.build()?)
    }

    /// Runs an operation.
    pub(crate) fn run(&mut self, op: &Op) -> Answer {
        answer(self.result(op))
    }

    fn result(&mut self, op: &Op) -> Answered {
        let class = match &op.cls {
            None => None,
            Some(name) => match self.classes.get(name) {
                Some(class) => Some(class.clone()),
                None => return Err(Fault::Skipped(format!("no class {name}"))),
            },
        };
        let class = || class.clone().ok_or_else(|| Fault::Skipped("no class is named".into()));
        if op.op == "new" {
            return Ok(self.keep(&op.obj, Object::new(class()?.instance())));
        }
        if self.not_modelled.contains(&op.obj) {
            self.not_modelled.extend(op.copy.clone());
            return Err(Fault::Skipped(format!("{NOT_MODELLED}: object {}", op.obj)));
        }
        let Some(held) = self.objects.get(&op.obj).cloned() else {
            return Err(Fault::Skipped(format!("no object {}", op.obj)));
        };
        let name = op.name.as_deref().unwrap_or_default();
        let object = held.object.try_read().expect("nobody writes it");
        if let Some(base) = python::builtin_base(object.class())
            && python::is_of_builtin(&op.op, name)
        {
            self.not_modelled.extend(op.copy.clone());
            return Err(Fault::Skipped(format!("{NOT_MODELLED}: the value of '{}'", base.name())));
        }
        match &*op.op {
            "get" => {
                python::get(&object, name, held.weak.borrow().count() > 0).map_err(Fault::Missing)
            }
            "hasattr" => Ok(python::get(&object, name, false).is_ok().into()),
            "dir" => Ok(python::dir(&object).into()),
            "vars" => match object.dict() {
                Some(dict) => Ok(json!({"dict": dict})),
                None => {
                    let text = "vars() argument must have __dict__ attribute";
                    Err(Fault::Other("TypeError", text.into()))
                }
            },
            "state" => {
                let state = object.get_state()?;
                let some = |dict: Option<Dict>| dict.filter(|dict| !dict.is_empty());
                let (dict, slots) = (some(state.dict), some(Some(state.slots)));
                let is_none = dict.is_none() && slots.is_none();
                Ok(if is_none { Json::Null } else { json!({"dict": dict, "slots": slots}) })
            }
            "copy" => {
                let copy = object.copy()?;
                Ok(self.keep(op.copy.as_deref().unwrap_or_default(), Object::new(copy)))
            }
            "alias" => {
                drop(object);
                Ok(self.keep(op.copy.as_deref().unwrap_or_default(), held))
            }
            "weakref" => held.refer(&object, op.tag.clone(), &self.log),
            "weakref_drop" => {
                drop(object);
                self.forget(&op.obj, held)
            }
            kind => {
                drop(object);
                let mut object = held.object.try_write().expect("nobody reads it");
                match kind {
                    "set" => object.setattr(name, to_value(&op.value))?,
                    "del" => object.delattr(name).map(drop)?,
                    "set_class" => object.set_class(&class()?)?,
                    "desc_get" | "desc_set" | "desc_del" => {
                        let class = class()?;
                        let none = || format!("{} has no member descriptor {name}", class.name());
                        let slot = class.descriptor(name).ok_or_else(|| Fault::Skipped(none()))?;
                        return described_slot(&slot, kind, &mut object, &op.value);
                    }
                    kind => return Err(Fault::Skipped(format!("unknown op {kind}"))),
                }
                Ok(true.into())
            }
        }
    }

    /// Keeps an object under a name.
    fn keep(&mut self, name: &str, object: Object) -> Json {
        self.objects.insert(name.into(), object);
        name.into()
    }

    /// Makes a weak reference, forgets the name, and looks at the reference.
    fn forget(&mut self, name: &str, held: Object) -> Answered {
        let weak = held.downgraded()?;
        self.log.lock().expect("no callback panics").clear();
        self.objects.remove(name);
        let refs = Rc::clone(&held.weak);
        drop(held);
        // Other names of the object share its weak references; without one, they die with it.
        drop(refs);
        let log = self.log.lock().expect("no callback panics");
        Ok(json!({"alive": weak.is_alive(), "callbacks": *log}))
    }
}

fn described_slot(slot: &Descriptor, op: &str, object: &mut Instance, value: &Json) -> Answered {
    match op {
        "desc_get" => return Ok(json!(slot.get(object)?.to_value())),
        "desc_set" => slot.set(object, to_value(value))?,
        _ => drop(slot.delete(object)?),
    }
    Ok(true.into())
}

impl Object {
    fn new(instance: Instance) -> Self {
        Object { object: ObjLock::new(instance), weak: Rc::default() }
    }

    /// A weak reference without a callback.
    fn downgraded(&self) -> Result<WeakObjLock<Instance>, Fault> {
        ObjLock::try_downgrade(&self.object).ok_or_else(|| {
            let object = self.object.try_read().expect("nobody writes it");
            let name = object.class().name();
            Fault::Other("TypeError", format!("cannot create weak reference to '{name}' object"))
        })
    }

    /// Makes a weak reference, with a callback if there is a tag for it to log.
    fn refer(&self, _: &Instance, tag: Option<String>, log: &Arc<Mutex<Vec<String>>>) -> Answered {
        let shared = tag.is_none() && self.weak.borrow().plain.is_some();
        match tag {
            None => {
                let plain = self.downgraded()?;
                self.weak.borrow_mut().plain.get_or_insert(plain);
            }
            Some(tag) => {
                let log = Arc::clone(log);
                let logged = move |_: &WeakObjLock<Instance>| {
                    log.lock().expect("no callback panics").push(tag);
                };
                match ObjLock::try_downgrade_with(&self.object, logged) {
                    Some(weak) => self.weak.borrow_mut().calling.push(weak),
                    // The error is that of a reference without a callback.
                    None => drop(self.downgraded()?),
                }
            }
        }
        Ok(json!({"count": self.weak.borrow().count(), "shared": shared}))
    }
}

impl WeakRefs {
    fn count(&self) -> usize {
        usize::from(self.plain.is_some()) + self.calling.len()
    }
}

/// What is told of a class: where CPython would keep its slots too.
fn described(class: &Class) -> Json {
    let there = class.__in_cpython();
    json!({
        "base": class.base().map(Class::name),
        "mro": class.mro().map(Class::name).collect::<Vec<_>>(),
        "has_dict": class.has_dict(),
        "has_weakref": class.has_weakref(),
        "slots": there.slots,
        "words": there.words,
        "first_word": there.first_word,
        "weakref_word": there.weakref_word,
    })
}

fn answer(result: Answered) -> Answer {
    match result {
        Ok(value) => Answer::value(value),
        // CPython suggests a name where one is read, and nowhere else.
        Err(Fault::Missing(Missing::Special(text))) => Answer::error("AttributeError", text),
        Err(Fault::Missing(Missing::Attribute(error, did_you_mean))) => {
            let (kind, message) = (python::exception(&error), python::message(&error));
            Answer::Error { error: kind, message, did_you_mean }
        }
        Err(Fault::Attribute(error)) => {
            Answer::error(python::exception(&error), python::message(&error))
        }
        Err(Fault::Record(error)) => {
            let first = error.errors().first().expect("an error has one");
            Answer::error(python::exception(first), python::message(first))
        }
        Err(Fault::Class(error)) => Answer::error(error.python_type(), error.to_string()),
        Err(Fault::Other(kind, message)) => Answer::error(kind, message),
        Err(Fault::Skipped(why)) => Answer::skipped(why),
    }
}

fn to_value(json: &Json) -> Value {
    slotted::to_value(json).expect("each JSON is a value")
}
