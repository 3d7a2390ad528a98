//! The methods of a type, own and inherited.

use alloc::vec::Vec;
use core::any::TypeId;
use core::fmt;
use core::iter::FusedIterator;

use crate::name::is_same_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::method::MethodTable;
use crate::reflect::method::info::MethodInfo;

/// A method of a layout, with the place of the object that it is called on.
///
/// Invariant 1: every value that the layout describes has a whole value of the type that `owner`
/// describes at `offset`. (Only `locate_method` makes a `MethodLocation`. The offset is 0 where
/// `owner` is the layout itself, and otherwise the sum of the offsets of bases on the way to
/// `owner`, each of which is a field of the one before, by invariant 2 of `SlotLayout`.)
#[derive(Clone, Copy)]
pub(crate) struct MethodLocation<'a> {
    info: &'static MethodInfo,
    table: &'static MethodTable,
    owner: &'a SlotLayout,
    offset: usize,
    inherited: bool,
    frozen: bool,
}

impl<'a> MethodLocation<'a> {
    pub(crate) fn info(&self) -> &'static MethodInfo {
        self.info
    }

    pub(crate) fn table(&self) -> &'static MethodTable {
        self.table
    }

    /// The layout of the type that declares the method.
    pub(crate) fn owner(&self) -> &'a SlotLayout {
        self.owner
    }

    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// Whether a base declares the method, and not the type itself.
    pub(crate) fn is_inherited(&self) -> bool {
        self.inherited
    }

    /// Whether the type, or a base on the way to the method, is frozen.
    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen
    }
}

impl SlotLayout {
    pub(crate) const fn with_methods(mut self, table: &'static MethodTable) -> Self {
        self.methods = Some(table);
        self
    }

    /// The table of the type's own methods.
    const fn own_table(&self) -> Option<&'static MethodTable> {
        self.methods
    }

    /// Returns the table of the type's own methods; of an enum with data, that of the enum.
    fn method_table(&self) -> Option<&'static MethodTable> {
        match self.variant {
            None => self.methods,
            Some(variant) => variant.enum_info().methods(),
        }
    }

    /// The type's own methods, in declaration order.
    fn own_methods(&self) -> &'static [MethodInfo] {
        self.method_table().map_or(&[], MethodTable::methods)
    }

    /// Returns the method of that name, own or of a base. An own method overrides that of a base,
    /// and that of an earlier base that of a later one: Python's method resolution order.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&MethodInfo> {
        self.locate_method(name).map(|found| found.info)
    }

    /// Iterates over all methods that can be called by name: the type's own, then those of its
    /// bases that are not overridden.
    #[must_use]
    pub fn methods(&self) -> MethodIter<'_> {
        MethodIter {
            whole: self,
            rows: self.own_methods().iter(),
            bases: bases(self),
            done: Vec::new(),
        }
    }

    pub(crate) fn locate_method(&self, name: &str) -> Option<MethodLocation<'_>> {
        if let Some(table) = self.method_table() {
            let mut methods = table.methods().iter();
            if let Some(info) = methods.find(|method| is_same_name(method.name(), name)) {
                let frozen = self.is_frozen();
                let owner = self;
                return Some(MethodLocation {
                    info,
                    table,
                    owner,
                    offset: 0,
                    inherited: false,
                    frozen,
                });
            }
        }
        if self.bases().is_empty() { None } else { self.locate_in_bases(name) }
    }

    #[inline(never)]
    fn locate_in_bases(&self, name: &str) -> Option<MethodLocation<'_>> {
        self.bases().iter().find_map(|base| {
            let found = base.layout().locate_method(name)?;
            Some(MethodLocation {
                offset: base.offset() + found.offset,
                inherited: true,
                frozen: self.is_frozen() || found.frozen,
                ..found
            })
        })
    }

    /// Returns the name of the type, this or a base at any depth, that declares the method of that
    /// name. For the checks in const evaluation.
    pub(in crate::reflect::layout) const fn owner_of_method(&self, name: &str) -> Option<&str> {
        if let Some(table) = self.own_table() {
            let methods = table.methods();
            let mut i = 0;
            while i < methods.len() {
                if is_same_name(methods[i].name(), name) {
                    return Some(self.name());
                }
                i += 1;
            }
        }
        let mut i = 0;
        while i < self.bases().len() {
            let found = self.bases()[i].layout().owner_of_method(name);
            if found.is_some() {
                return found;
            }
            i += 1;
        }
        None
    }
}

/// Returns the bases of the layout, the last one first.
fn bases(layout: &SlotLayout) -> Vec<&SlotLayout> {
    layout.bases().iter().rev().map(|base| base.layout()).collect()
}

/// The methods of a type, own and inherited: see [`SlotLayout::methods`].
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Counter { count: u32 }
///
/// #[slotted::methods]
/// impl Counter {
///     fn add(&mut self, by: u32) { self.count += by; }
///     fn double(&self) -> u32 { 2 * self.count }
/// }
///
/// let names: Vec<&str> = Counter::LAYOUT.methods().map(|method| method.name()).collect();
/// assert_eq!(names, ["add", "double"]);
/// ```
#[derive(Clone)]
pub struct MethodIter<'a> {
    whole: &'a SlotLayout,
    rows: core::slice::Iter<'static, MethodInfo>,
    /// The bases that are still to come, the next one last.
    bases: Vec<&'a SlotLayout>,
    /// The types whose methods were iterated over: a base without slots may be there twice.
    done: Vec<TypeId>,
}

impl<'a> Iterator for MethodIter<'a> {
    type Item = &'a MethodInfo;

    fn next(&mut self) -> Option<&'a MethodInfo> {
        loop {
            if let Some(method) = self.rows.next() {
                let found = self.whole.method(method.name());
                if found.is_some_and(|found| core::ptr::eq(found, method)) {
                    return Some(method);
                }
                continue;
            }
            let base = self.bases.pop()?;
            if !self.done.contains(&SlotLayout::type_id(base)) {
                self.done.push(SlotLayout::type_id(base));
                self.bases.extend(bases(base));
                self.rows = base.own_methods().iter();
            }
        }
    }
}

impl FusedIterator for MethodIter<'_> {}

impl fmt::Debug for MethodIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
