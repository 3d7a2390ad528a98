//! Construction of many structs of one type side by side, column by column.
//!
//! | file | what |
//! |---|---|
//! | `column` | one slot of many structs, to be filled |
//! | `rest` | the `Dict`, and the fields for which no value was given |

pub(crate) mod column;
mod rest;

use alloc::vec;
use alloc::vec::Vec;
use core::any::TypeId;
use core::fmt;

use crate::construct::partial_slice::column::PartialColumn;
use crate::erased::uninit::Uninit;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::slotted::Slotted;
use crate::reflect::vtable::put::{Dest, Source};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Structs of one slotted type side by side, some of whose fields hold a value: what
/// [`extend_by_columns`] lends out to be filled, or
/// [that of `Rows`](crate::Rows::extend_by_columns).
///
/// Each slot is filled in all rows at once, by its name. If something fails half-way, the values so
/// far are dropped.
///
/// ```
/// use slotted::ConversionError;
/// use slotted::descriptor::extend_by_columns;
/// use slotted::prelude::*;
///
/// #[derive(Slots, Debug, PartialEq)]
/// struct Point { x: f64, #[slots(default = 7)] tag: u8 }
///
/// let (xs, mut points) = ([1.0, 2.0], Vec::new());
/// extend_by_columns::<Point, ConversionError>(&mut points, xs.len(), |new| {
///     new.column("x").expect("it is a slot").fill(|row| Ok(xs[row]), |_, why| why)?;
///     new.fill_defaults(|_, why| why)
/// })?;
/// assert_eq!(points, xs.map(|x| Point { x, tag: 7 }));
/// # Ok::<(), ConversionError>(())
/// ```
///
/// Invariants:
///
/// 1. For each `i < len`, memory for a whole struct of the type that `layout` describes lies
///    `i * stride` bytes from the start of `memory`, and `memory` may be used for all of them.
/// 2. `filled` has an item for each field of `layout`. The field with the number `f` holds a value
///    in the first `filled[f]` of the structs, and in no other.
pub struct PartialSlice<'a> {
    memory: Uninit<'a>,
    stride: usize,
    len: usize,
    layout: &'a SlotLayout,
    filled: Vec<usize>,
    /// Whether some field holds values that its validator has not accepted.
    unchecked: bool,
}

