//! One row, borrowed.

use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use crate::class::Class;
use crate::class::storage::memory::{self, Fields};
use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::attributes::{Attributes, Sealed};
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::presence::Absent;

/// One row of [`Rows`](crate::Rows): an object of their class, without a block of its own.
///
/// Only a [`RowRef`] lends one.
///
/// ```
/// use slotted::class::Row;
/// use slotted::prelude::*;
/// use slotted::{Class, Rows};
///
/// fn show(row: &Row) -> String {
///     row.vars().map(|(name, value)| format!("{}.{name}={value}", row.class().name())).collect()
/// }
///
/// let point = Class::builder("Point").slot::<f64>("x").build()?;
/// let mut rows = Rows::new(&point);
/// rows.push_attrs([("x", 1.5)])?;
/// assert_eq!(rows.iter().map(|row| show(&row)).collect::<String>(), "Point.x=1.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Invariant 1: `fields` are those of an instance of the class, live and readable as long as this
/// may be used: a `&Row` is lent by a `RowRef` only, which borrows the rows. So a `Row` is not
/// `Clone`, nobody outside makes one, and a `&mut Row`, by which two of different rows could be
/// swapped, is not to be had.
pub struct Row {
    fields: Fields,
    class: NonNull<Class>,
}

// SAFETY: a row lends fields, which are `Send` and `Sync` (invariant 3 of `Table`).
unsafe impl Send for Row {}
// SAFETY: a `&Row` lends its fields, which are `Sync` (invariant 3 of `Table`), and its class,
// which is `Sync`.
unsafe impl Sync for Row {}

impl Row {
    /// The class of the rows.
    #[inline]
    #[must_use]
    pub fn class(&self) -> &Class {
        // SAFETY: the rows keep their class, and are borrowed while this may be used (invariant 1).
        unsafe { self.class.as_ref() }
    }

    #[inline(always)]
    pub(in crate::class) fn shared(&self) -> Ptr<'_> {
        // SAFETY: the fields are live and readable (invariant 1).
        unsafe { memory::shared(self.fields) }
    }
}

impl Sealed for Row {}

impl Attributes for Row {
    type __Weakref = Absent;

    #[inline]
    fn __object(&self) -> Object<'_> {
        // SAFETY: the fields are those that the layout describes, that of a run-time class
        // (invariant 1).
        unsafe { Object::from_raw(self.shared(), self.class().layout()) }
    }

    fn __object_mut(&mut self) -> ObjectMut<'_> {
        unreachable!("no `&mut Row` is made: a row is written through a `RowMut`")
    }
}

/// A row, borrowed for reading: what [`Rows::row`](crate::Rows::row) returns.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Class, Rows};
///
/// let point = Class::builder("Point").slot::<f64>("x").build()?;
/// let mut rows = Rows::new(&point);
/// rows.push_attrs([("x", 1.5)])?;
/// let row = rows.row(0).expect("there is one");
/// assert_eq!(row.getattr("x")?, 1.5);
/// assert_eq!(*point.slot::<f64>("x")?.get(&row)?, 1.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RowRef<'a> {
    row: Row,
    rows: PhantomData<&'a Class>,
}

impl RowRef<'_> {
    /// # Safety
    ///
    /// `fields` are those of an instance of `class`. Both are live and readable for `'a`.
    #[inline(always)]
    pub(super) unsafe fn new(fields: Fields, class: NonNull<Class>) -> Self {
        RowRef { row: Row { fields, class }, rows: PhantomData }
    }
}

impl Deref for RowRef<'_> {
    type Target = Row;

    #[inline(always)]
    fn deref(&self) -> &Row {
        &self.row
    }
}

/// The row that a [`RowMut`] lends, as a `dyn Attributes`. Nobody outside can name it, so nobody
/// gets a `&mut` to it by a downcast, by which two of different rows could be swapped.
///
/// Invariant 1: that of [`Row`]; and nobody else uses the fields.
struct ExclusiveRow(Row);

impl Sealed for ExclusiveRow {}

impl Attributes for ExclusiveRow {
    type __Weakref = Absent;

    #[inline]
    fn __object(&self) -> Object<'_> {
        self.0.__object()
    }

    #[inline]
    fn __object_mut(&mut self) -> ObjectMut<'_> {
        // SAFETY: the fields are live, and used by nobody else (invariant 1) while this is
        // borrowed.
        let fields = unsafe { memory::exclusive(self.0.fields) };
        // SAFETY: they are those that the layout describes (invariant 1).
        unsafe { ObjectMut::from_raw(fields, self.0.class().layout()) }
    }
}

/// A row, borrowed for reading and writing: what [`Rows::row_mut`](crate::Rows::row_mut) returns.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Class, Rows};
///
/// let point = Class::builder("Point").slot::<f64>("x").build()?;
/// let mut rows = Rows::new(&point);
/// rows.push_attrs([("x", 1.5)])?;
/// let mut row = rows.row_mut(0).expect("there is one");
/// row.setattr("x", 2)?;
/// point.slot::<f64>("x")?.replace(&mut row, 3.0)?;
/// assert_eq!(row.getattr("x")?, 3.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RowMut<'a> {
    row: ExclusiveRow,
    rows: PhantomData<&'a mut Class>,
}

impl RowMut<'_> {
    /// # Safety
    ///
    /// `fields` are those of an instance of `class`. Both are live and readable for `'a`, and the
    /// fields are used by nobody else.
    #[inline(always)]
    pub(super) unsafe fn new(fields: Fields, class: NonNull<Class>) -> Self {
        RowMut { row: ExclusiveRow(Row { fields, class }), rows: PhantomData }
    }

    /// The class of the rows.
    #[inline]
    #[must_use]
    pub fn class(&self) -> &Class {
        self.row.0.class()
    }

    #[inline(always)]
    pub(in crate::class) fn shared(&self) -> Ptr<'_> {
        self.row.0.shared()
    }

    #[inline(always)]
    pub(in crate::class) fn exclusive(&mut self) -> PtrMut<'_> {
        // SAFETY: the fields are live, and used by nobody else while this is borrowed (invariant 1
        // of `ExclusiveRow`).
        unsafe { memory::exclusive(self.row.0.fields) }
    }
}

impl Deref for RowMut<'_> {
    type Target = dyn Attributes;

    fn deref(&self) -> &(dyn Attributes + 'static) {
        &self.row
    }
}

impl DerefMut for RowMut<'_> {
    fn deref_mut(&mut self) -> &mut (dyn Attributes + 'static) {
        &mut self.row
    }
}
