//! A slot of a class, resolved once: read and written at its offset.

use alloc::boxed::Box;
use core::any::TypeId;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;

use crate::attributes::error::{AttributeError, Fault};
use crate::class::Class;
use crate::class::storage::instance::fields_at;
use crate::class::storage::memory::Fields;
use crate::class::storage::object::{ClassObject, ClassObjectMut};
use crate::class::storage::row_block::RowBlock;
use crate::erased::ptr::Ptr;
use crate::reflect::layout::info::SlotInfo;
use crate::unwind::keep_error;

/// A slot of a run-time class, found once by its name and then read at its offset.
///
/// [`Class::slot`] returns it. `V` is the type of the field: of an optional slot, and of one of
/// Python's, that is an `Option`. It is for the instances and rows of the class and of all classes
/// below it; each access asks for the class, and refuses any other object, in CPython's words.
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
/// Invariant 1: in each instance of `class`, a field of type `V` lies at `offset`. It is the one at
/// the index `field` of the class's fields; or, if that is `None`, one of the value of a static
/// type that the instance begins with.
pub struct ClassSlot<V> {
    class: Class,
    offset: usize,
    /// The offset in the block of an instance of `class`.
    in_block: usize,
    field: Option<usize>,
    /// Whether the static type that has the slot, or a base on the way to it, is frozen.
    frozen: bool,
    name: Box<str>,
    of: PhantomData<fn(V) -> V>,
}

impl<V: 'static> ClassSlot<V> {
    /// Finds the slot of that name.
    pub(in crate::class) fn resolve(class: &Class, name: &str) -> Result<Self, AttributeError> {
        let layout = class.layout();
        let fail = |fault| Err(AttributeError::new(layout, name, fault));
        let Some(found) = layout.locate(name) else { return fail(Fault::NoSuchAttribute) };
        let info = found.info();
        if info.is_lazy() || info.type_id() != TypeId::of::<V>() {
            let asked = core::any::type_name::<V>();
            return fail(Fault::wrong_type(info.type_name(), asked));
        }
        // Invariant 1: the layout has a field of that type at that offset: one of the class's
        // fields, or one of the static type at the start.
        let offset = found.offset();
        let own = layout.slots().iter().any(|own| core::ptr::eq(own, info));
        let field = if own { class.table().field_of(info) } else { None };
        let (class, name, frozen) = (class.clone(), name.into(), found.is_frozen());
        let in_block = fields_at(layout) + offset;
        Ok(ClassSlot { class, offset, in_block, field, frozen, name, of: PhantomData })
    }

    /// The class in which the slot was found.
    #[must_use]
    pub fn class(&self) -> &Class {
        &self.class
    }

    /// The name of the slot.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The offset of the field from the start of the fields of an instance, in bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The slot's row in the layout of the class.
    #[must_use]
    pub fn info(&self) -> &SlotInfo {
        self.class.layout().slot(&self.name).expect("it was found there")
    }

    /// Reads the field.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class.
    #[inline]
    pub fn get<'a>(&self, object: &'a impl ClassObject) -> Result<&'a V, AttributeError> {
        if object.__class().is_same(&self.class) {
            // SAFETY: there is a field at these offsets in each instance of `class` (invariant 1).
            let field = unsafe { object.__field(self.offset, self.in_block) };
            // SAFETY: it is of type `V` (invariant 1).
            return Ok(unsafe { field.cast::<V>() });
        }
        self.check_below(object.__class())?;
        // SAFETY: the object is an instance of a class below `class`, as just checked.
        Ok(unsafe { self.read(object.__fields()) })
    }

    /// Writes the field and returns its old value.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class, if the slot is read-only or one of a frozen
    /// static type, or if its validator refuses the value.
    pub fn replace(&self, object: &mut impl ClassObjectMut, value: V) -> Result<V, AttributeError> {
        let class = object.__class();
        if let Err(error) = self.check(class).and_then(|()| self.accept(class, &value)) {
            return keep_error(Err(error), value);
        }
        // SAFETY: there is a field at that offset (invariant 1): the object is an instance of
        // `class`, or of one below it, as just checked.
        let field = unsafe { object.__fields_mut().field(self.offset) };
        // SAFETY: the field is of type `V` (invariant 1).
        Ok(mem::replace(unsafe { field.cast::<V>() }, value))
    }

    /// Writes the field.
    ///
    /// # Errors
    ///
    /// Fails where [`replace`](ClassSlot::replace) fails.
    pub fn set(&self, object: &mut impl ClassObjectMut, value: V) -> Result<(), AttributeError> {
        self.replace(object, value).map(drop)
    }

    /// # Safety
    ///
    /// `fields` are those of an instance of `class`, or of a class below it.
    #[inline(always)]
    unsafe fn read<'a>(&self, fields: Ptr<'a>) -> &'a V {
        // SAFETY: there is a field at that offset (invariant 1, and the contract of this function).
        let field = unsafe { fields.field(self.offset) };
        // SAFETY: it is of type `V` (invariant 1).
        unsafe { field.cast::<V>() }
    }

    /// Refuses an object of another class.
    #[inline(always)]
    fn check(&self, class: &Class) -> Result<(), AttributeError> {
        if class.is_same(&self.class) { Ok(()) } else { self.check_below(class) }
    }

    #[inline(never)]
    fn check_below(&self, class: &Class) -> Result<(), AttributeError> {
        let (table, own) = (class.table(), self.class.table());
        let has_it = match self.field {
            Some(field) => table.has_field_of(own, field),
            None => table.has_static_base_of(own),
        };
        if has_it && class.is_subclass(&self.class) {
            return Ok(());
        }
        let fault = Fault::OtherReceiver(self.class.name().into());
        Err(AttributeError::new(class.layout(), &self.name, fault))
    }

    /// Why the slot cannot be written, if it cannot.
    fn fixed(&self, info: &SlotInfo) -> Option<Fault> {
        if self.frozen {
            return Some(Fault::FrozenAssign);
        }
        info.is_read_only().then_some(Fault::ReadOnly)
    }

    /// Refuses what a write by name would refuse.
    fn accept(&self, class: &Class, value: &V) -> Result<(), AttributeError> {
        let info = self.info();
        if let Some(fault) = self.fixed(info) {
            return Err(AttributeError::new(class.layout(), &self.name, fault));
        }
        let field = Ptr::new(value);
        // SAFETY: `value` is of the type of the slot's field (`resolve` compared the identities,
        // and `info` is that row), which the vtables are of.
        let accepted = unsafe { info.vtables().validate(field, info.validator()) };
        accepted.map_err(|error| AttributeError::refused(class.layout(), &self.name, info, error))
    }

    /// Iterates over the field in all rows.
    pub(in crate::class) fn column<'a>(
        &self,
        rows: &'a RowBlock,
    ) -> Result<RowColumn<'a, V>, AttributeError> {
        self.check(rows.class())?;
        // Invariant 1 of `RowColumn`: each row has such a field at that offset (invariant 1), since
        // its class was just checked.
        let (next, stride) = (rows.first(self.offset), rows.stride());
        Ok(RowColumn { next, stride, left: rows.len(), rows: PhantomData })
    }

    /// Iterates over the field in all rows, to be changed.
    pub(in crate::class) fn column_mut<'a>(
        &self,
        rows: &'a mut RowBlock,
    ) -> Result<RowColumnMut<'a, V>, AttributeError> {
        self.check(rows.class())?;
        let info = self.info();
        let validated = || info.is_validated().then_some(Fault::Validated);
        if let Some(fault) = self.fixed(info).or_else(validated) {
            return Err(AttributeError::new(rows.class().layout(), &self.name, fault));
        }
        let (next, stride, left) = (rows.first(self.offset), rows.stride(), rows.len());
        Ok(RowColumnMut { next, stride, left, rows: PhantomData })
    }
}

