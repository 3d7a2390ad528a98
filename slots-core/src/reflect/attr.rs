//! References to attributes: a type-erased pointer with the vtable of its type.

use core::any::{Any, TypeId};

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::mode::{Mode, Plain};
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::put::{Dest, Source};
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::depth::MAX_DEPTH;
use crate::value::kind::Kind;

/// A borrowed attribute: what [`getattr`](crate::AttributesExt::getattr) returns.
///
/// It is two words in size, and making one converts nothing. Read the value by its own type
/// ([`downcast_ref`](AttrRef::downcast_ref)), as a number, a bool or text
/// ([`as_f64`](AttrRef::as_f64), …), or as a [`ValueRef`] to match on ([`view`](AttrRef::view)); or
/// compare it with a plain value.
///
/// ```
/// use slotted::ValueRef;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Quake { magnitude: f64, place: String }
///
/// let quake = Quake { magnitude: 4.5, place: "Ridgecrest".to_owned() };
/// let magnitude = quake.getattr("magnitude")?;
/// assert_eq!(magnitude, 4.5);                                      // compared with a plain value
/// assert_eq!(magnitude.as_f64(), Some(4.5));                       // as a number of any type
/// assert_eq!(magnitude.downcast_ref::<f64>(), Some(&4.5));         // by its own type
/// let ValueRef::Str(place) = quake.getattr("place")?.view() else { panic!("it is text") };
/// assert_eq!(place, "Ridgecrest");
/// # Ok::<(), slotted::AttributeError>(())
/// ```
///
/// Invariant 1: `ptr` points to a value of the type of `vtable`.
#[derive(Clone, Copy)]
pub struct AttrRef<'a> {
    ptr: Ptr<'a>,
    vtable: &'static ValueVTable,
}

impl<'a> AttrRef<'a> {
    /// Makes a reference to `value`, to be read as a slot of that type is.
    ///
    /// ```
    /// use slotted::AttrRef;
    ///
    /// let numbers = vec![1, 2];
    /// let attribute = AttrRef::new(&numbers);
    /// assert_eq!(attribute.to_string(), "[1, 2]");
    /// assert_eq!(attribute.downcast_ref::<Vec<i32>>(), Some(&numbers));
    /// ```
    pub fn new<T: SlotValue>(value: &'a T) -> Self {
        AttrRef::in_mode::<T, Plain>(value)
    }

    /// Makes a reference to `value`, to be read in the mode `M`.
    pub(crate) fn in_mode<T: 'static, M: Mode<T>>(value: &'a T) -> Self {
        AttrRef { ptr: Ptr::new(value), vtable: value_vtable::<T, M>() }
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type of `vtable`.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: Ptr<'a>, vtable: &'static ValueVTable) -> Self {
        AttrRef { ptr, vtable }
    }

    /// Returns the pointer to the value, of the type of the vtable.
    #[inline(always)]
    pub(crate) fn ptr(&self) -> Ptr<'a> {
        self.ptr
    }

    #[inline(always)]
    pub(crate) fn vtable(&self) -> &'static ValueVTable {
        self.vtable
    }

    /// Returns the value as a [`ValueRef`], to match on.
    #[inline]
    #[must_use]
    pub fn view(&self) -> ValueRef<'a> {
        // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1).
        unsafe { self.vtable.view(self.ptr) }
    }

    /// Returns the slotted struct that the value is, without the indirect calls of a view. `None`
    /// for an enum with data, for what a pointer or a shared object holds, and for any other value.
    #[inline(always)]
    pub(crate) fn own_object(&self) -> Option<Object<'a>> {
        let layout = self.vtable.layout()?;
        // SAFETY: `layout` describes the type of `vtable` (`ValueVTable::layout` compares the
        // identities), which is a struct, and `ptr` points to a value of that type (invariant 1).
        Some(unsafe { Object::from_raw(self.ptr, layout) })
    }

    /// Returns the number of the variant; see `SlotValue::__number`.
    #[cfg(feature = "serde")]
    pub(crate) fn number(&self) -> usize {
        // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1).
        unsafe { self.vtable.number(self.ptr) }
    }

    /// Returns the value as a `&T` if its type is exactly `T`. Does not look inside a [`Value`].
    #[inline(always)]
    pub(crate) fn cast<T: 'static>(&self) -> Option<&'a T> {
        if self.vtable.ty().id() == TypeId::of::<T>() {
            // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1), which is `T`:
            // the identities were just compared.
            Some(unsafe { self.ptr.cast::<T>() })
        } else {
            None
        }
    }
}

impl AttrRef<'_> {
    /// Checks the depth of the value, as [`Value::within_depth`] does. What is inside a slotted
    /// struct does not count.
    pub(crate) fn within_depth(&self) -> Result<(), ConversionError> {
        if self.has_levels(MAX_DEPTH) { Ok(()) } else { Err(ConversionError::too_deep()) }
    }

    /// Whether at most `most` lists and maps are nested in one another, counting the value itself.
    fn has_levels(&self, most: usize) -> bool {
        let nests =
            |value: &AttrRef<'_>| matches!(value.vtable.kind(), Kind::List | Kind::Map | Kind::Any);
        if !nests(self) {
            return true;
        }
        match (self.view(), most.checked_sub(1)) {
            (ValueRef::List(_) | ValueRef::Map(_), None) => false,
            (ValueRef::List(list), Some(inside)) => {
                // Where all items have one type, numbers need not be looked at one by one.
                let has_one_type = matches!(self.vtable.shape(), Shape::List(_) | Shape::Array(..));
                let is_flat =
                    has_one_type && !list.iter().next().is_some_and(|first| nests(&first));
                is_flat || list.iter().all(|item| item.has_levels(inside))
            }
            (ValueRef::Map(map), Some(inside)) => {
                map.iter().all(|(_, value)| value.has_levels(inside))
            }
            _ => true,
        }
    }
}

