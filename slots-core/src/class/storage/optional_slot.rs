//! An optional slot of a class, resolved once.

use core::fmt;
use core::marker::PhantomData;
use core::mem;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::{Fault, SlotForm};
use crate::class::Class;
use crate::class::storage::column::{OptionalColumn, OptionalColumnMut, RowSlot};
use crate::class::storage::object::{ClassObject, ClassObjectMut};
use crate::class::storage::resolved_slot::ResolvedSlot;
use crate::class::storage::row_block::RowBlock;
use crate::erased::ptr::Ptr;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::vtable::optional_form::OptionalForm;
use crate::unwind::keep_error;

/// An optional slot of a run-time class, found once by its name and then read at its offset.
///
/// [`Class::optional_slot`] returns it. It is to such a slot what a [`ClassSlot`](crate::ClassSlot)
/// is to one that always holds a value: `V` is the type of the value, and an unbound slot is
/// `None`.
///
/// Where an `Option<V>` takes more room than a `V`, as for numbers, the field holds the value
/// alone, and a bit in the instance says whether there is one. So the slot takes 8 bytes and a bit
/// for an `f64`, where an `Option<f64>` takes 16 bytes.
///
/// ```
/// use slotted::class::NewSlot;
/// use slotted::{Class, Rows, Value};
///
/// let quake = Class::builder("Quake")
///     .slot::<f64>("magnitude")
///     .declare(NewSlot::<f64>::new("depth").optional())
///     .build()?;
/// let depth = quake.optional_slot::<f64>("depth")?;
/// let mut rows = Rows::new(&quake);
/// rows.push_attrs([("magnitude", 4.5), ("depth", 10.0)])?;
/// rows.push_attrs([("magnitude", 5.0)])?;
/// assert_eq!(rows.row_size(), 24, "two numbers and a byte of presence bits");
/// assert_eq!(rows.column(&depth)?.collect::<Vec<_>>(), [Some(&10.0), None]);
///
/// let mut o = quake.from_attrs([("magnitude", 6.1)])?;
/// assert_eq!(depth.replace(&mut o, Some(33.0))?, None);
/// assert_eq!(depth.get(&o)?, Some(&33.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Invariant 1: the slot is optional, its value is a `V`, and `form` describes its field.
pub struct OptionalClassSlot<V> {
    slot: ResolvedSlot,
    form: OptionalForm,
    of: PhantomData<fn(V) -> V>,
}

impl<V: 'static> OptionalClassSlot<V> {
    /// Finds the slot of that name.
    pub(in crate::class) fn resolve(class: &Class, name: &str) -> Result<Self, AttributeError> {
        // Invariant 1: `form` is that of the field, for a `V`.
        let (slot, form) = ResolvedSlot::find(class, name, |info| {
            let is_optional = info.is_optional() && !info.is_lazy();
            let (expected, found) = (info.type_name(), core::any::type_name::<Option<V>>());
            match info.vtables().optional_form::<V>() {
                Some(form) if is_optional => Ok(form),
                _ if is_optional => Err(Fault::wrong_type(expected, found)),
                _ => Err(Fault::OtherForm { expected, found, form: SlotForm::of(info) }),
            }
        })?;
        Ok(OptionalClassSlot { slot, form, of: PhantomData })
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

    /// Reads the value. `None` if the slot is unbound.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class.
    #[inline]
    pub fn get<'a>(&self, object: &'a impl ClassObject) -> Result<Option<&'a V>, AttributeError> {
        let field = self.slot.field(object)?;
        // SAFETY: `field` is the slot's, which `form` describes (invariant 1). It is derived from
        // the pointer to all fields of the object, whose presence bytes are live.
        Ok(unsafe { self.form.get(field) })
    }

    /// Writes the value, or unbinds the slot, and returns the old value.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class, if the slot is read-only or one of a frozen
    /// static type, or if its validator refuses the value.
    pub fn replace(
        &self,
        object: &mut impl ClassObjectMut,
        value: Option<V>,
    ) -> Result<Option<V>, AttributeError> {
        let field = self.slot.field_to_write(object, |info| match (&value, info.validator()) {
            // SAFETY: the value is a `V`, the type of the slot's value (invariant 1), which the
            // vtable is of.
            (Some(value), Some(validator)) => unsafe {
                info.vtables().value().validate(Ptr::new(value), validator)
            },
            _ => Ok(()),
        });
        let field = match field {
            Ok(field) => field,
            Err(error) => return keep_error(Err(error), value),
        };
        Ok(match self.form {
            // SAFETY: the field is an `Option<V>` (invariant 1).
            OptionalForm::Itself => mem::replace(unsafe { field.cast::<Option<V>>() }, value),
            // SAFETY: `field` is the slot's, which the bit is of (invariant 1). It is derived from
            // the pointer to all fields of the object, whose presence bytes are live.
            OptionalForm::Bit(option) => unsafe { option.replace(field, value) },
        })
    }

    /// Writes the value, or unbinds the slot.
    ///
    /// # Errors
    ///
    /// Fails where [`replace`](OptionalClassSlot::replace) fails.
    pub fn set(
        &self,
        object: &mut impl ClassObjectMut,
        value: Option<V>,
    ) -> Result<(), AttributeError> {
        self.replace(object, value).map(drop)
    }
}

impl<V: 'static> RowSlot for OptionalClassSlot<V> {
    type Item<'a> = Option<&'a V>;
    type ItemMut<'a> = Option<&'a mut V>;
    type Column<'a> = OptionalColumn<'a, V>;
    type ColumnMut<'a> = OptionalColumnMut<'a, V>;

    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __column<'a>(&self, rows: &'a RowBlock) -> Result<OptionalColumn<'a, V>, AttributeError> {
        let walk = self.slot.walk(rows)?;
        // SAFETY: `form` describes those fields (invariant 1), and the rows are borrowed for `'a`.
        Ok(unsafe { OptionalColumn::new(walk, self.form) })
    }

    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __column_mut<'a>(
        &self,
        rows: &'a mut RowBlock,
    ) -> Result<OptionalColumnMut<'a, V>, AttributeError> {
        let walk = self.slot.walk_mut(rows)?;
        // SAFETY: `form` describes those fields (invariant 1), and the rows are exclusively
        // borrowed for `'a`.
        Ok(unsafe { OptionalColumnMut::new(walk, self.form) })
    }
}

impl<V> Clone for OptionalClassSlot<V> {
    fn clone(&self) -> Self {
        OptionalClassSlot { slot: self.slot.clone(), form: self.form, of: PhantomData }
    }
}

impl<V> fmt::Debug for OptionalClassSlot<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, class) = (self.slot.name(), self.slot.class().name());
        write!(f, "<optional slot '{name}' of '{class}' objects>")
    }
}
