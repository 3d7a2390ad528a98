//! The values of one slot in all rows.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::attributes::error::AttributeError;
use crate::class::storage::memory::{Fields, exclusive, shared};
use crate::class::storage::row_block::RowBlock;
use crate::reflect::vtable::optional_form::OptionalForm;

/// A resolved slot, whose values in all rows can be swept: a [`ClassSlot`](crate::ClassSlot) or an
/// [`OptionalClassSlot`](crate::class::OptionalClassSlot). It cannot be implemented outside.
///
/// ```
/// use slotted::class::RowSlot;
/// use slotted::{Class, NewSlot, Rows};
///
/// /// How many rows there are, of a slot that always holds a value, or of an optional one.
/// fn count<S: RowSlot>(rows: &Rows, slot: &S) -> usize {
///     rows.column(slot).expect("it is a slot of their class").len()
/// }
///
/// let quake = Class::builder("Quake")
///     .slot::<f64>("magnitude")
///     .declare(NewSlot::<u32>::new("felt").optional())
///     .build()?;
/// let mut rows = Rows::new(&quake);
/// rows.push_attrs([("magnitude", 4.5)])?;
/// assert_eq!(count(&rows, &quake.slot::<f64>("magnitude")?), 1);
/// assert_eq!(count(&rows, &quake.optional_slot::<u32>("felt")?), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait RowSlot {
    /// What is borrowed of a row: a reference to its value, or an `Option` of one.
    type Item<'a>: Copy;

    /// What is borrowed of a row to be changed.
    type ItemMut<'a>;

    /// The iterator over all rows.
    type Column<'a>: ExactSizeIterator<Item = Self::Item<'a>> + FusedIterator;

    /// The iterator over all rows, to be changed.
    type ColumnMut<'a>: ExactSizeIterator<Item = Self::ItemMut<'a>> + FusedIterator;

    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __column<'a>(&self, rows: &'a RowBlock) -> Result<Self::Column<'a>, AttributeError>;

    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __column_mut<'a>(
        &self,
        rows: &'a mut RowBlock,
    ) -> Result<Self::ColumnMut<'a>, AttributeError>;
}

/// The fields of one slot in all rows, one after the other.
///
/// Invariant 1: `next` is the address of the first of `left` fields, each `stride` bytes from the
/// next, in live rows.
pub(super) struct Walk {
    next: Fields,
    stride: usize,
    left: usize,
}

impl Walk {
    /// # Safety
    ///
    /// In each row, a field lies at `offset`.
    pub(super) unsafe fn new(rows: &RowBlock, offset: usize) -> Self {
        Walk { next: rows.first(offset), stride: rows.stride(), left: rows.len() }
    }

    #[inline(always)]
    fn next(&mut self) -> Option<Fields> {
        self.left = self.left.checked_sub(1)?;
        let field = self.next;
        // `wrapping`, because it leads behind the last row in the end.
        let next = self.next.as_ptr().wrapping_byte_add(self.stride);
        self.next = core::ptr::NonNull::new(next).unwrap_or(self.next);
        Some(field)
    }
}