impl<V> Clone for ClassSlot<V> {
    fn clone(&self) -> Self {
        let (class, name) = (self.class.clone(), self.name.clone());
        let (offset, in_block, field) = (self.offset, self.in_block, self.field);
        ClassSlot { class, offset, in_block, field, frozen: self.frozen, name, of: PhantomData }
    }
}

impl<V> fmt::Debug for ClassSlot<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<slot '{}' of '{}' objects>", self.name, self.class.name())
    }
}

/// The values of one slot in all rows: what [`Rows::column`](crate::Rows::column) returns.
///
/// Invariant 1: `next` points to the first of `left` values of type `V`, each `stride` bytes from
/// the next, all live and borrowed for `'a`.
pub struct RowColumn<'a, V> {
    next: Fields,
    stride: usize,
    left: usize,
    rows: PhantomData<&'a V>,
}

/// The values of one slot in all rows, to be changed.
///
/// Invariant 1: that of [`RowColumn`], but borrowed exclusively; no two values overlap, as they are
/// fields of different rows.
pub struct RowColumnMut<'a, V> {
    next: Fields,
    stride: usize,
    left: usize,
    rows: PhantomData<&'a mut V>,
}

macro_rules! columns {
    ($($column:ident<$life:lifetime>: $item:ty, |$field:ident| $lent:expr;)*) => {$(
        impl<$life, V: 'static> Iterator for $column<$life, V> {
            type Item = $item;

            #[inline(always)]
            fn next(&mut self) -> Option<$item> {
                self.left = self.left.checked_sub(1)?;
                let $field = self.next.cast::<V>();
                // `wrapping`, because it leads behind the last row in the end.
                let next = self.next.as_ptr().wrapping_byte_add(self.stride);
                self.next = core::ptr::NonNull::new(next).unwrap_or(self.next);
                // SAFETY: there was a value left there, of type `V`, which is live and borrowed for
                // the lifetime of the result (invariant 1). Each is lent once.
                Some(unsafe { $lent })
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.left, Some(self.left))
            }
        }

        impl<V: 'static> ExactSizeIterator for $column<'_, V> {}
        impl<V: 'static> FusedIterator for $column<'_, V> {}

        impl<V> fmt::Debug for $column<'_, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} left)", stringify!($column), self.left)
            }
        }
    )*};
}
columns! {
    RowColumn<'a>: &'a V, |field| field.as_ref();
    RowColumnMut<'a>: &'a mut V, |field| { let mut field = field; field.as_mut() };
}

// SAFETY: it lends `&V`s of rows, whose fields are `Sync` (invariant 3 of `RowBlock`).
unsafe impl<V: Sync> Send for RowColumn<'_, V> {}
// SAFETY: a `&RowColumn` gives nothing but the number of values that are left.
unsafe impl<V: Sync> Sync for RowColumn<'_, V> {}
// SAFETY: it lends `&mut V`s of rows, whose fields are `Send` (invariant 3 of `RowBlock`).
unsafe impl<V: Send> Send for RowColumnMut<'_, V> {}
