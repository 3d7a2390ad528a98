//! A panic at every point where foreign code runs: every public operation, with every call of
//! foreign code in it.
//!
//! The operations are a table, in the files of `tests/panics`. Each is run once to record the calls
//! of foreign code in it, and then once for each call, which panics. Afterwards the world is whole,
//! every value has been dropped once, no memory is lost, and the operation can be done again. The
//! table says which foreign code each operation runs. Its names are held against
//! `docs/public-api.txt`: a new method must be listed.

#![cfg(all(feature = "serde", feature = "wait"))]

#[path = "panics/classes.rs"]
mod classes;
#[path = "panics/columns.rs"]
mod columns;
#[path = "panics/data.rs"]
mod data;
#[path = "panics/foreign.rs"]
mod foreign;
#[path = "panics/names.rs"]
mod names;
#[path = "panics/objects.rs"]
mod objects;
#[path = "panics/operation.rs"]
mod operation;
#[path = "panics/schemas.rs"]
mod schemas;
#[path = "panics/through.rs"]
mod through;
#[path = "panics/views.rs"]
mod views;
#[path = "panics/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use foreign::{Holds, Hook, arm, disarm, forget, live};
use operation::Operation;
use world::{World, world};

fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        names::OPERATIONS,
        views::OPERATIONS,
        data::OPERATIONS,
        objects::OPERATIONS,
        through::OPERATIONS,
        classes::OPERATIONS,
        schemas::OPERATIONS,
        columns::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Notes what was dropped twice, and what does not live as the world has it.
fn check(world: Option<&World>, at: &str, faults: &mut Vec<String>) {
    let mut held = BTreeSet::new();
    world.inspect(|world| world.ids(&mut held));
    let (live, twice) = live();
    faults.extend(twice.into_iter().map(|fault| format!("{at}: {fault}")));
    let leaked: Vec<_> = live.difference(&held).collect();
    let dangling: Vec<_> = held.difference(&live).collect();
    if !leaked.is_empty() || !dangling.is_empty() {
        faults.push(format!("{at}: leaked {leaked:?}, dropped and still held {dangling:?}"));
    }
}

/// Runs an operation in a world of its own, where one call of foreign code panics, and then again
/// without a panic.
fn run(operation: &Operation, call: usize, hook: Hook, faults: &mut Vec<String>) {
    let code = operation.code.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = format!("{}, {hook:?} in call {call} of `{code}`", operation.name);
    let mut world = world();
    arm(Some(call));
    let result = catch_unwind(AssertUnwindSafe(|| (operation.run)(&mut world)));
    disarm();
    match result {
        Err(panic) if panic.downcast_ref() == Some(&hook) => {}
        _ => faults.push(format!("{at}: the panic does not go on")),
    }
    check(Some(&world), &at, faults);
    if catch_unwind(AssertUnwindSafe(|| (operation.run)(&mut world))).is_err() {
        faults.push(format!("{at}: the next operation panics"));
    }
    check(Some(&world), &at, faults);
    drop(world);
    check(None, &at, faults);
    forget();
}

#[test]
fn a_panic_at_every_point_of_foreign_code_leaves_everything_whole() {
    std::panic::set_hook(Box::new(|info| {
        if info.payload().downcast_ref::<Hook>().is_none() {
            eprintln!("{info}");
        }
    }));
    let (mut unlisted, mut faults) = (String::new(), Vec::new());
    let mut points = 0;
    for operation in operations() {
        let name = operation.name;
        let code = &*operation.code.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut world = world();
        arm(None);
        (operation.run)(&mut world);
        let calls = disarm();
        check(Some(&world), code, &mut faults);
        drop(world);
        check(None, code, &mut faults);
        forget();
        let found: BTreeSet<_> = calls.iter().copied().collect();
        if found != operation.hooks.iter().copied().collect() {
            let found: Vec<_> = found.iter().map(|hook| format!("{hook:?}")).collect();
            writeln!(unlisted, "\"{name}\", [{}] => {code}", found.join(", ")).expect("it is text");
        }
        for (call, &hook) in calls.iter().enumerate() {
            run(operation, call, hook, &mut faults);
            // Once more, when what a first panic makes for itself is there.
            let mut again = Vec::new();
            let memory = allocation_counter::measure(|| run(operation, call, hook, &mut again));
            let lost = (memory.count_current, memory.bytes_current);
            if lost != (0, 0) && again.is_empty() {
                faults
                    .push(format!("{name}, {hook:?} in call {call} of `{code}`: memory: {lost:?}"));
            }
        }
        points += calls.len();
    }
    assert!(unlisted.is_empty(), "foreign code runs where the table does not say so:\n{unlisted}");
    assert!(
        faults.is_empty(),
        "{} faults at {points} points:\n{}",
        faults.len(),
        faults.join("\n")
    );
    println!("{points} points in {} operations", operations().count());
    assert!(points > 1000, "{points}");
}

