//! Checks of the names of methods, which are no names of slots. They run in const evaluation, so
//! while the user's crate compiles.

use crate::name::is_same_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::check::{owner, refuse};
use crate::reflect::method::info::MethodInfo;

/// Asserts that no method of the type has the name of a slot, own or of a base.
#[track_caller]
pub const fn methods_are_no_slots(layout: &SlotLayout) {
    if let Some(table) = layout.methods {
        methods_of(table.methods(), layout.name(), layout);
    }
}

/// Asserts that none of `methods`, which are those of the type `of`, has the name or an alias of a
/// slot.
#[track_caller]
pub(in crate::reflect) const fn methods_of(
    methods: &'static [MethodInfo],
    of: &str,
    layout: &SlotLayout,
) {
    let mut i = 0;
    while i < methods.len() {
        if let Some((owner, _)) = owner(layout, methods[i].name()) {
            let (and, owner, end) = if is_same_name(owner, of) {
                ("`, and an attribute of it too", "", "")
            } else {
                ("` and an attribute of `", owner, "`")
            };
            refuse(&[
                "`",
                methods[i].name(),
                "` is a method of `",
                of,
                and,
                owner,
                end,
                "\na name means one thing: `getattr` would find the one and `call` the other\nrename one of \
                 them with `#[slots(rename = \"…\")]`, or leave the method out of the table with \
                 `#[slots(skip)]`",
            ]);
        }
        i += 1;
    }
}

/// Fails the build: the slot `name` of the type `of` is called as a method of its base `owner`.
#[track_caller]
pub(in crate::reflect::layout) const fn refuse_slot_as_method(
    name: &str,
    of: &str,
    owner: &str,
) -> ! {
    refuse(&[
        "`",
        name,
        "` is a slot of `",
        of,
        "` and a method of the base `",
        owner,
        "`\na name means one thing: `getattr` would find the one and `call` the other\nrename this field, \
         or give it another attribute name with `#[slots(rename = \"…\")]`",
    ]);
}

/// Asserts that no slot of the base `a`, at any depth, has a name or an alias that is the name of a
/// method of the base `b`.
#[track_caller]
pub(in crate::reflect::layout) const fn slots_are_no_methods(a: &SlotLayout, b: &SlotLayout) {
    let mut i = 0;
    while i < a.slots().len() {
        let slot = &a.slots()[i];
        is_no_method(slot.name(), a, b);
        let mut at = 0;
        while at < slot.aliases().len() {
            is_no_method(slot.aliases()[at], a, b);
            at += 1;
        }
        i += 1;
    }
    i = 0;
    while i < a.bases().len() {
        slots_are_no_methods(a.bases()[i].layout(), b);
        i += 1;
    }
}

/// Asserts that the name of a slot of the base `a` is not that of a method of the base `b`.
#[track_caller]
const fn is_no_method(name: &str, a: &SlotLayout, b: &SlotLayout) {
    if let Some(owner) = b.owner_of_method(name) {
        refuse(&[
            "`",
            name,
            "` is a slot of the base `",
            a.name(),
            "` and a method of the base `",
            owner,
            "`\na name means one thing: `getattr` would find the one and `call` the other\nrename one of \
             them where its base declares it, or leave the method out of the table with \
             `#[slots(skip)]`",
        ]);
    }
}
