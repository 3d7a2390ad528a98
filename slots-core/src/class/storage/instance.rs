//! An instance: a block of memory with the fields that its class says.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use core::alloc::Layout;
use core::mem;
use core::ptr::NonNull;

use crate::class::Class;
use crate::class::storage::memory::{self, Fields};
use crate::construct::Partial;
use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::attributes::{Attributes, Sealed};
use crate::reflect::layout::SlotLayout;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::presence::Present;

/// An object of a run-time class.
///
/// ```text
///  Instance ──▶ ┌────────┐
///               │ class  │   one word
///               ├────────┤
///               │ fields │   at the offsets of the class's layout
///               └────────┘
/// ```
///
/// It is owned, as a `Box` is. To share it, put it in an [`Obj`](crate::Obj) or an
/// [`ObjLock`](crate::ObjLock); to hold many of one class side by side, in [`Rows`](crate::Rows).
///
/// ```
/// use slotted::prelude::*;
/// use slotted::Class;
///
/// let point = Class::builder("Point").slot::<f64>("x").slot::<f64>("y").build()?;
/// let mut p = point.from_attrs([("x", 1.0), ("y", 2.0)])?;
/// p.setattr("x", 3)?;
/// assert_eq!(p.getattr("x")?, 3.0);
/// assert_eq!(p.setattr("z", 1).unwrap_err().to_string(), "'Point' object has no attribute 'z'");
/// assert_eq!(size_of_val(&p), size_of::<usize>());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Invariants:
///
/// 1. `block` was allocated with `layout_of` its class, holds the class at its start, and at
///    `fields_at` the fields of an instance of that class. This owns all of it.
/// 2. All fields are `Send` and `Sync` (invariant 3 of `Table`).
pub struct Instance {
    block: NonNull<Class>,
}

// SAFETY: this owns its fields, which are `Send` (invariant 2), and a class is `Send`.
unsafe impl Send for Instance {}
// SAFETY: a `&Instance` lends its fields, which are `Sync` (invariant 2), and a class is `Sync`.
unsafe impl Sync for Instance {}

/// Where the fields begin in a block.
pub(super) fn fields_at(layout: &SlotLayout) -> usize {
    size_of::<Class>().max(layout.align())
}

/// The size and the alignment of a block.
fn layout_of(layout: &SlotLayout) -> Layout {
    let size = fields_at(layout).checked_add(layout.size());
    let of_block = size.and_then(|size| {
        Layout::from_size_align(size, layout.align().max(align_of::<Class>())).ok()
    });
    of_block.expect("an instance is smaller than the address space")
}

/// A block that holds no instance yet, or none any more.
///
/// Invariant 1: `block` was allocated with `layout`.
struct Memory {
    block: NonNull<Class>,
    layout: Layout,
}

impl Memory {
    fn new(layout: Layout) -> Self {
        // SAFETY: the size is not zero: a block begins with a pointer.
        let block = unsafe { alloc(layout) };
        match NonNull::new(block) {
            Some(block) => Memory { block: block.cast(), layout },
            None => handle_alloc_error(layout),
        }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: the block was allocated with this layout (invariant 1).
        unsafe { dealloc(self.block.as_ptr().cast(), self.layout) };
    }
}

impl Instance {
    /// Makes an instance. `fill` either fills all fields or returns an error.
    ///
    /// # Panics
    ///
    /// If `fill` succeeds and leaves a field without a value.
    pub(crate) fn make<E>(
        class: &Class,
        fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
    ) -> Result<Self, E> {
        let layout = class.layout();
        let memory = Memory::new(layout_of(layout));
        // SAFETY: the block has that size.
        let fields = unsafe { memory.block.byte_add(fields_at(layout)) }.cast();
        // SAFETY: the memory was allocated for the fields, and nobody else knows it.
        unsafe { memory::fill(class.table(), fields, fill) }?;
        // SAFETY: the block begins with room for a class.
        unsafe { memory.block.write(class.clone()) };
        let block = memory.block;
        mem::forget(memory);
        Ok(Instance { block })
    }

    /// Makes an instance of fields that are moved in.
    ///
    /// # Safety
    ///
    /// `from` holds the fields of an instance of `class`, which are not used there afterwards.
    pub(super) unsafe fn of_fields(class: &Class, from: Fields) -> Self {
        let layout = class.layout();
        let memory = Memory::new(layout_of(layout));
        // SAFETY: the block has that size.
        let fields = unsafe { memory.block.byte_add(fields_at(layout)) };
        // SAFETY: both are memory for the fields of an instance of `class`, and do not overlap: one
        // was just allocated.
        unsafe { fields.cast::<u8>().copy_from_nonoverlapping(from.cast(), layout.size()) };
        // SAFETY: the block begins with room for a class.
        unsafe { memory.block.write(class.clone()) };
        let block = memory.block;
        mem::forget(memory);
        Instance { block }
    }