/// Adds `additional` structs to the end of `objects`. `fill` gives each of their slots a value, or
/// returns an error; then nothing is added.
///
/// ```
/// use slotted::descriptor::{ObjectSlice, extend_by_columns};
/// use slotted::prelude::*;
/// use slotted::ConversionError;
///
/// #[derive(Slots, Debug, PartialEq)]
/// struct Point { x: f64, #[slots(range = 0..=9)] y: u8 }
///
/// let (xs, ys) = ([1.0, 2.0], [3, 40]);
/// let mut points = Vec::new();
/// let mut add = |n: usize| {
///     extend_by_columns::<Point, (usize, ConversionError)>(&mut points, n, |points| {
///         points.column::<f64>("x").expect("it is one").fill(|row| Ok(xs[row]), |_, _| unreachable!())?;
///         points.column::<u8>("y").expect("it is one").fill(|row| Ok(ys[row]), |row, why| (row, why))
///     })
/// };
/// add(1).expect("the first is valid");
/// assert_eq!(add(2).expect_err("the second is not").0, 1);
/// assert_eq!(points, [Point { x: 1.0, y: 3 }]);
/// ```
///
/// # Errors
///
/// Returns the error of `fill`.
///
/// # Panics
///
/// If `fill` succeeds and leaves a field without a value (see
/// [`fill_defaults`](PartialSlice::fill_defaults)), or although a validator has refused a value.
pub fn extend_by_columns<T: Slotted, E>(
    objects: &mut Vec<T>,
    additional: usize,
    fill: impl FnOnce(&mut PartialSlice<'_>) -> Result<(), E>,
) -> Result<(), E> {
    objects.reserve(additional);
    let memory = Uninit::of_slice(&mut objects.spare_capacity_mut()[..additional]);
    // SAFETY: `memory` is for `additional` of `T`, which `T::LAYOUT` describes (contract of
    // `Slotted`), each `size_of::<T>()` bytes after the one before.
    unsafe { fill_whole(memory, size_of::<T>(), additional, T::LAYOUT, fill) }?;
    // SAFETY: `fill_whole` returned `Ok`, so the first `additional` places behind the last item
    // hold a `T`; they are inside the capacity.
    unsafe { objects.set_len(objects.len() + additional) };
    Ok(())
}

/// Fills the memory with structs of the type that `layout` describes. On an error or a panic, the
/// fields filled so far are dropped, and the memory is uninit again.
///
/// # Panics
///
/// If `fill` succeeds and leaves a field without a value, or although a validator has refused one.
///
/// # Safety
///
/// For each `i < len`, memory for a whole struct of the type that `layout` describes lies
/// `i * stride` bytes from the start of `memory`, and `memory` may be used for all of them.
pub(crate) unsafe fn fill_whole<E>(
    memory: Uninit<'_>,
    stride: usize,
    len: usize,
    layout: &SlotLayout,
    fill: impl FnOnce(&mut PartialSlice<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let filled = vec![0; layout.field_count()];
    let mut partial = PartialSlice { memory, stride, len, layout, filled, unchecked: false };
    if let Err(error) = fill(&mut partial) {
        // Drop the fields before returning, so that unwinding still drops the error if a `Drop`
        // panics.
        drop(partial);
        return Err(error);
    }
    // The layout names every field of the struct once (contract of `Slotted`), so now all hold a
    // value.
    assert!(partial.is_whole(), "a field was left out");
    assert!(!partial.unchecked, "a value was refused");
    // The fields belong to the whole structs now: `partial` must not drop them.
    partial.filled.clear();
    Ok(())
}

/// Where the field of a number lies in each struct of a partial slice.
#[derive(Clone, Copy)]
struct Place<'a> {
    info: &'a SlotInfo,
    offset: usize,
    field: usize,
}

impl<'a> PartialSlice<'a> {
    /// The number of structs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns `true` if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The layout of the structs.
    #[must_use]
    pub fn layout(&self) -> &'a SlotLayout {
        self.layout
    }

    /// Whether the slot of that name, own or of a base, holds a value in all structs.
    #[must_use]
    pub fn is_filled(&self, name: &str) -> bool {
        self.layout.locate(name).is_some_and(|found| self.filled[found.field()] == self.len)
    }

    fn is_whole(&self) -> bool {
        self.filled.iter().all(|rows| *rows == self.len)
    }

    /// Finds a slot that does not hold a value in all structs.
    fn place(&self, name: &str) -> Option<Place<'a>> {
        let found = self.layout.locate(name)?;
        let place = Place { info: found.info(), offset: found.offset(), field: found.field() };
        (self.filled[place.field] < self.len || self.len == 0).then_some(place)
    }

    /// Returns the memory of the field at `offset` of the struct at `row`.
    ///
    /// # Safety
    ///
    /// There is a struct at `row`, and `layout` has a field at `offset`.
    #[inline(always)]
    unsafe fn at(&mut self, row: usize, offset: usize) -> Uninit<'_> {
        // SAFETY: the struct at `row` lies that far from the start, and has a field at `offset`
        // (invariant 1, and the contract of this function).
        unsafe { self.memory.reborrow().field(row * self.stride + offset) }
    }

    /// Returns the slot of that name, own or of a base, to be filled. `None` if there is no such
    /// slot, if its field is not a `V`, or if it is filled already. Of an optional slot, the field
    /// is an `Option`.
    #[must_use]
    pub fn column<V: 'static>(&mut self, name: &str) -> Option<PartialColumn<'_, 'a, V>> {
        let place = self.place(name)?;
        if place.info.memory_type().id() != TypeId::of::<V>() {
            return None;
        }
        // SAFETY: the field is a `V`, as just compared.
        Some(unsafe { PartialColumn::new(self, place) })
    }

    /// Fills the slot of that name with what the values convert to, as a write by name would. In a
    /// row without a value, the slot is unbound, if it can be; if not, it takes `None` as a value.
    /// The result is `None` if there is no such slot, or if it is filled already.
    ///
    /// `refused` makes the error for a value that the slot's type or its validator refuses.
    ///
    /// ```
    /// use slotted::descriptor::extend_by_columns;
    /// use slotted::prelude::*;
    /// use slotted::{ConversionError, Value};
    ///
    /// #[derive(Slots, Debug, PartialEq)]
    /// struct Quake { magnitude: f32, #[slots(optional)] felt: Option<u32> }
    ///
    /// let (mut quakes, felt) = (Vec::new(), [Some(Value::from(12)), None]);
    /// extend_by_columns::<Quake, ConversionError>(&mut quakes, 2, |new| {
    ///     let value = |_| Ok(Some(Value::from(5)));                // an integer, which is converted
    ///     new.fill_values("magnitude", value, |_, why| why).expect("it is a slot")?;
    ///     let value = |row: usize| Ok(felt[row].clone());
    ///     new.fill_values("felt", value, |_, why| why).expect("it is a slot")
    /// })?;
    /// assert_eq!(quakes[0], Quake { magnitude: 5.0, felt: Some(12) });
    /// assert_eq!(quakes[1], Quake { magnitude: 5.0, felt: None });
    /// # Ok::<(), ConversionError>(())
    /// ```
    pub fn fill_values<E>(
        &mut self,
        name: &str,
        mut value: impl FnMut(usize) -> Result<Option<Value>, E>,
        refused: impl FnOnce(usize, ConversionError) -> E,
    ) -> Option<Result<(), E>> {
        let Place { info, offset, field } = self.place(name)?;
        for row in self.filled[field]..self.len {
            let mut value = match (value(row), info.vtables().option()) {
                (Ok(None), Some(option)) => {
                    // SAFETY: `row` is less than `len`, and `place` found a field at `offset`.
                    let memory = unsafe { self.at(row, offset) };
                    // SAFETY: the memory is for the field that `info` describes, and the vtables of
                    // `info` are those of the field's type (invariant 1 of `SlotInfo`).
                    unsafe { option.write_empty(memory) };
                    self.filled[field] = row + 1;
                    continue;
                }
                (Ok(value), _) => value.unwrap_or_default(),
                (Err(error), _) => return Some(Err(error)),
            };
            let put = value.within_depth(0).and_then(|()| {
                // SAFETY: `row` is less than `len`, and `place` found a field at `offset`.
                let dest = Dest::Uninit(unsafe { self.at(row, offset) });
                // SAFETY: the destination is memory for the field that `info` describes, and the
                // vtables of `info` are those of the field's type (invariant 1 of `SlotInfo`).
                unsafe { info.vtables().put(dest, Source::Value(&mut value), info.validator()) }
            });
            match put {
                Ok(()) => self.filled[field] = row + 1,
                Err(why) => return Some(Err(refused(row, why))),
            }
        }
        Some(Ok(()))
    }

    /// Fills the slotted structs in the slot of that name: `fill` gives each of their slots a
    /// value, or returns an error. `None` if there is no such slot, if its field is not a slotted
    /// struct itself, or if it is filled already, be it in one row.
    ///
    /// `refused` makes the error for a struct that the slot's validator refuses.
    ///
    /// ```
    /// use slotted::ConversionError;
    /// use slotted::descriptor::extend_by_columns;
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots)]
    /// struct Engine { rpm: u32 }
    /// #[derive(Slots)]
    /// struct Car { engine: Engine }
    ///
    /// let (mut cars, rpms) = (Vec::new(), [900_u32, 1100]);
    /// extend_by_columns::<Car, ConversionError>(&mut cars, rpms.len(), |new| {
    ///     let fill = |engines: &mut slotted::descriptor::PartialSlice<'_>| {
    ///         engines.column("rpm").expect("it is a slot").fill(|row| Ok(rpms[row]), |_, why| why)
    ///     };
    ///     new.fill_nested("engine", fill, |_, why| why).expect("it is a slotted struct")
    /// })?;
    /// assert_eq!(cars.iter().map(|car| car.engine.rpm).sum::<u32>(), 2000);
    /// # Ok::<(), ConversionError>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If `fill` succeeds and leaves a field without a value, or although a validator has refused
    /// one.
    pub fn fill_nested<E>(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut PartialSlice<'_>) -> Result<(), E>,
        refused: impl FnOnce(usize, ConversionError) -> E,
    ) -> Option<Result<(), E>> {
        let place = self.place(name).filter(|place| self.filled[place.field] == 0)?;
        let layout = place.info.vtables().value().layout().filter(|_| place.info.is_direct())?;
        let (stride, len) = (self.stride, self.len);
        if len == 0 {
            return Some(Ok(()));
        }
        // SAFETY: there is a struct at row 0, since `len` is not 0, and `place` found a field at
        // `offset`.
        let memory = unsafe { self.at(0, place.offset) };
        // SAFETY: the field of each struct lies at the same offset in it, so `stride` bytes after
        // that of the struct before. A direct slot's field is the value itself, which `layout`
        // describes (`ValueVTable::layout` compares the identities). The memory is derived from
        // that of all structs (invariant 1).
        if let Err(error) = unsafe { fill_whole(memory, stride, len, layout, fill) } {
            return Some(Err(error));
        }
        self.filled[place.field] = len;
        Some(self.validate(place, 0).map_err(|(row, why)| refused(row, why)))
    }

    /// Runs the slot's validator on its values from `first` on, all of which are filled.
    fn validate(&mut self, place: Place<'a>, first: usize) -> Result<(), (usize, ConversionError)> {
        let Some(validator) = place.info.validator() else { return Ok(()) };
        let others = core::mem::replace(&mut self.unchecked, true);
        for row in first..self.filled[place.field] {
            // SAFETY: `row` is less than `len` (invariant 2), and there is a field at `offset`.
            let memory = unsafe { self.at(row, place.offset) };
            // SAFETY: the field holds a value in this row (invariant 2).
            let value = unsafe { memory.assume_init() };
            // SAFETY: the value is of the type that the vtables of `info` are for (invariant 1 of
            // `SlotInfo`).
            unsafe { place.info.vtables().validate(value.shared(), Some(validator)) }
                .map_err(|why| (row, why))?;
        }
        self.unchecked = others;
        Ok(())
    }

    /// Drops one field of one struct. Returns `false` if none holds a value.
    fn drop_one(&mut self) -> bool {
        while let Some(rows) = self.filled.last_mut() {
            let Some(row) = rows.checked_sub(1) else {
                self.filled.pop();
                continue;
            };
            *rows = row;
            let number = self.filled.len() - 1;
            let Some((field, offset)) = self.layout.field(number) else { continue };
            // SAFETY: `row` is less than `len` (invariant 2), and `layout` has a field at `offset`.
            let memory = unsafe { self.at(row, offset) };
            // SAFETY: the field held a value (invariant 2). It is not counted any more, so nobody
            // uses or drops it again. Presence bytes are live: they are filled first, and dropping
            // one, a `u8`, leaves it as it is.
            unsafe { field.drop(memory.assume_init()) };
            return true;
        }
        false
    }
}

impl Drop for PartialSlice<'_> {
    fn drop(&mut self) {
        /// Drops the remaining fields if a `Drop` panics.
        struct Others<'a, 'b>(&'a mut PartialSlice<'b>);
        impl Drop for Others<'_, '_> {
            fn drop(&mut self) {
                while self.0.drop_one() {}
            }
        }
        let others = Others(self);
        while others.0.drop_one() {}
    }
}

impl fmt::Debug for PartialSlice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartialSlice")
            .field("type", &self.layout.name())
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}
