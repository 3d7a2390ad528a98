//! What has a run-time class and fields: instances and rows.

use crate::class::Class;
use crate::class::storage::instance::Instance;
use crate::class::storage::row::{RowMut, RowRef};
use crate::erased::ptr::{Ptr, PtrMut};

/// An object of a run-time class that can be read through a [`ClassSlot`](crate::ClassSlot): an
/// [`Instance`] or a row.
///
/// ```
/// use slotted::class::{ClassObject, ClassSlot};
/// use slotted::{AttributeError, Class, Rows};
///
/// /// Reads an instance, or a row.
/// fn doubled(slot: &ClassSlot<f64>, object: &impl ClassObject) -> Result<f64, AttributeError> {
///     Ok(2.0 * slot.get(object)?)
/// }
///
/// let point = Class::builder("Point").slot::<f64>("x").build()?;
/// let (x, mut rows) = (point.slot("x")?, Rows::new(&point));
/// rows.push_attrs([("x", 1.0)])?;
/// assert_eq!(doubled(&x, &rows.row(0).expect("there is one"))?, 2.0);
/// assert_eq!(doubled(&x, &point.from_attrs([("x", 4)])?)?, 8.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Safety
///
/// The fields are those of an instance of the class. (It cannot be implemented outside: `Ptr` is
/// private.)
pub unsafe trait ClassObject {
    #[doc(hidden)]
    fn __class(&self) -> &Class;

    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields(&self) -> Ptr<'_>;

    /// Borrows the field at an offset from the start of the fields; `in_block` is its offset in the
    /// block of an instance. So no instance looks up where its fields begin.
    ///
    /// # Safety
    ///
    /// Both are those of a field of the object's class.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    unsafe fn __field(&self, offset: usize, in_block: usize) -> Ptr<'_>;
}

/// One that can be written.
///
/// ```
/// use slotted::class::{ClassObjectMut, ClassSlot};
/// use slotted::{AttributeError, Class, Rows};
///
/// /// Writes an instance, or a row.
/// fn clear(x: &ClassSlot<f64>, object: &mut impl ClassObjectMut) -> Result<(), AttributeError> {
///     x.set(object, 0.0)
/// }
///
/// let point = Class::builder("Point").slot::<f64>("x").build()?;
/// let (x, mut rows) = (point.slot("x")?, Rows::new(&point));
/// rows.push_attrs([("x", 1.0)])?;
/// clear(&x, &mut rows.row_mut(0).expect("there is one"))?;
/// assert_eq!(rows.column(&x)?.sum::<f64>(), 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ClassObjectMut: ClassObject {
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields_mut(&mut self) -> PtrMut<'_>;
}

macro_rules! objects {
    ($($object:ty, |$it:ident, $offset:pat_param, $in_block:pat_param| $field:expr;)*) => {$(
        // SAFETY: all are those of one object.
        unsafe impl ClassObject for $object {
            #[inline(always)]
            fn __class(&self) -> &Class {
                self.class()
            }

            #[inline(always)]
            #[expect(private_interfaces, reason = "it seals the trait")]
            fn __fields(&self) -> Ptr<'_> {
                self.shared()
            }

            #[inline(always)]
            #[expect(private_interfaces, reason = "it seals the trait")]
            unsafe fn __field(&self, $offset: usize, $in_block: usize) -> Ptr<'_> {
                let $it = self;
                // SAFETY: the class of the object has a field there (contract of this function).
                unsafe { $field }
            }
        }
    )*};
}
objects! {
    Instance, |it, _, in_block| it.in_block(in_block);
    RowRef<'_>, |it, offset, _| it.shared().field(offset);
    RowMut<'_>, |it, offset, _| it.shared().field(offset);
}

macro_rules! writable_objects {
    ($($object:ty),*) => {$(
        impl ClassObjectMut for $object {
            #[inline(always)]
            #[expect(private_interfaces, reason = "it seals the trait")]
            fn __fields_mut(&mut self) -> PtrMut<'_> {
                self.exclusive()
            }
        }
    )*};
}
writable_objects!(Instance, RowMut<'_>);