    /// Moves the fields out, to `to`.
    ///
    /// # Safety
    ///
    /// `to` is memory for the fields of an instance of this one's class.
    pub(super) unsafe fn into_fields(self, to: Fields) {
        let this = mem::ManuallyDrop::new(self);
        // SAFETY: the block begins with the class (invariant 1). It is read once: `this` is not
        // dropped.
        let class = unsafe { this.block.read() };
        let layout = class.layout();
        // SAFETY: the fields lie in the block (invariant 1), and `to` is memory for them that does
        // not overlap, as this owns its block.
        unsafe { to.cast::<u8>().copy_from_nonoverlapping(this.fields().cast(), layout.size()) };
        // Invariant 1 of `Memory`: that is the layout of the block (invariant 1).
        drop(Memory { block: this.block, layout: layout_of(layout) });
    }

    /// The class of the object: Python's `type(o)`.
    #[inline]
    #[must_use]
    pub fn class(&self) -> &Class {
        // SAFETY: the block begins with the class (invariant 1), which nobody changes while this is
        // borrowed.
        unsafe { self.block.as_ref() }
    }

    #[inline(always)]
    fn fields(&self) -> Fields {
        // SAFETY: the fields lie there in the block (invariant 1).
        unsafe { self.block.byte_add(fields_at(self.class().layout())) }.cast()
    }

    #[inline(always)]
    pub(in crate::class) fn shared(&self) -> Ptr<'_> {
        // SAFETY: the fields are live (invariant 1), and borrowed as this is.
        unsafe { memory::shared(self.fields()) }
    }

    /// Borrows a field.
    ///
    /// # Safety
    ///
    /// In the block of an instance of this one's class, a field lies at that offset.
    #[inline(always)]
    pub(super) unsafe fn in_block(&self, offset: usize) -> Ptr<'_> {
        // SAFETY: the block of an instance of the class has a field there (contract of this
        // function).
        let field = unsafe { self.block.byte_add(offset) };
        // SAFETY: the field is live (invariant 1), and borrowed as this is.
        unsafe { memory::shared(field.cast()) }
    }

    #[inline(always)]
    pub(in crate::class) fn exclusive(&mut self) -> PtrMut<'_> {
        // SAFETY: the fields are live (invariant 1), and borrowed as this is.
        unsafe { memory::exclusive(self.fields()) }
    }

    /// Gives the object another class, whose instances have the same fields in the same places.
    ///
    /// # Panics
    ///
    /// If they have not.
    pub(in crate::class) fn change_class(&mut self, class: Class) {
        assert!(self.class().table().is_same_memory(class.table()), "the fields are the same");
        // SAFETY: the block begins with a class (invariant 1), and this is exclusively borrowed.
        // The fields are those of an instance of the new class too, as just checked.
        let old = mem::replace(unsafe { self.block.as_mut() }, class);
        drop(old);
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: the block begins with the class (invariant 1), which is read once.
        let class = unsafe { self.block.read() };
        let layout = class.layout();
        // Invariant 1 of `Memory`: that is the layout of the block (invariant 1).
        let memory = Memory { block: self.block, layout: layout_of(layout) };
        // SAFETY: the block has the fields there (invariant 1).
        let fields = unsafe { memory.block.byte_add(fields_at(layout)) }.cast();
        // SAFETY: they are live (invariant 1), and not used afterwards. Should a `Drop` panic, the
        // memory and the class are released all the same.
        unsafe { memory::drop_fields(class.table(), fields) };
    }
}

impl Sealed for Instance {}

impl Attributes for Instance {
    // Whether an object can have weak references, its class says.
    type __Weakref = Present;

    #[inline]
    fn __object(&self) -> Object<'_> {
        // SAFETY: the fields are those that the layout describes, that of a run-time class
        // (invariant 1).
        unsafe { Object::from_raw(self.shared(), self.class().layout()) }
    }

    #[inline]
    fn __object_mut(&mut self) -> ObjectMut<'_> {
        let layout: *const SlotLayout = self.class().layout();
        // SAFETY: the layout lies in the class, which this keeps; only `change_class` lets go of
        // it, which borrows this exclusively, as the result does.
        let layout = unsafe { &*layout };
        // SAFETY: the fields are those that the layout describes (invariant 1).
        unsafe { ObjectMut::from_raw(self.exclusive(), layout) }
    }
}
