//! A slot of a class, found once by its name: the class that it is asked of, and its offset.

use alloc::boxed::Box;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::class::Class;
use crate::class::storage::column::Walk;
use crate::class::storage::instance::fields_at;
use crate::class::storage::object::{ClassObject, ClassObjectMut};
use crate::class::storage::row_block::RowBlock;
use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::layout::info::SlotInfo;
use crate::value::conversion_error::ConversionError;

/// A slot of a class, found once by its name.
///
/// Invariant 1: in each instance of `class`, the field that `info` describes lies at `offset`. It
/// is the one at the index `field` of the class's fields; or, if that is `None`, one of the value
/// of a static type that the instance begins with.
#[derive(Clone)]
pub(super) struct ResolvedSlot {
    class: Class,
    offset: usize,
    /// The offset in the block of an instance of `class`.
    in_block: usize,
    field: Option<usize>,
    /// Whether the static type that has the slot, or a base on the way to it, is frozen.
    frozen: bool,
    name: Box<str>,
}

impl ResolvedSlot {
    /// Finds the slot of that name, if its row is `wanted`, with what that returns. Of another one,
    /// that says why not.
    pub(super) fn find<R>(
        class: &Class,
        name: &str,
        wanted: impl FnOnce(&SlotInfo) -> Result<R, Fault>,
    ) -> Result<(Self, R), AttributeError> {
        let layout = class.layout();
        let fail = |fault| AttributeError::new(layout, name, fault);
        let found = layout.locate(name).ok_or_else(|| fail(Fault::NoSuchAttribute))?;
        let info = found.info();
        let of_row = wanted(info).map_err(fail)?;
        // Invariant 1: the layout has that field at that offset: one of the class's fields, or one
        // of the static type at the start.
        let offset = found.offset();
        let own = layout.slots().iter().any(|own| core::ptr::eq(own, info));
        let field = if own { class.table().field_of(info) } else { None };
        let (class, name, frozen) = (class.clone(), name.into(), found.is_frozen());
        let in_block = fields_at(layout) + offset;
        Ok((ResolvedSlot { class, offset, in_block, field, frozen, name }, of_row))
    }

    pub(super) fn class(&self) -> &Class {
        &self.class
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    /// The row of the slot in the layout of the class.
    pub(super) fn info(&self) -> &SlotInfo {
        self.class.layout().slot(&self.name).expect("it was found there")
    }

    /// Borrows the field of an object, which is of the type that `info` says.
    #[inline(always)]
    pub(super) fn field<'a>(
        &self,
        object: &'a impl ClassObject,
    ) -> Result<Ptr<'a>, AttributeError> {
        if object.__class().is_same(&self.class) {
            // SAFETY: there is a field at these offsets in each instance of `class` (invariant 1).
            return Ok(unsafe { object.__field(self.offset, self.in_block) });
        }
        self.check_below(object.__class())?;
        // SAFETY: the object is an instance of a class below `class`, as just checked, which has
        // the field at the same offset (invariant 1).
        Ok(unsafe { object.__fields().field(self.offset) })
    }

    /// Borrows the field of an object exclusively: it is of the type that `info` says.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class, if the slot is read-only or of a frozen type, or
    /// if `validate` refuses what is to be written.
    pub(super) fn field_to_write<'a>(
        &self,
        object: &'a mut impl ClassObjectMut,
        validate: impl FnOnce(&SlotInfo) -> Result<(), ConversionError>,
    ) -> Result<PtrMut<'a>, AttributeError> {
        let class = object.__class();
        self.check(class)?;
        let (layout, info) = (class.layout(), self.info());
        if let Some(fault) = self.fixed(info) {
            return Err(AttributeError::new(layout, &self.name, fault));
        }
        validate(info).map_err(|error| AttributeError::refused(layout, &self.name, info, error))?;
        // SAFETY: there is a field at that offset (invariant 1): the object is an instance of
        // `class`, or of one below it, as just checked.
        Ok(unsafe { object.__fields_mut().field(self.offset) })
    }

    /// Refuses objects of another class.
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

    /// Goes along the field in all rows, which is of the type that `info` says.
    ///
    /// # Errors
    ///
    /// If the rows are of another class.
    pub(super) fn walk(&self, rows: &RowBlock) -> Result<Walk, AttributeError> {
        self.check(rows.class())?;
        // SAFETY: each row has the field at that offset (invariant 1): its class was just checked.
        Ok(unsafe { Walk::new(rows, self.offset) })
    }

    /// Goes along the field in all rows, to lend it to be changed.
    ///
    /// # Errors
    ///
    /// If the rows are of another class, if the slot cannot be written, or if a validator would
    /// have to see what is written.
    pub(super) fn walk_mut(&self, rows: &mut RowBlock) -> Result<Walk, AttributeError> {
        let walk = self.walk(rows)?;
        let info = self.info();
        let validated = || info.is_validated().then_some(Fault::Validated);
        match self.fixed(info).or_else(validated) {
            Some(fault) => Err(AttributeError::new(rows.class().layout(), &self.name, fault)),
            None => Ok(walk),
        }
    }

    /// Why the slot cannot be written, if it cannot.
    fn fixed(&self, info: &SlotInfo) -> Option<Fault> {
        if self.frozen {
            return Some(Fault::FrozenAssign);
        }
        info.is_read_only().then_some(Fault::ReadOnly)
    }
}
