//! How a class is made: the statement, checked and worked out.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::any::TypeId;
use core::fmt;

use crate::class::error::{ClassError, ClassErrorKind};
use crate::class::namespace::resolve;
use crate::class::new_slot::NewSlot;
use crate::class::rules::builtin::builtins;
use crate::class::rules::create::{NewClass, create};
use crate::class::rules::shape::{DictPlace, Origin, Shape};
use crate::class::rules::slot_names::{SlotItem, mangle};
use crate::class::storage::bases::Bases;
use crate::class::storage::inner::{Facts, Inner};
use crate::class::storage::slot_def::SlotDef;
use crate::class::storage::table::{Below, Plan, StaticBase};
use crate::class::{Class, Kind};
use crate::reflect::layout::SlotLayout;
use crate::reflect::slot_value::SlotValue;
use crate::unwind::set_aside;
use crate::value::Value;

/// The statement of a class: [`Class::builder`] begins one, and [`build`](ClassBuilder::build)
/// makes the class.
///
/// | Python | here |
/// |---|---|
/// | `class C(A, B):` | `.bases([&a, &b])` |
/// | `__slots__ = ('x', 'y')` | `.slots(["x", "y"])` |
/// | `__slots__ = ()` | `.slots([""; 0])` |
/// | no `__slots__` | none of the methods for slots |
/// | `'__dict__'`, `'__weakref__'` in `__slots__` | `.dict()`, `.weakref()`, or among the `slots` |
/// | `K = 1` | `.attr("K", 1)` |
/// | a `PyMemberDef` of type `double` | `.slot::<f64>("x")` |
///
/// ```
/// use slotted::prelude::*;
/// use slotted::Class;
///
/// let base = Class::builder("Base").slots(["a"]).attr("KIND", "base").build()?;
/// let both = Class::builder("Both").bases([&base]).slot::<f64>("b").dict().build()?;
/// let mut o = both.from_attrs([("b", 1.5)])?;
/// o.setattr("undeclared", 1)?;
/// assert_eq!(o.getattr("KIND")?, "base");
/// assert_eq!(format!("{o:?}"), "Both(b=1.5, undeclared=1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ClassBuilder(Statement);

/// What a builder was told.
pub(super) struct Statement {
    name: Box<str>,
    bases: Vec<Class>,
    /// `None` if there is no slots statement.
    slots: Option<Vec<Item>>,
    /// The type of the value of the slots statement, if that cannot be iterated over.
    not_iterable: Option<&'static str>,
    attributes: Vec<(Box<str>, Value)>,
}

/// An item of the slots statement.
enum Item {
    Name(Box<str>),
    /// A value of that type, which is no name.
    Other(&'static str),
    Typed(Box<SlotDef>),
}

impl ClassBuilder {
    pub(super) fn new(name: Box<str>) -> Self {
        let (bases, attributes) = (Vec::new(), Vec::new());
        ClassBuilder(Statement { name, bases, slots: None, not_iterable: None, attributes })
    }

    /// Sets the bases. Without any, the base is `object`.
    #[must_use]
    pub fn bases<'a>(mut self, bases: impl IntoIterator<Item = &'a Class>) -> Self {
        self.0.bases = bases.into_iter().cloned().collect();
        self
    }

    /// Adds a slot that always holds a `V`, stored as it is: 8 bytes for an `f64`.
    #[must_use]
    pub fn slot<V: SlotValue + Send + Sync>(self, name: impl Into<Box<str>>) -> Self {
        self.declare(NewSlot::<V>::new(name))
    }

    /// Adds a slot with all that is declared of it: a default, a range, documentation, …
    #[must_use]
    pub fn declare<V: SlotValue + Send + Sync>(mut self, slot: NewSlot<V>) -> Self {
        self.items().push(Item::Typed(Box::new(slot.into_def())));
        self
    }

    /// Adds Python's slots: each holds any value, and none at first. What is no text is refused by
    /// [`build`](ClassBuilder::build), in CPython's words.
    #[must_use]
    pub fn slots<I: Into<Value>>(mut self, names: impl IntoIterator<Item = I>) -> Self {
        let items = names.into_iter().map(|name| Item::of(name.into()));
        let items: Vec<Item> = items.collect();
        self.items().extend(items);
        self
    }

    /// Adds Python's slots, as the statement `__slots__ = value` does: a text is one name, and a
    /// list is one name each.
    #[must_use]
    pub fn slots_value(mut self, value: impl Into<Value>) -> Self {
        let items = match value.into() {
            Value::List(items) => items.into_iter().map(Item::of).collect(),
            Value::Map(names) => names.keys().map(|name| Item::Name(name.into())).collect(),
            value @ Value::Str(_) => alloc::vec![Item::of(value)],
            other => {
                self.0.not_iterable = Some(other.kind().name());
                Vec::new()
            }
        };
        self.items().extend(items);
        self
    }

