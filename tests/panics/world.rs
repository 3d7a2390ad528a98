//! What the operations work on: an object with a slot of every kind, and shared objects.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use slotted::class::NewSlot;
use slotted::prelude::*;
use slotted::rc::{ObjCell, WeakSlot, WeakValueMap};
use slotted::{Class, Instance, Obj, ObjLock, Rows, WeakObjLock};

use super::foreign::{Foreign, Holds, Hook, point};

/// One slot for each way in which foreign code is reached.
#[derive(Slots, Clone)]
#[slots(dict, methods, serialize, deserialize)]
pub(crate) struct Whole {
    pub(crate) own: Foreign,
    #[slots(as_str)]
    pub(crate) text: Foreign,
    #[slots(serde)]
    pub(crate) data: Foreign,
    #[slots(validate = Foreign::validate)]
    pub(crate) checked: Foreign,
    #[slots(optional, default = Some(Foreign::by_default()))]
    pub(crate) maybe: Option<Foreign>,
    #[slots(default)]
    pub(crate) usual: Foreign,
    pub(crate) list: Vec<Foreign>,
    #[slots(as_str)]
    pub(crate) texts: Vec<Foreign>,
    pub(crate) map: BTreeMap<String, Foreign>,
    pub(crate) shape: Shape,
    #[slots(lazy = Whole::compute)]
    pub(crate) lazy: OnceCell<Foreign>,
    #[slots(skip_serializing_if = Foreign::skip)]
    pub(crate) sometimes: Foreign,
    #[slots(skip, default)]
    pub(crate) skipped: Foreign,
    pub(crate) number: i64,
    pub(crate) __dict__: Dict,
}

#[slotted::methods]
impl Whole {
    fn read(&self, argument: Foreign) -> Foreign {
        point(Hook::Method);
        argument
    }

    fn write(&mut self, argument: Foreign, #[slots(default = Foreign::by_default())] or: Foreign) {
        point(Hook::Method);
        drop(or);
        self.own = argument;
    }

    fn fail(&self) -> Result<(), Foreign> {
        point(Hook::Method);
        Err(Foreign::new(1))
    }

    fn lend(&self, argument: &Foreign) -> String {
        point(Hook::Method);
        argument.number.to_string()
    }

    fn consume(self) -> i64 {
        point(Hook::Method);
        self.number
    }
}

impl Whole {
    fn compute(&self) -> Foreign {
        point(Hook::Lazy);
        Foreign::new(self.number)
    }
}

#[derive(SlotValue, Clone)]
#[slots(serialize, deserialize)]
pub(crate) enum Shape {
    One(Foreign),
    Two { a: Foreign, b: Foreign },
}

/// The value of a shared object. It has an opaque slot, which has no form in data.
#[derive(Slots, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[slots(weakref, methods)]
pub(crate) struct Shell {
    pub(crate) own: Foreign,
    #[slots(validate = Foreign::validate)]
    pub(crate) checked: Foreign,
    #[slots(opaque(eq, clone), default = Foreign::by_default())]
    pub(crate) opaque: Foreign,
    __weakref__: WeakSlot,
}

/// The node of a graph in data.
#[derive(Slots)]
#[slots(weakref)]
pub(crate) struct Linked {
    pub(crate) own: Foreign,
    #[slots(validate = Foreign::validate)]
    pub(crate) checked: Foreign,
    pub(crate) next: Option<ObjLock<Linked>>,
    pub(crate) back: Option<WeakObjLock<Linked>>,
    __weakref__: WeakSlot,
}

/// A graph of two objects in JSON. The second refers to the first weakly, so that no circle is
/// left.
pub(crate) const GRAPH: &str = r#"{"root":[1,2],"objects":{"1":{"own":3,"checked":3,"next":2,"back":1},"2":{"own":3,"checked":3,"next":null,"back":1}}}"#;

pub(crate) fn linked() -> Vec<ObjLock<Linked>> {
    let linked = |next| {
        let (own, checked) = (Foreign::new(3), Foreign::new(3));
        ObjLock::new(Linked { own, checked, next, back: None, __weakref__: WeakSlot::new() })
    };
    let second = linked(None);
    vec![linked(Some(second.clone())), second]
}

#[slotted::methods]
impl Shell {
    fn write(&mut self, argument: Foreign) {
        point(Hook::Method);
        self.own = argument;
    }
}

pub(crate) fn whole(n: i64) -> Whole {
    let new = || Foreign::new(n);
    Whole {
        own: new(),
        text: new(),
        data: new(),
        checked: new(),
        maybe: Some(new()),
        usual: new(),
        list: vec![new(), new()],
        texts: vec![new(), new()],
        map: BTreeMap::from([("a".to_owned(), new()), ("b".to_owned(), new())]),
        shape: if n == 1 { Shape::One(new()) } else { Shape::Two { a: new(), b: new() } },
        lazy: OnceCell::new(),
        sometimes: new(),
        skipped: new(),
        number: n,
        __dict__: Dict::from([("entry", Value::from(n))]),
    }
}

