//! An optional slot of many structs as a column.

use core::fmt;
use core::marker::PhantomData;

use crate::descriptor::object_slice::FieldColumn;
use crate::reflect::vtable::optional_form::OptionalForm;

/// One optional slot of many structs or rows, typed: see
/// [`ObjectSlice::optional_column`](crate::ObjectSlice::optional_column).
///
/// ```
/// use slotted::class::NewSlot;
/// use slotted::{Class, Rows};
///
/// let depth = NewSlot::<f64>::new("depth").optional();
/// let quake = Class::builder("Quake").slot::<u32>("id").declare(depth).build()?;
/// let mut rows = Rows::new(&quake);
/// rows.push_attrs([("id", 1)])?;
/// rows.push_attrs([("id", 2), ("depth", 10)])?;
/// let depths = rows.objects().optional_column::<f64>("depth").expect("it is an optional slot");
/// assert_eq!((depths.len(), depths.get(0), depths.get(1)), (2, None, Some(&10.0)));
/// assert_eq!(depths.iter().flatten().sum::<f64>(), 10.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Invariant 1: each of the fields is of that form, for a `V`.
pub struct OptionalSlotColumn<'a, V> {
    fields: FieldColumn<'a>,
    form: OptionalForm,
    of: PhantomData<&'a V>,
}

impl<V> Clone for OptionalSlotColumn<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for OptionalSlotColumn<'_, V> {}

impl<'a, V: 'static> OptionalSlotColumn<'a, V> {
    /// # Safety
    ///
    /// Invariant 1.
    pub(super) unsafe fn new(fields: FieldColumn<'a>, form: OptionalForm) -> Self {
        OptionalSlotColumn { fields, form, of: PhantomData }
    }

    /// The number of structs.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Returns `true` if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the value in the struct at `index`. `None` if there is no value, or no such struct.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'a V> {
        let field = self.fields.get(index)?;
        // SAFETY: the field is of that form, for a `V` (invariant 1). It is derived from the
        // pointer to the whole struct.
        unsafe { self.form.get(field) }
    }

    /// Iterates over the values, with `None` where there is none.
    #[inline(always)]
    #[must_use]
    pub fn iter(
        &self,
    ) -> impl ExactSizeIterator<Item = Option<&'a V>> + DoubleEndedIterator + use<'a, V> {
        let column = *self;
        (0..self.len()).map(move |index| column.get(index))
    }
}

impl<V: fmt::Debug + 'static> fmt::Debug for OptionalSlotColumn<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
