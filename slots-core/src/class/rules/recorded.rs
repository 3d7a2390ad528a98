//! The rules against classes that CPython made.
//!
//! `ci/record-classes` writes `recorded.jsonl` and says what is in it.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Value as Json, json};

use crate::class::error::ClassError;
use crate::class::rules::builtin::builtins;
use crate::class::rules::create::{NewClass, create};
use crate::class::rules::set_class::set_class;
use crate::class::rules::shape::{Origin, Shape, TypeObject, WORD};
use crate::class::rules::slot_names::SlotItem;

#[derive(Clone)]
struct Type(Rc<Inner>);

struct Inner {
    name: String,
    base: Option<Type>,
    ancestors: Vec<Type>,
    shape: Shape,
}

impl TypeObject for Type {
    fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    fn name(&self) -> &str {
        &self.0.name
    }

    fn base(&self) -> Option<&Self> {
        self.0.base.as_ref()
    }

    fn ancestors(&self) -> &[Self] {
        &self.0.ancestors
    }

    fn shape(&self) -> &Shape {
        &self.0.shape
    }
}

fn lines() -> impl Iterator<Item = Json> {
    let lines = include_str!("recorded.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("each line is JSON"))
}

fn builtin_types() -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    for (name, base, shape) in builtins() {
        let base = base.map(|base| find(&types, base));
        let ancestors = base.iter().flat_map(|base| mro(base).cloned()).collect();
        types.push(Type(Rc::new(Inner { name: name.into(), base, ancestors, shape })));
    }
    types
}

fn find(types: &[Type], name: &str) -> Type {
    types.iter().rev().find(|class| class.name() == name).expect("an earlier type").clone()
}

fn mro(of: &Type) -> impl Iterator<Item = &Type> {
    core::iter::once(of).chain(of.ancestors())
}

fn list(json: &Json) -> &[Json] {
    json.as_array().expect("a list")
}

fn text(json: &Json) -> &str {
    json.as_str().expect("a text")
}

fn slot_item(json: &Json) -> SlotItem<'_> {
    match json {
        Json::Null => SlotItem::Other("NoneType"),
        Json::Number(_) => SlotItem::Other("int"),
        name => SlotItem::Name(text(name)),
    }
}

/// The `__slots__` of a request: nothing, a single text, or a list with anything in it.
fn slot_items(json: &Json) -> Option<Vec<SlotItem<'_>>> {
    match json {
        Json::Null => None,
        Json::Array(items) => Some(items.iter().map(slot_item).collect()),
        one => Some([slot_item(one)].into()),
    }
}

fn make(types: &[Type], asked: &[Json]) -> Result<Type, ClassError> {
    let [name, bases, slots, attrs, _] = asked else { panic!("a class has five parts") };
    let mut bases: Vec<Type> = list(bases).iter().map(|base| find(types, text(base))).collect();
    if bases.is_empty() {
        bases.push(find(types, "object"));
    }
    let made = create(NewClass {
        name: text(name),
        bases: &bases,
        slots: slot_items(slots).as_deref(),
        is_class_attribute: &|name| list(attrs).iter().any(|attr| attr == name),
    })?;
    let (base, ancestors, shape) = (Some(made.base), made.ancestors, made.shape);
    Ok(Type(Rc::new(Inner { name: text(name).into(), base, ancestors, shape })))
}

/// What the recording says of a class that was made.
fn description(of: &Type) -> Json {
    let header = mro_of_bases(of).find(|t| t.shape().origin == Origin::Builtin);
    let header = header.expect("all descend from a builtin type").shape().basic_size;
    let mut slots: Vec<(usize, &str, &str)> = Vec::new();
    for class in mro(of).filter(|class| class.shape().origin == Origin::Statement) {
        let first = class.base().expect("it has one").shape().basic_size;
        let names = class.shape().slots.as_deref().unwrap_or_default();
        for (at, name) in names.iter().enumerate() {
            if at == 0 || names[at - 1] != *name {
                slots.push((first + at * WORD, class.name(), name));
            }
        }
    }
    slots.sort_unstable();
    let first = slots.first().map(|slot| slot.0);
    let word = |at: usize| (at - first.unwrap_or(at)) / WORD;
    let weakref = of.shape().weakref;
    json!([
        of.base().expect("it has one").name(),
        mro(of).map(Type::name).collect::<Vec<_>>(),
        of.shape().has_dict(),
        weakref.is_some(),
        slots.iter().map(|(at, class, name)| json!([class, name, word(*at)])).collect::<Vec<_>>(),
        (of.shape().basic_size - header) / WORD,
        first.map(|at| (at - header) / WORD),
        weakref.filter(|at| *at >= header).map(|at| (at - header) / WORD),
    ])
}