/// Attributes from which a [`Whole`] can be made.
pub(crate) fn attrs() -> Vec<(&'static str, Value)> {
    vec![
        ("own", 3.into()),
        ("text", "3".into()),
        ("data", 3.into()),
        ("checked", 3.into()),
        ("list", [3, 4].into()),
        ("texts", ["3", "4"].into()),
        ("map", Dict::from([("a", 3)]).into()),
        ("shape", Dict::from([("One", 3)]).into()),
        ("sometimes", 3.into()),
        ("number", 3.into()),
        ("entry", Value::opaque(Foreign::new(3))),
    ]
}

pub(crate) fn shell(n: i64) -> Shell {
    let new = || Foreign::new(n);
    Shell { own: new(), checked: new(), opaque: new(), __weakref__: WeakSlot::new() }
}

pub(crate) struct World {
    pub(crate) whole: Whole,
    pub(crate) other: Whole,
    pub(crate) shell: Shell,
    /// With an opaque entry in the `Dict`, whose drop is foreign.
    pub(crate) dict: Dict,
    pub(crate) obj: Option<Obj<Shell>>,
    pub(crate) lock: ObjLock<Shell>,
    pub(crate) cell: ObjCell<Shell>,
    pub(crate) objects: WeakValueMap<Foreign, Shell>,
    pub(crate) registry: slotted::Registry,
    pub(crate) class: Class,
    pub(crate) instance: Instance,
    pub(crate) rows: Rows,
}

/// A class with a slot of every kind.
fn class() -> Class {
    Class::builder("Made")
        .slot::<Foreign>("own")
        .declare(NewSlot::new("checked").validate(Foreign::validate))
        .declare(NewSlot::new("made").default_with(Foreign::by_default))
        .declare(NewSlot::<Foreign>::new("maybe").optional())
        .slot::<Vec<Foreign>>("list")
        .attr("K", Value::opaque(Foreign::new(1)))
        .dict()
        .build()
        .expect("it is a class")
}

/// Attributes of an instance.
pub(crate) fn row(n: i64) -> Vec<(&'static str, Value)> {
    vec![
        ("own", n.into()),
        ("checked", n.into()),
        ("maybe", n.into()),
        ("list", [n, n].into()),
        ("entry", Value::opaque(Foreign::new(n))),
    ]
}

/// The same in JSON.
pub(crate) const ROW: &str = r#"{"own":3,"checked":3,"maybe":3,"list":[3,3],"entry":[3]}"#;

pub(crate) fn world() -> World {
    let mut objects = WeakValueMap::new();
    let obj = Obj::new(shell(5));
    objects.insert(Foreign::new(1), &obj);
    let mut registry = slotted::Registry::new();
    registry.register::<Whole>().expect("it is the first");
    let opaque = || Value::opaque(Foreign::new(8));
    let class = class();
    let mut rows = Rows::new(&class);
    for n in 1..=3 {
        rows.push_attrs(row(n)).expect("they are the class's");
    }
    World {
        whole: whole(1),
        other: whole(2),
        shell: shell(1),
        dict: Dict::from([("first", opaque()), ("second", opaque()), ("third", 1.into())]),
        obj: Some(obj),
        lock: ObjLock::new(shell(6)),
        cell: ObjCell::new(shell(7)),
        objects,
        registry,
        instance: class.from_attrs(row(1)).expect("they are the class's"),
        class,
        rows,
    }
}

impl Holds for Whole {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        let slots = [&self.own, &self.text, &self.data, &self.checked, &self.usual];
        slots.into_iter().for_each(|slot| slot.ids(into));
        [&self.sometimes, &self.skipped].into_iter().for_each(|slot| slot.ids(into));
        self.maybe.ids(into);
        self.list.ids(into);
        self.texts.ids(into);
        self.map.ids(into);
        self.lazy.get().into_iter().for_each(|lazy| lazy.ids(into));
        match &self.shape {
            Shape::One(a) => a.ids(into),
            Shape::Two { a, b } => [a, b].into_iter().for_each(|slot| slot.ids(into)),
        }
        self.__dict__.ids(into);
    }
}

impl Holds for Shell {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        [&self.own, &self.checked, &self.opaque].into_iter().for_each(|slot| slot.ids(into));
    }
}

/// What an object of a run-time class holds.
fn ids_of(object: &dyn Attributes, into: &mut BTreeSet<u64>) {
    for (name, value) in object.vars() {
        let foreign = object.attr::<Foreign>(name).ok();
        foreign.into_iter().for_each(|foreign| foreign.ids(into));
        let list = object.attr::<Vec<Foreign>>(name).ok();
        list.into_iter().for_each(|list| list.ids(into));
        let opaque = value.downcast_ref::<Foreign>();
        opaque.into_iter().for_each(|foreign| foreign.ids(into));
    }
}

/// What lives in the world. No object is locked.
impl Holds for World {
    fn ids(&self, into: &mut BTreeSet<u64>) {
        self.whole.ids(into);
        self.other.ids(into);
        self.shell.ids(into);
        self.dict.ids(into);
        self.obj.iter().for_each(|obj| (**obj).ids(into));
        self.class.attribute("K").expect("it is there").ids(into);
        ids_of(&self.instance, into);
        self.rows.iter().for_each(|row| ids_of(&*row, into));
        self.lock.try_write().expect("nobody has locked it").ids(into);
        self.cell.try_borrow_mut().expect("nobody has locked it").ids(into);
        for (key, object) in self.objects.snapshot() {
            key.ids(into);
            (*object).ids(into);
        }
    }
}
