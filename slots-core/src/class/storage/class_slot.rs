//! A slot of a class, resolved once: read and written at its offset.

use core::any::TypeId;
use core::fmt;
use core::marker::PhantomData;
use core::mem;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::{Fault, SlotForm};
use crate::class::Class;
use crate::class::storage::column::{RowColumn, RowColumnMut, RowSlot};
use crate::class::storage::object::{ClassObject, ClassObjectMut};
use crate::class::storage::resolved_slot::ResolvedSlot;
use crate::class::storage::row_block::RowBlock;
use crate::erased::ptr::Ptr;
use crate::reflect::layout::info::SlotInfo;
use crate::unwind::keep_error;

/// A slot of a run-time class, found once by its name and then read at its offset.
///
/// [`Class::slot`] returns it, for a slot that always holds a value of type `V`; for one that may
/// be unbound, there is an [`OptionalClassSlot`](crate::class::OptionalClassSlot). It is for the
/// instances and rows of the class and of all classes below it; each access asks for the class, and
/// refuses any other object, in CPython's words.
///
/// ```
/// use slotted::Class;
///
/// let point = Class::builder("Point").slot::<f64>("x").slot::<f64>("y").build()?;
/// let x = point.slot::<f64>("x")?;
/// let mut p = point.from_attrs([("x", 1.0), ("y", 2.0)])?;
/// x.set(&mut p, 3.0)?;
/// assert_eq!(*x.get(&p)?, 3.0);
///
/// let other = Class::builder("Other").slot::<f64>("x").build()?.from_attrs([("x", 1.0)])?;
/// assert_eq!(
///     x.get(&other).unwrap_err().to_string(),
///     "descriptor 'x' for 'Point' objects doesn't apply to a 'Other' object"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Invariant 1: the field of the slot is a `V`.
pub struct ClassSlot<V> {
    slot: ResolvedSlot,
    of: PhantomData<fn(V) -> V>,
}

impl<V: 'static> ClassSlot<V> {
    /// Finds the slot of that name.
    pub(in crate::class) fn resolve(class: &Class, name: &str) -> Result<Self, AttributeError> {
        // Invariant 1: a slot that is neither optional nor lazy has a field of its type.
        let (slot, ()) = ResolvedSlot::find(class, name, |info| {
            let (expected, found) = (info.type_name(), core::any::type_name::<V>());
            match info.is_direct() {
                true if info.type_id() == TypeId::of::<V>() => Ok(()),
                true => Err(Fault::wrong_type(expected, found)),
                false => Err(Fault::OtherForm { expected, found, form: SlotForm::of(info) }),
            }
        })?;
        Ok(ClassSlot { slot, of: PhantomData })
    }

    /// The class in which the slot was found.
    #[must_use]
    pub fn class(&self) -> &Class {
        self.slot.class()
    }

    /// The name of the slot.
    #[must_use]
    pub fn name(&self) -> &str {
        self.slot.name()
    }

    /// The offset of the field from the start of the fields of an instance, in bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.slot.offset()
    }

    /// What the layout of the class says of the slot.
    #[must_use]
    pub fn info(&self) -> &SlotInfo {
        self.slot.info()
    }

    /// Reads the field.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class.
    #[inline]
    pub fn get<'a>(&self, object: &'a impl ClassObject) -> Result<&'a V, AttributeError> {
        let field = self.slot.field(object)?;
        // SAFETY: the slot's field is a `V` (invariant 1).
        Ok(unsafe { field.cast::<V>() })
    }

    /// Writes the field and returns its old value.
    ///
    /// ```
    /// use slotted::Class;
    ///
    /// let point = Class::builder("Point").slot::<f64>("x").build()?;
    /// let (x, mut o) = (point.slot::<f64>("x")?, point.from_attrs([("x", 1)])?);
    /// assert_eq!(x.replace(&mut o, 2.0)?, 1.0);
    /// assert_eq!(*x.get(&o)?, 2.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class, if the slot is read-only or one of a frozen
    /// static type, or if its validator refuses the value.
    pub fn replace(&self, object: &mut impl ClassObjectMut, value: V) -> Result<V, AttributeError> {
        let field = self.slot.field_to_write(object, |info| {
            let field = Ptr::new(&value);
            // SAFETY: `value` is of the type of the slot's field (invariant 1), which the vtables
            // are of; it has no presence bit, as the slot is not optional.
            unsafe { info.vtables().validate(field, info.validator()) }
        });
        match field {
            // SAFETY: the slot's field is a `V` (invariant 1).
            Ok(field) => Ok(mem::replace(unsafe { field.cast::<V>() }, value)),
            Err(error) => keep_error(Err(error), value),
        }
    }

    /// Writes the field.
    ///
    /// # Errors
    ///
    /// Fails where [`replace`](ClassSlot::replace) fails.
    pub fn set(&self, object: &mut impl ClassObjectMut, value: V) -> Result<(), AttributeError> {
        self.replace(object, value).map(drop)
    }
}

impl<V: 'static> RowSlot for ClassSlot<V> {
    type Item<'a> = &'a V;
    type ItemMut<'a> = &'a mut V;
    type Column<'a> = RowColumn<'a, V>;
    type ColumnMut<'a> = RowColumnMut<'a, V>;

    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __column<'a>(&self, rows: &'a RowBlock) -> Result<RowColumn<'a, V>, AttributeError> {
        let walk = self.slot.walk(rows)?;
        // SAFETY: those fields are of type `V` (invariant 1), and the rows are borrowed for `'a`.
        Ok(unsafe { RowColumn::new(walk) })
    }

    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __column_mut<'a>(
        &self,
        rows: &'a mut RowBlock,
    ) -> Result<RowColumnMut<'a, V>, AttributeError> {
        let walk = self.slot.walk_mut(rows)?;
        // SAFETY: those fields are of type `V` (invariant 1), and the rows are exclusively borrowed
        // for `'a`.
        Ok(unsafe { RowColumnMut::new(walk) })
    }
}

impl<V> Clone for ClassSlot<V> {
    fn clone(&self) -> Self {
        ClassSlot { slot: self.slot.clone(), of: PhantomData }
    }
}

impl<V> fmt::Debug for ClassSlot<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<slot '{}' of '{}' objects>", self.slot.name(), self.slot.class().name())
    }
}