fn mro_of_bases(of: &Type) -> impl Iterator<Item = &Type> {
    core::iter::successors(Some(of), |above| above.base())
}

/// The classes of a line that were made; each is handed to `check` with what was recorded.
fn classes(line: &Json, mut check: impl FnMut(&Json, &Json)) -> Vec<Type> {
    let mut types = builtin_types();
    let builtin = types.len();
    for asked in list(&line["classes"]) {
        let made = make(&types, list(asked));
        let got = match &made {
            Ok(class) => description(class),
            Err(error) => json!(format!("{}: {error}", error.python_type())),
        };
        check(asked, &got);
        types.extend(made);
    }
    types.split_off(builtin)
}

#[test]
fn classes_and_their_errors_are_those_of_the_interpreter() {
    let (mut made, mut refused) = (0, 0);
    for line in lines() {
        classes(&line, |asked, got| {
            assert_eq!(&asked[4], got, "{asked}\n{line}");
            *if got.is_string() { &mut refused } else { &mut made } += 1;
        });
    }
    assert!(made > 4000 && refused > 1500, "{made} made, {refused} refused");
}

#[test]
fn an_instance_may_change_to_the_classes_of_the_interpreter() {
    let (mut allowed, mut refused) = (0, 0);
    for line in lines() {
        let classes = classes(&line, |_, _| ());
        for (old, row) in classes.iter().zip(list(&line["set_class"])) {
            for (new, letter) in classes.iter().zip(text(row).chars()) {
                let got = set_class(old, new).map_err(|error| error.to_string());
                let (old, new) = (old.name(), new.name());
                let differs =
                    format!("__class__ assignment: '{new}' object layout differs from '{old}'");
                match letter {
                    'y' => assert_eq!(got, Ok(()), "{old} to {new} in {line}"),
                    'n' => assert_eq!(got, Err(differs), "{old} to {new} in {line}"),
                    _ => continue,
                }
                *if letter == 'y' { &mut allowed } else { &mut refused } += 1;
            }
        }
    }
    assert!(allowed > 4000 && refused > 4000, "{allowed} allowed, {refused} refused");
}

#[test]
fn every_error_and_builtin_base_is_among_the_recorded() {
    let mut kinds = Vec::new();
    let mut bases = Vec::new();
    for line in lines() {
        let mut types = builtin_types();
        for asked in list(&line["classes"]) {
            bases.extend(list(&asked[1]).iter().map(|base| text(base).to_string()));
            match make(&types, list(asked)) {
                Ok(class) => types.push(class),
                Err(error) => kinds.push(format!("{:?}", error.kind())),
            }
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 9, "{kinds:?}");
    for (name, _, shape) in builtins() {
        let drawn = !matches!(name, "float" | "BaseException") && shape.is_base;
        assert!(!drawn || bases.iter().any(|base| base == name), "{name}");
    }
}

/// The texts are those of `class A(bool): pass` and of `object().__class__ = int`.
#[test]
fn a_final_type_is_no_base_and_an_instance_of_a_builtin_type_keeps_its_class() {
    let types = builtin_types();
    let asked = json!(["A", ["bool"], [], [], null]);
    let error = make(&types, list(&asked)).err().expect("bool is final");
    assert_eq!(error.to_string(), "type 'bool' is not an acceptable base type");
    let error = set_class(&find(&types, "object"), &find(&types, "int"));
    assert_eq!(
        error.expect_err("both are immutable").to_string(),
        "__class__ assignment only supported for mutable types or ModuleType subclasses"
    );
}
