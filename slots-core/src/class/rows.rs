//! Many instances of one class, side by side.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::attributes::error::AttributeError;
use crate::class::Class;
use crate::class::storage::column::RowSlot;
use crate::class::storage::instance::Instance;
use crate::class::storage::row::{RowMut, RowRef};
use crate::class::storage::row_block::RowBlock;
use crate::construct::Partial;
use crate::construct::partial_slice::PartialSlice;
use crate::descriptor::object_slice::ObjectSlice;
use crate::record::construct::fill_attrs;
use crate::record::error::RecordError;
use crate::value::Value;

/// Instances of one class, side by side in one block, as a `Vec` of structs has them.
///
/// A row takes the bytes of its fields and no more: 16 for two `f64`. Rows are objects with
/// [`Attributes`](crate::Attributes), by name; a slot that was [resolved](Class::slot) sweeps a
/// column at the speed of a `Vec` of structs.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Class, Rows};
///
/// let flight = Class::builder("Flight").slot::<String>("carrier").slot::<f64>("delay").build()?;
/// let mut rows = Rows::new(&flight);
/// for (carrier, delay) in [("UA", 4.0), ("DL", 1.5), ("AA", 9.0)] {
///     rows.push_attrs([("carrier", Value::from(carrier)), ("delay", delay.into())])?;
/// }
/// let delay = flight.slot::<f64>("delay")?;
/// assert_eq!(rows.column(&delay)?.sum::<f64>(), 14.5);
///
/// rows.sort_by_slot(&delay, f64::total_cmp)?;
/// rows.row_mut(0).unwrap().setattr("carrier", "B6")?;
/// let names: Vec<String> = rows.iter().map(|row| row.getattr("carrier").unwrap().to_string()).collect();
/// assert_eq!(names, ["B6", "UA", "AA"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Rows(RowBlock);

impl Rows {
    /// Makes rows of that class, without any yet. Nothing is allocated.
    #[must_use]
    pub fn new(class: &Class) -> Self {
        Rows(RowBlock::new(class.clone()))
    }

    /// Makes rows of that class, with room for so many.
    #[must_use]
    pub fn with_capacity(class: &Class, capacity: usize) -> Self {
        let mut rows = Rows::new(class);
        rows.reserve(capacity);
        rows
    }

    /// Makes rows of instances: their fields are moved.
    ///
    /// ```
    /// use slotted::{Class, Rows};
    ///
    /// let point = Class::builder("Point").slot::<f64>("x").build()?;
    /// let other = Class::builder("Other").slot::<f64>("x").build()?;
    /// let (one, two) = (point.from_attrs([("x", 1)])?, other.from_attrs([("x", 2)])?);
    /// let refused = Rows::from_instances(&point, [one, two]).unwrap_err();
    /// assert_eq!(refused.class().name(), "Other");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the first instance that is of another class. The others are dropped.
    pub fn from_instances(
        class: &Class,
        instances: impl IntoIterator<Item = Instance>,
    ) -> Result<Self, Instance> {
        let instances = instances.into_iter();
        let mut rows = Rows::with_capacity(class, instances.size_hint().0);
        for instance in instances {
            if let Err(other) = rows.push(instance) {
                // Before it is returned, so that it is dropped if a `Drop` of a row panics.
                drop(rows);
                return Err(other);
            }
        }
        Ok(rows)
    }

    /// The class of each row.
    #[inline]
    #[must_use]
    pub fn class(&self) -> &Class {
        self.0.class()
    }

    /// How many rows there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no rows.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// For how many rows there is room.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }

    /// The bytes from one row to the next. What rows refer to, such as text, is not counted.
    #[must_use]
    pub fn row_size(&self) -> usize {
        self.0.stride()
    }

