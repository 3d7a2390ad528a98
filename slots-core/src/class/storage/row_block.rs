//! Rows: the fields of many instances, side by side.

use alloc::alloc::{alloc, dealloc, handle_alloc_error, realloc};
use core::alloc::Layout;
use core::mem;
use core::ptr::NonNull;

use crate::class::Class;
use crate::class::storage::instance::Instance;
use crate::class::storage::memory::{self, Fields};
use crate::class::storage::row::{RowMut, RowRef};
use crate::construct::Partial;
use crate::construct::partial_slice::{PartialSlice, fill_whole};
use crate::descriptor::object_slice::ObjectSlice;
use crate::erased::ptr::Ptr;
use crate::erased::uninit::Uninit;

/// The fields of many instances of one class, side by side, as a `Vec` of structs has them.
///
/// Invariants:
///
/// 1. `block` was allocated for `capacity` rows of `stride` bytes each, aligned as the class's
///    layout says; or `capacity` or `stride` is zero, and it is only aligned.
/// 2. The first `len` rows hold the fields of an instance of `class`, and the others hold nothing.
/// 3. All fields are `Send` and `Sync` (invariant 3 of `Table`).
pub(in crate::class) struct RowBlock {
    class: Class,
    block: Fields,
    stride: usize,
    len: usize,
    capacity: usize,
}

// SAFETY: this owns its fields, which are `Send` (invariant 3).
unsafe impl Send for RowBlock {}
// SAFETY: a `&RowBlock` lends its fields, which are `Sync` (invariant 3).
unsafe impl Sync for RowBlock {}

impl RowBlock {
    pub(in crate::class) fn new(class: Class) -> Self {
        let layout = class.layout();
        let stride = layout.size().next_multiple_of(layout.align());
        let block = NonNull::without_provenance(layout.align().try_into().expect("it is not zero"));
        RowBlock { class, block, stride, len: 0, capacity: 0 }
    }

    #[inline(always)]
    pub(in crate::class) fn class(&self) -> &Class {
        &self.class
    }

    #[inline(always)]
    pub(in crate::class) fn len(&self) -> usize {
        self.len
    }

    /// The bytes from one row to the next.
    #[inline(always)]
    pub(in crate::class) fn stride(&self) -> usize {
        self.stride
    }

    pub(in crate::class) fn capacity(&self) -> usize {
        if self.stride == 0 { usize::MAX } else { self.capacity }
    }

    /// The address of a row, which need not hold anything.
    #[inline(always)]
    fn at(&self, row: usize) -> Fields {
        debug_assert!(row <= self.capacity(), "it is a row of the block");
        // `wrapping_add`, because the address is computed before it is known to be used.
        let address = self.block.as_ptr().wrapping_byte_add(row * self.stride);
        NonNull::new(address).expect("a block does not wrap around")
    }

    fn layout(&self, capacity: usize) -> Layout {
        let size = self.stride.checked_mul(capacity);
        let align = self.class.layout().align();
        let layout = size.and_then(|size| Layout::from_size_align(size, align).ok());
        layout.expect("the rows are smaller than the address space")
    }

    /// Makes room for so many more rows.
    pub(in crate::class) fn reserve(&mut self, more: usize) {
        let needed = self.len.checked_add(more).expect("rows are counted by a word");
        if self.capacity() < needed {
            self.grow(needed.max(2 * self.capacity).max(4));
        }
    }

    #[cold]
    fn grow(&mut self, capacity: usize) {
        let layout = self.layout(capacity);
        let block = match self.capacity {
            // SAFETY: the size is not zero: the stride is not, or there would be room.
            0 => unsafe { alloc(layout) },
            // SAFETY: the block was allocated with that layout (invariant 1), and the new size is
            // that of a valid layout and not zero. Values of all types may be moved by their bytes.
            old => unsafe { realloc(self.block.as_ptr().cast(), self.layout(old), layout.size()) },
        };
        match NonNull::new(block) {
            Some(block) => (self.block, self.capacity) = (block.cast(), capacity),
            None => handle_alloc_error(layout),
        }
    }

    /// Adds a row. `fill` either fills all fields or returns an error; then there is no new row.
    pub(in crate::class) fn push_with<E>(
        &mut self,
        fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.reserve(1);
        // SAFETY: the memory behind the last row is allocated for one more (just reserved), and
        // nobody else knows it.
        unsafe { memory::fill(self.class.table(), self.at(self.len), fill) }?;
        self.len += 1;
        Ok(())
    }

    /// Adds so many rows. `fill` gives each of their slots a value, or returns an error; then there
    /// are no new rows.
    ///
    /// # Panics
    ///
    /// If `fill` succeeds and leaves a field without a value.
    pub(in crate::class) fn extend_by_columns<E>(
        &mut self,
        additional: usize,
        fill: impl FnOnce(&mut PartialSlice<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.reserve(additional);
        let (behind, stride) = (self.at(self.len), self.stride);
        // SAFETY: the memory behind the last row is aligned and allocated for so many more (just
        // reserved), and nobody else knows it.
        let memory = unsafe { Uninit::from_raw(behind) };
        // SAFETY: it is for the fields that the layout of the class describes, of one row each
        // `stride` bytes.
        unsafe {
            fill_whole(memory, stride, additional, self.class.layout(), |rows| {
                rows.fill_presence();
                fill(rows)
            })
        }?;
        self.len += additional;
        Ok(())
    }

    /// Borrows all rows as a slice of objects.
    pub(in crate::class) fn objects(&self) -> ObjectSlice<'_> {
        let first = match self.len {
            // Nothing is read from it.
            0 => Ptr::new::<[u8]>(&[]),
            // SAFETY: the first row holds the fields of an instance (invariant 2), and `self` stays
            // borrowed as long as the result. The provenance of the block covers all rows.
            _ => unsafe { memory::shared(self.block) },
        };
        // SAFETY: the first `len` rows hold the fields of an instance of `class`, `stride` bytes
        // apart (invariants 1 and 2).
        unsafe { ObjectSlice::of_class(first, self.stride, self.len, self.class.layout()) }
    }