/// Types whose methods run no foreign code: they say what a type, a way or a fault is.
const WITHOUT_VALUES: &str = "AttributeError BaseInfo Choice ClassError ConversionError ItemInfo \
    Kind MethodInfo Omission ParameterInfo ParseValueError PatchError PatchFault PathError \
    RecordError RegistryError SlotInfo SlotLayout SlotLocation SlotRange Step InnerForm";

/// Such methods of other types.
const RUN_NOTHING: &str = "\
    Advice::saves AttrColumn::get AttrColumn::info AttrColumn::is_empty AttrColumn::len \
    AttrPath::join AttrPath::new AttrPath::parent AttrPath::pop AttrPath::push AttrPath::steps \
    CallError::kind CallError::name CallError::suggestion CallError::type_name Dict::new \
    EnumForm::variants InnerForm::form ItemInfo::data_form LazySlot::info LazySlot::name \
    ObjectSlice::attributes ObjectSlice::column ObjectSlice::dict ObjectSlice::is_empty \
    ObjectSlice::layout ObjectSlice::len ObjectSlice::nested ObjectSlice::new \
    ObjectSlice::optional_column ObjectSlice::prefetch ObjectSlice::range \
    OptionalSlotColumn::get OptionalSlotColumn::is_empty OptionalSlotColumn::iter \
    OptionalSlotColumn::len PartialSlice::column PartialSlice::is_empty PartialSlice::is_filled \
    PartialSlice::layout PartialSlice::len PartialSlice::missing Patch::new Registry::new \
    Registry::tagged Slot::info Slot::name Slot::offset Slot::read_only Slot::then \
    SlotColumn::get SlotColumn::is_empty SlotColumn::iter SlotColumn::len SlotInfo::data_form \
    ValueSerializer::new WeakSlot::new did_you_mean";

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

#[test]
fn every_public_operation_is_listed() {
    let listing = include_str!("../docs/public-api.txt");
    let listed: BTreeSet<_> = operations().map(|operation| operation.name).collect();
    let mut known = BTreeSet::new();
    let mut missing = BTreeSet::new();
    for line in listing.lines().filter_map(|line| line.strip_prefix("slots_core::")) {
        let (item, declared) = line.split_once(": ").expect("a path and a declaration");
        let name = item.rsplit("::").next().expect("it has a name");
        let is_method = item.contains("::") && name.starts_with(|first: char| first.is_lowercase());
        let is_function = !item.contains("::") && declared.starts_with("pub fn");
        if !(is_method || is_function) {
            continue;
        }
        known.insert(item);
        let ty = item.split("::").next().expect("it has a type");
        let is_excused = words(WITHOUT_VALUES).any(|word| word == ty)
            || words(RUN_NOTHING).any(|word| word == item);
        if !listed.contains(item) && !is_excused {
            missing.insert(item);
        }
    }
    assert!(missing.is_empty(), "no operation in tests/panics: {missing:#?}");
    // And nothing is listed that is not there any more.
    let gone: Vec<_> = listed
        .into_iter()
        .chain(words(RUN_NOTHING))
        .filter(|name| !known.contains(name) && !name.contains([' ', ',']))
        .collect();
    assert!(gone.is_empty(), "no public item: {gone:#?}");
}
