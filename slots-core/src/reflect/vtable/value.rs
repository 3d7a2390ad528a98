//! What can be done with a value whose type is forgotten: constant tables, one per type.

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::extent::Extent;
use crate::reflect::mode::Mode;
use crate::reflect::shape::Shape;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::field::exchange;
#[cfg(feature = "serde")]
use crate::reflect::vtable::list::ListOps;
use crate::reflect::vtable::put::{Place, Source, put};
use crate::reflect::vtable::validator::Check;
use crate::value::Value;
use crate::value::kind::Kind;
use crate::value::mismatch::Mismatch;
use core::any::{Any, TypeId};
use core::ptr::NonNull;

/// The identity and the extent of a type.
#[derive(Clone, Copy)]
pub(crate) struct TypeInfo {
    pub(crate) id: TypeId,
    /// A function: `type_name` is not const.
    pub(crate) name: fn() -> &'static str,
    pub(crate) extent: Extent,
}

impl TypeInfo {
    pub(crate) const fn of<T: 'static>() -> Self {
        TypeInfo {
            id: TypeId::of::<T>(),
            name: core::any::type_name::<T>,
            extent: Extent::of::<T>(),
        }
    }
}

/// How a value of one type is seen and written by name.
///
/// Invariant 1: every function here takes a pointer to a value of the type `ty`. (Only `new` makes
/// one, and takes all of it from one `T`.)
pub(crate) struct ValueOps {
    ty: TypeInfo,
    kind: Kind,
    view: for<'a> unsafe fn(Ptr<'a>) -> ValueRef<'a>,
    put: unsafe fn(Place<'_>, Source<'_>, Option<&Check>) -> Result<(), Mismatch>,
    write: unsafe fn(PtrMut<'_>, &mut Value) -> Result<(), Mismatch>,
    fill: unsafe fn(NonNull<()>, &mut Value) -> Result<(), Mismatch>,
    swap: unsafe fn(PtrMut<'_>, &mut dyn Any, Option<&Check>) -> Result<bool, Mismatch>,
    ask: unsafe fn(Ptr<'_>, &Check) -> Result<(), Mismatch>,
    inside: for<'a> unsafe fn(PtrMut<'a>, &Step) -> Inside<'a>,
    layout: Option<fn() -> &'static SlotLayout>,
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    shape: Shape,
    #[cfg(feature = "serde")]
    list: Option<ListOps>,
}

impl ValueOps {
    pub(crate) const fn new<T: 'static, M: Mode<T>>() -> Self {
        ValueOps {
            ty: TypeInfo::of::<T>(),
            kind: M::KIND,
            view: view::<T, M>,
            put: put::<T, M>,
            write: write::<T, M>,
            fill: fill::<T, M>,
            swap: swap::<T, M>,
            ask: ask::<T, M>,
            inside: inside::<T, M>,
            layout: M::LAYOUT,
            shape: M::SHAPE,
            #[cfg(feature = "serde")]
            list: match M::LIST {
                Some(list) => Some(list.ops()),
                None => None,
            },
        }
    }

    #[inline(always)]
    pub(crate) const fn ty(&self) -> &TypeInfo {
        &self.ty
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// What the type looks like in data.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// What is done with the type, if it is a list.
    #[cfg(feature = "serde")]
    pub(crate) const fn list(&self) -> Option<ListOps> {
        self.list
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn view<'a>(&self, ptr: Ptr<'a>) -> ValueRef<'a> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.view)(ptr) }
    }

    /// Writes what the source makes.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn assign(
        &self,
        ptr: PtrMut<'_>,
        source: Source<'_>,
    ) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.put)(Place::Held(ptr), source, None) }
    }

    /// The same, of a value, which is taken out of there: most writes are of one, and it is too large to be handed on by
    /// copy.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    #[inline(always)]
    pub(crate) unsafe fn write(&self, ptr: PtrMut<'_>, value: &mut Value) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.write)(ptr, value) }
    }

    /// The same where nothing is yet.
    ///
    /// # Safety
    ///
    /// `place` is memory for a value of the type `ty`, and empty.
    #[inline(always)]
    pub(crate) unsafe fn fill(
        &self,
        place: NonNull<()>,
        value: &mut Value,
    ) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.fill)(place, value) }
    }

    /// Asks the check of the value.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn ask(&self, ptr: Ptr<'_>, check: &Check) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.ask)(ptr, check) }
    }

    /// What lies inside the value, one step of a path further.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn inside<'a>(&self, ptr: PtrMut<'a>, step: &Step) -> Inside<'a> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.inside)(ptr, step) }
    }

    /// The layout of the type, if it is a slotted one.
    pub(crate) fn layout(&self) -> Option<&'static SlotLayout> {
        // What the type says is not trusted; what the layout says of itself is. (Asked by its full name: of a
        // reference to a reference, `Any` would answer.)
        let layout = self.layout?();
        (SlotLayout::type_id(layout) == self.ty.id).then_some(layout)
    }

    /// Exchanges the value with `other`, if that is of its type.
    ///
    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn swap(
        &self,
        ptr: PtrMut<'_>,
        other: &mut dyn Any,
        check: Option<&Check>,
    ) -> Result<bool, Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.swap)(ptr, other, check) }
    }
}

// The bodies behind the tables. Each has the contract of the method that calls it: the pointer is of the
// type of its table.

unsafe fn view<T: 'static, M: Mode<T>>(ptr: Ptr<'_>) -> ValueRef<'_> {
    // SAFETY: the caller.
    M::view(unsafe { ptr.cast::<T>() })
}

unsafe fn write<T: 'static, M: Mode<T>>(
    ptr: PtrMut<'_>,
    value: &mut Value,
) -> Result<(), Mismatch> {
    // SAFETY: the caller.
    unsafe { put::<T, M>(Place::Held(ptr), Source::Value(value), None) }
}

unsafe fn fill<T: 'static, M: Mode<T>>(
    place: NonNull<()>,
    value: &mut Value,
) -> Result<(), Mismatch> {
    // SAFETY: the caller.
    unsafe { put::<T, M>(Place::Fresh(place), Source::Value(value), None) }
}

unsafe fn ask<T: 'static, M: Mode<T>>(ptr: Ptr<'_>, check: &Check) -> Result<(), Mismatch> {
    // SAFETY: the caller.
    let value = unsafe { ptr.cast::<T>() };
    check.ask(value).map_err(|why| Mismatch::refused(&M::view(value), why))
}

unsafe fn inside<'a, T: 'static, M: Mode<T>>(ptr: PtrMut<'a>, step: &Step) -> Inside<'a> {
    // SAFETY: the caller.
    M::inside(unsafe { ptr.cast::<T>() }, step)
}

unsafe fn swap<T: 'static, M: Mode<T>>(
    ptr: PtrMut<'_>,
    other: &mut dyn Any,
    check: Option<&Check>,
) -> Result<bool, Mismatch> {
    if let (Some(check), Some(value)) = (check, other.downcast_ref::<T>()) {
        // SAFETY: it is a `T`.
        unsafe { ask::<T, M>(Ptr::new(value), check) }?;
    }
    // SAFETY: the caller.
    Ok(unsafe { exchange::<T>(ptr, other) })
}

/// The table of `T` in the mode `M`.
#[inline(always)]
pub(crate) const fn ops<T: 'static, M: Mode<T>>() -> &'static ValueOps {
    const { &ValueOps::new::<T, M>() }
}