    /// Adds an instance of the class.
    ///
    /// # Panics
    ///
    /// If it is an instance of another class.
    pub(in crate::class) fn push(&mut self, instance: Instance) {
        assert!(*instance.class() == self.class, "it is an instance of the class of the rows");
        self.reserve(1);
        // SAFETY: the memory behind the last row is allocated for one more (just reserved).
        unsafe { instance.into_fields(self.at(self.len)) };
        self.len += 1;
    }

    #[inline(always)]
    pub(in crate::class) fn row(&self, row: usize) -> Option<RowRef<'_>> {
        // SAFETY: the row holds the fields of an instance (invariant 2), and `self` stays borrowed
        // as long as the result.
        (row < self.len).then(|| unsafe { RowRef::new(self.at(row), (&self.class).into()) })
    }

    #[inline(always)]
    pub(in crate::class) fn row_mut(&mut self, row: usize) -> Option<RowMut<'_>> {
        // SAFETY: the row holds the fields of an instance (invariant 2), and `self` stays
        // exclusively borrowed as long as the result.
        (row < self.len).then(|| unsafe { RowMut::new(self.at(row), (&self.class).into()) })
    }

    /// The address of the value at `offset` in the first row. With no rows, it must not be read.
    #[inline(always)]
    pub(super) fn first(&self, offset: usize) -> Fields {
        let address = self.block.as_ptr().wrapping_byte_add(offset);
        NonNull::new(address).unwrap_or(self.block)
    }

    /// Removes a row and returns it as an instance. The order of the others stays.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub(in crate::class) fn remove(&mut self, row: usize) -> Instance {
        assert!(row < self.len, "row {row} of {}", self.len);
        let at = self.at(row);
        // SAFETY: the row holds the fields of an instance (invariant 2). They are not used there
        // afterwards: the rows behind are moved over it.
        let instance = unsafe { Instance::of_fields(&self.class, at) };
        self.len -= 1;
        let bytes = (self.len - row) * self.stride;
        // SAFETY: both lie in the block, and `copy_to` takes ranges that overlap.
        unsafe { self.at(row + 1).cast::<u8>().copy_to(at.cast(), bytes) };
        instance
    }

    /// Keeps the first `len` rows, and drops the others.
    pub(in crate::class) fn truncate(&mut self, len: usize) {
        /// The rows that are still to be dropped.
        struct Rest<'a> {
            rows: &'a RowBlock,
            next: usize,
            end: usize,
        }
        impl Rest<'_> {
            fn run(&mut self) {
                while self.next < self.end {
                    let row = self.rows.at(self.next);
                    self.next += 1;
                    // SAFETY: the row held the fields of an instance until `len` was lowered, and
                    // is dropped once: `next` is past it.
                    unsafe { memory::drop_fields(self.rows.class.table(), row) };
                }
            }
        }
        impl Drop for Rest<'_> {
            fn drop(&mut self) {
                self.run();
            }
        }
        if len >= self.len {
            return;
        }
        // Lowered first: should a `Drop` panic, no row is dropped twice.
        let end = mem::replace(&mut self.len, len);
        Rest { rows: self, next: len, end }.run();
    }

    /// Puts the rows in another order: the row at `order[n]` becomes row `n`.
    ///
    /// # Panics
    ///
    /// If `order` does not name each row once.
    pub(in crate::class) fn permute(&mut self, order: &[usize]) {
        let mut named = alloc::vec![false; self.len];
        assert!(order.len() == self.len, "the order names each row");
        for row in order {
            assert!(!mem::replace(&mut named[*row], true), "the order names each row once");
        }
        if self.stride == 0 || self.len == 0 {
            return;
        }
        let layout = self.layout(self.capacity);
        // SAFETY: the size is not zero: there are rows, and they are not empty.
        let block = unsafe { alloc(layout) };
        let Some(block) = NonNull::new(block) else { handle_alloc_error(layout) };
        for (to, from) in order.iter().enumerate() {
            // SAFETY: the new block has room for as many rows as the old one.
            let to = unsafe { block.add(to * self.stride) };
            // SAFETY: both are rows, one in each of two blocks. Each row is moved once, as checked.
            unsafe { to.copy_from_nonoverlapping(self.at(*from).cast(), self.stride) };
        }
        let old = mem::replace(&mut self.block, block.cast());
        // SAFETY: the old block was allocated with that layout (invariant 1), and its rows were
        // moved.
        unsafe { dealloc(old.as_ptr().cast(), layout) };
    }
}

impl Drop for RowBlock {
    fn drop(&mut self) {
        /// Frees the block, even if a `Drop` panics.
        struct Free<'a>(&'a mut RowBlock);
        impl Drop for Free<'_> {
            fn drop(&mut self) {
                let rows = &*self.0;
                if rows.stride != 0 && rows.capacity != 0 {
                    let layout = rows.layout(rows.capacity);
                    // SAFETY: the block was allocated with that layout (invariant 1), and holds no
                    // rows any more.
                    unsafe { dealloc(rows.block.as_ptr().cast(), layout) };
                }
            }
        }
        Free(self).0.truncate(0);
    }
}