impl<'a> From<&'a Value> for AttrRef<'a> {
    fn from(value: &'a Value) -> Self {
        AttrRef::in_mode::<Value, Plain>(value)
    }
}

/// A mutably borrowed attribute: what [`getattr_mut`](crate::AttributesExt::getattr_mut) returns.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Post { title: String, tags: Vec<String> }
///
/// let mut post = Post { title: "Slots".to_owned(), tags: Vec::new() };
/// post.getattr_mut("title")?.set("Slots, again")?;
/// let tags = post.getattr_mut("tags")?.downcast_mut::<Vec<String>>().expect("it is one");
/// tags.push("rust".to_owned());
/// assert_eq!((post.title.as_str(), post.tags.len()), ("Slots, again", 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Invariant 1: `ptr` points to a value of the type of `vtable`.
pub struct AttrMut<'a> {
    ptr: PtrMut<'a>,
    vtable: &'static ValueVTable,
}

impl<'a> AttrMut<'a> {
    /// Makes a reference to `value`, to be read and written as a slot of that type is.
    ///
    /// ```
    /// use slotted::AttrMut;
    ///
    /// let mut number = 1_u8;
    /// AttrMut::new(&mut number).set(2)?;
    /// assert_eq!(number, 2);
    /// assert!(AttrMut::new(&mut number).set(256).is_err());
    /// # Ok::<(), slotted::ConversionError>(())
    /// ```
    pub fn new<T: SlotValue>(value: &'a mut T) -> Self {
        AttrMut::in_mode::<T, Plain>(value)
    }

    /// Returns what one step of a path leads to inside the value.
    pub(crate) fn inside(self, step: &Step) -> Inside<'a> {
        match self.vtable.layout() {
            // SAFETY: `layout` describes the type of `vtable` (`ValueVTable::layout` compares the
            // identities), and `ptr` points to a value of that type (invariant 1).
            Some(layout) => Inside::Object(unsafe { ObjectMut::from_raw(self.ptr, layout) }),
            // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1).
            None => unsafe { self.vtable.inside(self.ptr, step) },
        }
    }

    /// Makes a reference to `value`, to be read and written in the mode `M`.
    pub(crate) fn in_mode<T: 'static, M: Mode<T>>(value: &'a mut T) -> Self {
        AttrMut { ptr: PtrMut::new(value), vtable: value_vtable::<T, M>() }
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type of `vtable`.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: PtrMut<'a>, vtable: &'static ValueVTable) -> Self {
        AttrMut { ptr, vtable }
    }

    /// Reborrows the attribute for a shorter time.
    pub(crate) fn reborrow(&mut self) -> AttrMut<'_> {
        AttrMut { ptr: self.ptr.reborrow(), vtable: self.vtable }
    }

    /// Borrows the attribute for reading.
    #[must_use]
    pub fn as_ref(&self) -> AttrRef<'_> {
        AttrRef { ptr: self.ptr.shared(), vtable: self.vtable }
    }

    /// Converts the source as [`setattr`](crate::AttributesExt::setattr) does, and writes the
    /// result. If the conversion fails, the old value stays. Runs no validator: callers do not lend
    /// out a validated slot as an `AttrMut`.
    #[inline(always)]
    pub(crate) fn write(&mut self, source: Source<'_>) -> Result<(), ConversionError> {
        // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1), so it is a
        // destination for that type.
        unsafe { self.vtable.put(Dest::Init(self.ptr.reborrow()), source) }
    }

    /// Writes a number or a bool of the very type of the attribute; returns `Err(self)` for
    /// any other value.
    #[inline(always)]
    pub(crate) fn copy_in(mut self, value: &Value) -> Result<(), Self> {
        // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1).
        if unsafe { self.vtable.copy_in(self.ptr.reborrow(), value) } { Ok(()) } else { Err(self) }
    }

    /// Whether the attribute is a number, a bool or text.
    #[inline(always)]
    pub(crate) fn is_scalar(&self) -> bool {
        self.vtable.is_scalar()
    }

    /// Swaps the value with `other` and returns `true`, if both have the same type. Does not look
    /// inside a [`Value`].
    pub(crate) fn swap(&mut self, other: &mut dyn Any) -> bool {
        // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1).
        unsafe { self.vtable.ty().swap(self.ptr.reborrow(), other) }
    }

    /// Returns the value as a `&mut T` if its type is exactly `T`. Does not look inside a
    /// [`Value`].
    #[inline(always)]
    pub(crate) fn cast<T: 'static>(self) -> Result<&'a mut T, Self> {
        if self.vtable.ty().id() == TypeId::of::<T>() {
            // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1), which is `T`:
            // the identities were just compared.
            Ok(unsafe { self.ptr.cast::<T>() })
        } else {
            Err(self)
        }
    }
}

impl<'a> From<&'a mut Value> for AttrMut<'a> {
    fn from(value: &'a mut Value) -> Self {
        AttrMut::in_mode::<Value, Plain>(value)
    }
}