    /// Gives instances a `Dict` for undeclared names.
    #[must_use]
    pub fn dict(mut self) -> Self {
        self.items().push(Item::Name("__dict__".into()));
        self
    }

    /// Lets instances have weak references.
    #[must_use]
    pub fn weakref(mut self) -> Self {
        self.items().push(Item::Name("__weakref__".into()));
        self
    }

    /// Adds an attribute of the class: each instance shows it, and none can write it.
    #[must_use]
    pub fn attr(mut self, name: impl Into<Box<str>>, value: impl Into<Value>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.0.attributes.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => self.0.attributes.push((name, value)),
        }
        self
    }

    fn items(&mut self) -> &mut Vec<Item> {
        self.0.slots.get_or_insert_default()
    }

    /// Makes the class.
    ///
    /// # Errors
    ///
    /// Fails where CPython 3.11 fails, with its text and its priority: if bases conflict, if a name
    /// is no identifier or that of a class attribute, …: see [`ClassErrorKind`]. Besides, if a
    /// typed slot has the name of another slot of the class, and if a slot or a class attribute
    /// would hide a slot of a static type (spec 12.12).
    pub fn build(self) -> Result<Class, ClassError> {
        make(self.0)
    }
}

impl fmt::Debug for ClassBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClassBuilder({:?})", self.0.name)
    }
}

impl Item {
    fn of(value: Value) -> Item {
        match value {
            Value::Str(name) => Item::Name(name.into()),
            other => Item::Other(other.kind().name()),
        }
    }

    fn as_slot_item(&self) -> SlotItem<'_> {
        match self {
            Item::Name(name) => SlotItem::Name(name),
            Item::Other(type_name) => SlotItem::Other(type_name),
            Item::Typed(def) => SlotItem::Typed(def.name()),
        }
    }
}

/// Makes a class by CPython's rules.
fn make(statement: Statement) -> Result<Class, ClassError> {
    let mut error = None;
    let class = made(statement, &mut error);
    class.ok_or_else(|| error.expect("what makes no class has an error"))
}

/// Makes a class, or sets the error aside: class attributes and defaults are dropped where it
/// fails.
fn made(mut statement: Statement, error: &mut Option<ClassError>) -> Option<Class> {
    if statement.bases.is_empty() {
        statement.bases.push(object());
    }
    let Statement { name, bases, slots, not_iterable, attributes } = statement;
    let items: Option<Vec<SlotItem<'_>>> =
        slots.as_ref().map(|items| items.iter().map(Item::as_slot_item).collect());
    let made = create(NewClass {
        name: &name,
        bases: &bases,
        slots: items.as_deref(),
        not_iterable,
        is_class_attribute: &|name| attributes.iter().any(|(own, _)| **own == *name),
    });
    let made = set_aside(made, error)?;
    drop(items);

    // The definitions of its own slots, in the order of the statement, each with its rank.
    let mut own: Vec<(SlotDef, usize)> = Vec::new();
    for item in slots.into_iter().flatten() {
        match item {
            Item::Typed(def) => own.push((*def, own.len())),
            Item::Name(written) if !matches!(&*written, "__dict__" | "__weakref__") => {
                let name = mangle(&name, &written).into();
                own.push((SlotDef::of_any_value(name), usize::MAX));
            }
            Item::Name(_) | Item::Other(_) => {}
        }
    }
    let inherited = made.base.table().fields().len();
    set_aside(not_too_many(&name, inherited + own.len()), error)?;
    set_aside(no_repeats(&name, &own), error)?;
    rank_by_name(&mut own);
    let static_base = made.base.table().static_base();
    if let Some(base) = static_base {
        set_aside(hides_nothing(&name, base.layout, &own, &attributes), error)?;
    }
    let listed = own.iter().map(|(def, _)| def.name().into()).collect();
    let shown = resolve(&own, &attributes, &made.base, &made.ancestors);
    set_aside(hides_no_filled_slot(&name, &made.base, &shown.slots), error)?;
    let plan = Plan {
        own,
        adds_dict: made.adds_dict,
        has_weakref: made.shape.weakref.is_some(),
        attributes: shown.attributes,
        shown: shown.slots,
    };
    let facts = Facts {
        name,
        kind: Kind::Made,
        listed: made.shape.slots.is_some().then_some(listed),
        shape: made.shape,
        attributes: attributes.into(),
    };
    let (listed, ancestors) = (bases.into(), made.ancestors.into());
    let bases = Bases { below: Below::Class(made.base), listed, ancestors };
    Some(Class(Inner::make(bases, facts, plan)))
}

/// Ranks Python's slots by name, behind the typed ones: that is their order in memory. Equal names
/// stay in their order.
fn rank_by_name(own: &mut [(SlotDef, usize)]) {
    let is_python = |rank: usize| rank == usize::MAX;
    let mut order: Vec<usize> = (0..own.len()).filter(|at| is_python(own[*at].1)).collect();
    order.sort_by(|a, b| own[*a].0.name().cmp(own[*b].0.name()));
    let first = own.len();
    for (rank, at) in order.into_iter().enumerate() {
        own[at].1 = first + rank;
    }
}

