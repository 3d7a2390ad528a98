//! What a class refers to.

use alloc::boxed::Box;
use alloc::sync::{Arc, Weak};
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::class::rules::shape::{Shape, SlotNames};
use crate::class::storage::bases::Bases;
use crate::class::storage::table::{Below, Plan, Table};
use crate::class::{Class, Kind};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::kept::LayoutOwner;
use crate::value::Value;

/// What a class knows of itself.
pub(in crate::class) struct Facts {
    pub(in crate::class) name: Box<str>,
    pub(in crate::class) kind: Kind,
    pub(in crate::class) shape: Shape,
    /// The names of its own slots as they are listed, mangled. `None` without a statement.
    pub(in crate::class) listed: Option<SlotNames>,
    pub(in crate::class) attributes: Box<[(Box<str>, Value)]>,
}

/// What a class refers to.
///
/// Invariant 1: `bases.below` is what the table was made with, so that the class that the table
/// refers to is kept. It is the last field: the table dies before it.
pub(in crate::class) struct Inner {
    pub(in crate::class) facts: Facts,
    table: Table,
    pub(super) bases: Bases,
}

// A panic leaves no class half changed: nothing in it changes. What the user's functions in it have
// captured is between them and themselves.
impl UnwindSafe for Inner {}
impl RefUnwindSafe for Inner {}

impl LayoutOwner for Inner {
    fn owned_layout(&self) -> &SlotLayout {
        self.table.layout()
    }
}

impl Inner {
    /// Makes a class with these fields, behind those that are below.
    pub(in crate::class) fn make(bases: Bases, facts: Facts, plan: Plan) -> Arc<Inner> {
        Arc::new_cyclic(|this: &Weak<Inner>| {
            // SAFETY: the table comes to lie in `this`, with what is below (invariant 1).
            let table = unsafe { Table::new(&facts.name, plan, &bases.below, this.clone()) };
            Inner { facts, table, bases }
        })
    }

    #[inline(always)]
    pub(in crate::class) fn table(&self) -> &Table {
        &self.table
    }

    /// The classes that it is based on.
    pub(in crate::class) fn bases(&self) -> &Bases {
        &self.bases
    }

    /// The base whose fields the instances begin with.
    pub(in crate::class) fn base(&self) -> Option<&Class> {
        match &self.bases.below {
            Below::Class(class) => Some(class),
            _ => None,
        }
    }
}