macro_rules! columns {
    ($(
        $(#[$doc:meta])*
        $column:ident<$life:lifetime>: $item:ty, $rows:ty $(, $form:ident: $of:ty)?,
        |$field:ident| $lent:expr;
    )*) => {$(
        $(#[$doc])*
        pub struct $column<$life, V> {
            walk: Walk,
            $($form: $of,)?
            rows: PhantomData<$rows>,
        }

        impl<$life, V> $column<$life, V> {
            /// # Safety
            ///
            /// Invariant 1, for as long as the rows are borrowed.
            pub(super) unsafe fn new(walk: Walk $(, $form: $of)?) -> Self {
                $column { walk, $($form,)? rows: PhantomData }
            }
        }

        impl<$life, V: 'static> Iterator for $column<$life, V> {
            type Item = $item;

            #[inline(always)]
            fn next(&mut self) -> Option<$item> {
                let $field = self.walk.next()?;
                $(let $form = self.$form;)?
                // SAFETY: it is the field of the slot in a row that is borrowed for the lifetime of
                // the result (invariant 1). Each is lent once.
                Some(unsafe { $lent })
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.walk.left, Some(self.walk.left))
            }
        }

        impl<V: 'static> ExactSizeIterator for $column<'_, V> {}
        impl<V: 'static> FusedIterator for $column<'_, V> {}

        impl<V> fmt::Debug for $column<'_, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} left)", stringify!($column), self.walk.left)
            }
        }
    )*};
}
columns! {
    /// The values of one slot in all rows: what [`Rows::column`](crate::Rows::column) returns.
    ///
    /// ```
    /// use slotted::{Class, Rows};
    ///
    /// let point = Class::builder("Point").slot::<f64>("x").build()?;
    /// let mut rows = Rows::new(&point);
    /// rows.push_attrs([("x", 1.0)])?;
    /// rows.push_attrs([("x", 2.5)])?;
    /// let x = point.slot::<f64>("x")?;
    /// assert_eq!(rows.column(&x)?.len(), 2);
    /// assert_eq!(rows.column(&x)?.sum::<f64>(), 3.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Invariant 1: `walk` leads to fields of type `V`, borrowed for `'a`.
    RowColumn<'a>: &'a V, &'a V, |field| shared(field).cast::<V>();

    /// The values of one slot in all rows, to be changed.
    ///
    /// ```
    /// use slotted::{Class, Rows};
    ///
    /// let point = Class::builder("Point").slot::<f64>("x").build()?;
    /// let mut rows = Rows::new(&point);
    /// rows.push_attrs([("x", 1.0)])?;
    /// let x = point.slot::<f64>("x")?;
    /// rows.column_mut(&x)?.for_each(|x| *x *= 2.0);
    /// assert_eq!(rows.column(&x)?.next(), Some(&2.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Invariant 1: that of [`RowColumn`], but borrowed exclusively; no two fields overlap, as they
    /// are those of different rows.
    RowColumnMut<'a>: &'a mut V, &'a mut V, |field| exclusive(field).cast::<V>();

    /// The values of one optional slot in all rows: `None` where it is unbound.
    ///
    /// ```
    /// use slotted::{Class, NewSlot, Rows, Value};
    ///
    /// let felt = NewSlot::<u32>::new("felt").optional();
    /// let quake = Class::builder("Quake").declare(felt).build()?;
    /// let mut rows = Rows::new(&quake);
    /// rows.push_attrs([("felt", 12)])?;
    /// rows.push_attrs::<&str, Value>([])?;
    /// let felt = quake.optional_slot::<u32>("felt")?;
    /// assert_eq!(rows.column(&felt)?.collect::<Vec<_>>(), [Some(&12), None]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Invariant 1: `walk` leads to the fields that `form` describes, of the values of type `V`,
    /// borrowed for `'a`.
    OptionalColumn<'a>: Option<&'a V>, &'a V, form: OptionalForm, |field| form.get(shared(field));

    /// The values of one optional slot in all rows, to be changed: `None` where it is unbound.
    ///
    /// ```
    /// use slotted::{Class, NewSlot, Rows, Value};
    ///
    /// let felt = NewSlot::<u32>::new("felt").optional();
    /// let quake = Class::builder("Quake").declare(felt).build()?;
    /// let mut rows = Rows::new(&quake);
    /// rows.push_attrs([("felt", 12)])?;
    /// rows.push_attrs::<&str, Value>([])?;
    /// let felt = quake.optional_slot::<u32>("felt")?;
    /// rows.column_mut(&felt)?.flatten().for_each(|felt| *felt += 1);
    /// assert_eq!(rows.column(&felt)?.collect::<Vec<_>>(), [Some(&13), None]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Invariant 1: that of [`OptionalColumn`], but borrowed exclusively; no two fields overlap, as
    /// they are those of different rows. (Presence bytes are only read.)
    OptionalColumnMut<'a>: Option<&'a mut V>, &'a mut V, form: OptionalForm,
        |field| form.get_mut(exclusive(field));
}

macro_rules! threads {
    ($($column:ident, $column_mut:ident;)*) => {$(
        // SAFETY: it lends `&V`s of rows, whose fields are `Sync` (invariant 3 of `RowBlock`).
        unsafe impl<V: Sync> Send for $column<'_, V> {}
        // SAFETY: a shared reference to it gives nothing but the number of values that are left.
        unsafe impl<V: Sync> Sync for $column<'_, V> {}
        // SAFETY: it lends `&mut V`s of rows, whose fields are `Send` (invariant 3 of `RowBlock`).
        unsafe impl<V: Send> Send for $column_mut<'_, V> {}
    )*};
}
threads! {
    RowColumn, RowColumnMut;
    OptionalColumn, OptionalColumnMut;
}
