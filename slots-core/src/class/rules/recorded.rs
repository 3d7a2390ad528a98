//! The rules against classes that CPython made.
//!
//! `ci/record-classes` writes `recorded.jsonl` and says what is in it.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use serde_json::{Value as Json, json};

use crate::class::error::ClassError;
use crate::class::rules::builtin::builtins;
use crate::class::rules::create::NewClass;
use crate::class::rules::in_cpython::in_cpython;
use crate::class::rules::model::{Type, builtin_types, find, mro};
use crate::class::rules::set_class::set_class;
use crate::class::rules::shape::TypeObject;
use crate::class::rules::slot_names::SlotItem;

fn lines() -> impl Iterator<Item = Json> {
    let lines = include_str!("recorded.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("each line is JSON"))
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
    Type::made(NewClass {
        name: text(name),
        bases: &bases,
        slots: slot_items(slots).as_deref(),
        not_iterable: None,
        is_class_attribute: &|name| list(attrs).iter().any(|attr| attr == name),
    })
}

/// What the recording says of a class that was made.
fn description(of: &Type) -> Json {
    let there = in_cpython(of);
    json!([
        of.base().expect("it has one").name(),
        mro(of).map(Type::name).collect::<Vec<_>>(),
        of.shape().has_dict(),
        of.shape().weakref.is_some(),
        there.slots,
        there.words,
        there.first_word,
        there.weakref_word,
    ])
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

/// Each pair of classes of a line of which the former has an instance: what `set_class` says of the
/// two is handed to `check`, with the letter that was recorded.
fn changes(line: &Json, classes: &[Type], mut check: impl FnMut(char, &str)) {
    for (old, row) in classes.iter().zip(list(&line["set_class"])) {
        for (new, letter) in classes.iter().zip(text(row).chars()).filter(|pair| pair.1 != '-') {
            let got = match set_class(old, new) {
                Ok(()) => "y".to_string(),
                Err(error) => error.to_string(),
            };
            let (old, new) = (old.name(), new.name());
            let differs =
                format!("__class__ assignment: '{new}' object layout differs from '{old}'");
            check(letter, if got == differs { "n" } else { &got });
        }
    }
}

#[test]
fn an_instance_may_change_to_the_classes_of_the_interpreter() {
    let (mut allowed, mut refused) = (0, 0);
    for line in lines() {
        changes(&line, &classes(&line, |_, _| ()), |letter, got| {
            assert_eq!(letter.to_string(), got, "{line}");
            *if letter == 'y' { &mut allowed } else { &mut refused } += 1;
        });
    }
    assert!(allowed > 4000 && refused > 4000, "{allowed} allowed, {refused} refused");
}

/// `ci/classes` runs this with what the interpreter prints.
#[test]
#[cfg(feature = "std")]
#[ignore = "reads hierarchies from standard input"]
fn further_hierarchies_on_standard_input() {
    let (mut cases, mut asked_for, mut changed, mut disagreements) = (0, 0, 0, 0);
    for line in std::io::stdin().lines() {
        let line: Json = serde_json::from_str(&line.expect("text")).expect("each line is JSON");
        let mut disagree = |theirs: &dyn core::fmt::Display, ours: &dyn core::fmt::Display| {
            disagreements += 1;
            std::println!("{line}\n  CPython: {theirs}\n  slotted: {ours}");
        };
        let classes = classes(&line, |asked, got| {
            asked_for += 1;
            if asked[4] != *got {
                disagree(&asked[4], got);
            }
        });
        changes(&line, &classes, |letter, got| {
            changed += 1;
            if letter.to_string() != got {
                disagree(&letter, &got);
            }
        });
        cases += 1;
    }
    std::println!(
        "{cases} cases ({asked_for} classes, {changed} changes of class), \
         {disagreements} disagreements"
    );
    assert!(cases > 0 && disagreements == 0);
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
    assert_eq!(kinds.len(), 10, "{kinds:?}");
    for (name, ..) in builtins() {
        assert!(bases.iter().any(|base| base == name), "{name}");
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