/// Refuses more slots than a layout can number, with those of the bases.
fn not_too_many(class: &str, count: usize) -> Result<(), ClassError> {
    if count < usize::from(u16::MAX) {
        return Ok(());
    }
    let text = format!("class '{class}' has {count} slots: at most 65,534 can be");
    Err(ClassError::new(ClassErrorKind::TooManySlots, text))
}

/// Refuses a typed slot with the name of another one. (Python takes a name twice, and the second
/// place cannot be reached; one does not do that with a type on purpose.)
fn no_repeats(class: &str, own: &[(SlotDef, usize)]) -> Result<(), ClassError> {
    let mut names = BTreeMap::new();
    for (def, rank) in own {
        let is_typed = *rank != usize::MAX;
        let before = names.insert(def.name(), is_typed);
        if before.is_some_and(|before| before || is_typed) {
            let name = def.name();
            let text = format!("slot '{name}' is declared twice in class '{class}'");
            return Err(ClassError::new(ClassErrorKind::RepeatedSlot, text));
        }
    }
    Ok(())
}

/// Refuses what would hide a slot of a static type: the type's own code goes on to use it.
fn hides_nothing(
    class: &str,
    base: &SlotLayout,
    own: &[(SlotDef, usize)],
    attributes: &[(Box<str>, Value)],
) -> Result<(), ClassError> {
    let slots = own.iter().map(|(def, _)| def.name()).map(|name| ("slot", name));
    let names = slots.chain(attributes.iter().map(|(name, _)| ("class attribute", &**name)));
    for (what, name) in names {
        if base.slot(name).is_some() {
            let of = base.name();
            let text = format!(
                "{what} '{name}' of class '{class}' would hide the slot of the static type '{of}'"
            );
            return Err(ClassError::new(ClassErrorKind::HidesStaticSlot, text));
        }
    }
    Ok(())
}

/// Refuses what hides a slot of a base that must be given a value: by its name, nobody could.
fn hides_no_filled_slot(class: &str, base: &Class, shown: &[bool]) -> Result<(), ClassError> {
    let table = base.table();
    let defs = table.fields().iter().map(|field| table.def(field));
    let hidden = defs.zip(shown).filter(|(_, is_shown)| !**is_shown).map(|(def, _)| def);
    let Some(def) = hidden.into_iter().find(|def| def.default_of_hidden().is_none()) else {
        return Ok(());
    };
    let text = format!(
        "class '{class}' would hide the slot '{}' of its base, which has neither a default nor can \
         be unbound",
        def.name()
    );
    Err(ClassError::new(ClassErrorKind::HidesFilledSlot, text))
}

/// CPython's `object`.
fn object() -> Class {
    builtin("object").expect("it is one of them")
}

/// One of CPython's own types, with those that it is based on.
pub(super) fn builtin(name: &str) -> Option<Class> {
    let all = builtins();
    let (name, base, shape) = all.into_iter().find(|(own, ..)| *own == name)?;
    let base = base.and_then(builtin);
    let ancestors: Vec<Class> = base.iter().flat_map(|base| base.mro().cloned()).collect();
    let has_weakref = shape.weakref.is_some();
    let facts = Facts {
        name: name.into(),
        kind: Kind::Builtin(name),
        // A `Dict` is added where the class statement below asks for one: exceptions, which have
        // one of their own, have it here.
        listed: None,
        attributes: Box::default(),
        shape,
    };
    let adds_dict = facts.shape.has_dict() && base.as_ref().is_none_or(|base| !base.has_dict());
    let plan = Plan { adds_dict, has_weakref, ..Plan::default() };
    let listed = base.iter().cloned().collect();
    let below = base.map_or(Below::Nothing, Below::Class);
    let bases = Bases { below, listed, ancestors: ancestors.into() };
    Some(Class(Inner::make(bases, facts, plan)))
}

/// A static type as a class, below `object`. Of its size, the rules need to know nothing: what is
/// below it begins with its value, and adds to that.
pub(super) fn of_static(base: StaticBase, id: TypeId) -> Class {
    let layout = base.layout;
    let object = object();
    let mut shape = Shape::object();
    // Wherever it is.
    shape.weakref = layout.has_weakref().then_some(0);
    if layout.has_dict() {
        shape.dict = DictPlace::Managed;
    }
    (shape.origin, shape.collected) = (Origin::Statement, true);
    let facts = Facts {
        name: layout.name().into(),
        kind: Kind::Static(id),
        shape,
        listed: None,
        attributes: Box::default(),
    };
    let (listed, ancestors) = ([object.clone()].into(), [object].into());
    let bases = Bases { below: Below::Static(base), listed, ancestors };
    Class(Inner::make(bases, facts, Plan::default()))
}
