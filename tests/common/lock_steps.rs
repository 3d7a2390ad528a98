//! The operations that `tests/locks_model.rs` makes sequences of, and its model.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use slotted::rc::SharedError;

#[derive(Clone, Debug)]
pub(crate) enum Step {
    New,
    Clone(usize),
    Drop(usize),
    Downgrade(usize),
    DowngradeWith(usize),
    CloneWeak(usize),
    DropWeak(usize),
    Upgrade(usize),
    Read(usize),
    Write(usize),
    EndRead(usize),
    EndWrite(usize),
    WriteThroughGuard(usize),
    GetMut(usize),
    TryUnwrap(usize),
    ByName(usize),
    SetByName(usize),
    SetByPath(usize),
    SetByText(usize),
    SetWeakly(usize),
    Print(usize),
    Link(usize, usize),
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
        at.clone().prop_map(Step::CloneWeak),
        at.clone().prop_map(Step::DropWeak),
        at.clone().prop_map(Step::Upgrade),
        at.clone().prop_map(Step::Read),
        at.clone().prop_map(Step::Write),
        at.clone().prop_map(Step::EndRead),
        at.clone().prop_map(Step::EndWrite),
        at.clone().prop_map(Step::WriteThroughGuard),
        at.clone().prop_map(Step::GetMut),
        at.clone().prop_map(Step::TryUnwrap),
        at.clone().prop_map(Step::ByName),
        at.clone().prop_map(Step::SetByName),
        at.clone().prop_map(Step::SetByPath),
        at.clone().prop_map(Step::SetByText),
        at.clone().prop_map(Step::SetWeakly),
        at.clone().prop_map(Step::Print),
        (at.clone(), at).prop_map(|(from, to)| Step::Link(from, to)),
    ]
}

/// The model's state of one object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// References that the test holds, those that guards borrow included, and those of other
    /// objects.
    pub(crate) strong: usize,
    pub(crate) weak: usize,
    pub(crate) callbacks: Vec<usize>,
    pub(crate) value: u64,
    /// Another object, which this one refers to.
    pub(crate) next: Option<usize>,
    pub(crate) readers: usize,
    pub(crate) written: bool,
}

/// Runs random sequences of at most `length` steps.
pub(crate) fn sequences(cases: u32, length: usize, run: fn(Vec<Step>)) {
    let config = ProptestConfig { cases, ..ProptestConfig::default() };
    let steps = prop::collection::vec(step(), 0..length);
    let tried = TestRunner::new(config).run(&steps, |steps| {
        run(steps);
        Ok(())
    });
    tried.unwrap_or_else(|error| panic!("{error}"));
}

/// Asserts that an access by name did what the model says.
pub(crate) fn check<T>(result: Result<T, SharedError>, may: bool) {
    match result {
        Ok(_) => assert!(may),
        Err(SharedError::Locked) => assert!(!may),
        Err(other) => panic!("{other}"),
    }
}