    /// Makes room for so many more rows.
    pub fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// Borrows a row. `None` past the last one.
    #[inline]
    #[must_use]
    pub fn row(&self, row: usize) -> Option<RowRef<'_>> {
        self.0.row(row)
    }

    /// Borrows a row, to be written. `None` past the last one.
    #[inline]
    pub fn row_mut(&mut self, row: usize) -> Option<RowMut<'_>> {
        self.0.row_mut(row)
    }

    /// Iterates over the rows.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = RowRef<'_>> + DoubleEndedIterator + Clone {
        (0..self.len()).map(|row| self.0.row(row).expect("it is one of them"))
    }

    /// Adds a row made from names and values.
    ///
    /// # Errors
    ///
    /// Fails where [`Class::from_attrs`] fails. There is no new row then.
    pub fn push_attrs<N: AsRef<str>, V: Into<Value>>(
        &mut self,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<(), RecordError> {
        self.0.push_with(|partial| fill_attrs(partial, attrs))
    }

    /// Adds a row. `fill` either fills all fields or returns an error; then there is no new row.
    pub(in crate::class) fn push_with<E>(
        &mut self,
        fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.0.push_with(fill)
    }

    /// Borrows all rows as a slice of objects, whose slots are columns.
    ///
    /// ```
    /// use slotted::{Class, Rows};
    ///
    /// let point = Class::builder("Point").slot::<f64>("x").slot::<f64>("y").build()?;
    /// let mut rows = Rows::new(&point);
    /// rows.push_attrs([("x", 1.0), ("y", 2.0)])?;
    /// let xs = rows.objects().column::<f64>("x").expect("it is a slot");
    /// assert_eq!(xs.iter().sum::<f64>(), 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn objects(&self) -> ObjectSlice<'_> {
        self.0.objects()
    }

    /// Adds so many rows, column by column. `fill` gives each of their slots a value, or returns an
    /// error; then there are no new rows. See
    /// [`extend_by_columns`](crate::extend_by_columns), which does the same for structs.
    ///
    /// ```
    /// use slotted::{Class, ConversionError, Rows};
    ///
    /// let point = Class::builder("Point").slot::<f64>("x").slot::<u8>("y").build()?;
    /// let mut rows = Rows::new(&point);
    /// let xs = [1.0, 2.0];
    /// rows.extend_by_columns::<ConversionError>(2, |rows| {
    ///     rows.column("x").expect("it is one").fill(|row| Ok(xs[row]), |_, why| why)?;
    ///     rows.column("y").expect("it is one").fill(|_| Ok(3_u8), |_, why| why)
    /// })?;
    /// assert_eq!(format!("{rows:?}"), "[Point(x=1.0, y=3), Point(x=2.0, y=3)]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the error of `fill`.
    ///
    /// # Panics
    ///
    /// If `fill` succeeds and leaves a field without a value; see
    /// [`fill_defaults`](PartialSlice::fill_defaults).
    pub fn extend_by_columns<E>(
        &mut self,
        additional: usize,
        fill: impl FnOnce(&mut PartialSlice<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.0.extend_by_columns(additional, fill)
    }

    /// Adds an instance: its fields are moved.
    ///
    /// # Errors
    ///
    /// Returns the instance if it is of another class.
    pub fn push(&mut self, instance: Instance) -> Result<(), Instance> {
        if instance.class() != self.class() {
            return Err(instance);
        }
        self.0.push(instance);
        Ok(())
    }

    /// Removes the last row and returns it.
    pub fn pop(&mut self) -> Option<Instance> {
        let last = self.len().checked_sub(1)?;
        Some(self.0.remove(last))
    }

    /// Removes a row and returns it. The others keep their order.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn remove(&mut self, row: usize) -> Instance {
        self.0.remove(row)
    }

    /// Keeps the first `len` rows.
    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Removes all rows.
    pub fn clear(&mut self) {
        self.0.truncate(0);
    }

    /// Iterates over the values of one slot, in the order of the rows: over `&V`s, or over
    /// `Option<&V>`s of an [optional slot](Class::optional_slot).
    ///
    /// # Errors
    ///
    /// If the slot is of another class.
    pub fn column<'a, S: RowSlot>(&'a self, slot: &S) -> Result<S::Column<'a>, AttributeError> {
        slot.__column(&self.0)
    }

    /// Iterates over the values of one slot, to be changed.
    ///
    /// # Errors
    ///
    /// If the slot is of another class, read-only, or validated.
    pub fn column_mut<'a, S: RowSlot>(
        &'a mut self,
        slot: &S,
    ) -> Result<S::ColumnMut<'a>, AttributeError> {
        slot.__column_mut(&mut self.0)
    }

    /// Sorts the rows by one slot. Rows whose values are equal keep their order. If `compare`
    /// panics, the rows stay as they are.
    ///
    /// # Errors
    ///
    /// If the slot is of another class.
    pub fn sort_by_slot<S: RowSlot>(
        &mut self,
        slot: &S,
        mut compare: impl for<'a> FnMut(S::Item<'a>, S::Item<'a>) -> Ordering,
    ) -> Result<(), AttributeError> {
        let mut order: Vec<(usize, S::Item<'_>)> = self.column(slot)?.enumerate().collect();
        order.sort_by(|(_, a), (_, b)| compare(*a, *b));
        let order: Vec<usize> = order.into_iter().map(|(row, _)| row).collect();
        self.0.permute(&order);
        Ok(())
    }

    /// Sorts the rows. Rows that are equal keep their order. If `compare` panics, the rows stay as
    /// they are.
    pub fn sort_by(&mut self, mut compare: impl FnMut(&RowRef<'_>, &RowRef<'_>) -> Ordering) {
        let mut order: Vec<usize> = (0..self.len()).collect();
        let row = |row: &usize| self.0.row(*row).expect("it is one of them");
        order.sort_by(|a, b| compare(&row(a), &row(b)));
        self.0.permute(&order);
    }

    /// Keeps the rows for which `keep` returns `true`, in their order. If `keep` panics, all stay.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::{Class, Rows};
    ///
    /// let point = Class::builder("Point").slot::<f64>("x").build()?;
    /// let mut rows = Rows::new(&point);
    /// for x in [1.0, -2.0, 3.0] {
    ///     rows.push_attrs([("x", x)])?;
    /// }
    /// rows.retain(|row| row.getattr("x").is_ok_and(|x| x.as_f64() > Some(0.0)));
    /// assert_eq!(format!("{rows:?}"), "[Point(x=1.0), Point(x=3.0)]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&RowRef<'_>) -> bool) {
        let (mut kept, dropped): (Vec<usize>, Vec<usize>) =
            (0..self.len()).partition(|row| keep(&self.0.row(*row).expect("it is one of them")));
        if dropped.is_empty() {
            return;
        }
        let len = kept.len();
        kept.extend(dropped);
        self.0.permute(&kept);
        self.0.truncate(len);
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
