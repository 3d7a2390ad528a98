//! What can be done with a value whose type is forgotten: one constant table per type.

use core::any::TypeId;
use core::mem;

use super::ptr::{Ptr, PtrMut};
use crate::slotted::mode::Mode;
use crate::value::{Kind, Mismatch, Value, ValueRef};

/// The identity and the extent of a type.
#[derive(Clone, Copy)]
pub(crate) struct TypeInfo {
    pub(crate) id: TypeId,
    /// A function: `type_name` is not const.
    pub(crate) name: fn() -> &'static str,
    pub(crate) size: usize,
    pub(crate) align: usize,
}

impl TypeInfo {
    pub(crate) const fn of<T: 'static>() -> Self {
        TypeInfo {
            id: TypeId::of::<T>(),
            name: core::any::type_name::<T>,
            size: size_of::<T>(),
            align: align_of::<T>(),
        }
    }
}

/// How a value of one type is read and written by name.
///
/// Invariant 1: every function here takes a pointer to a value of the type `ty`. (Only `new` makes
/// one, and takes all of it from one `T`.)
pub(crate) struct ValueOps {
    ty: TypeInfo,
    kind: Kind,
    view: for<'a> unsafe fn(Ptr<'a>) -> ValueRef<'a>,
    assign: unsafe fn(PtrMut<'_>, Value) -> Result<(), Mismatch>,
}

impl ValueOps {
    pub(crate) const fn new<T: 'static, M: Mode<T>>() -> Self {
        ValueOps {
            ty: TypeInfo::of::<T>(),
            kind: M::KIND,
            view: view::<T, M>,
            assign: assign::<T, M>,
        }
    }

    #[inline(always)]
    pub(crate) const fn ty(&self) -> &TypeInfo {
        &self.ty
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn view<'a>(&self, ptr: Ptr<'a>) -> ValueRef<'a> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.view)(ptr) }
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type `ty`.
    pub(crate) unsafe fn assign(&self, ptr: PtrMut<'_>, value: Value) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.assign)(ptr, value) }
    }
}

/// How an `Option` is read as a slot that is bound or unbound.
///
/// Invariant 1: every function here takes a pointer to an `Option<T>`, and what `get` and `get_mut`
/// return points to its `T`. (Only `new` makes one, and takes all of it from one `T`.)
pub(crate) struct OptionOps {
    get: for<'a> unsafe fn(Ptr<'a>) -> Option<Ptr<'a>>,
    get_mut: for<'a> unsafe fn(PtrMut<'a>) -> Option<PtrMut<'a>>,
    bind: unsafe fn(PtrMut<'_>, Value) -> Result<(), Mismatch>,
    unbind: unsafe fn(PtrMut<'_>),
}

impl OptionOps {
    pub(crate) const fn new<T: 'static, M: Mode<T>>() -> Self {
        OptionOps { get: get::<T>, get_mut: get_mut::<T>, bind: bind::<T, M>, unbind: unbind::<T> }
    }

    /// # Safety
    ///
    /// `ptr` points to the `Option` of this table.
    #[inline(always)]
    pub(crate) unsafe fn get<'a>(&self, ptr: Ptr<'a>) -> Option<Ptr<'a>> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.get)(ptr) }
    }

    /// # Safety
    ///
    /// `ptr` points to the `Option` of this table.
    pub(crate) unsafe fn get_mut<'a>(&self, ptr: PtrMut<'a>) -> Option<PtrMut<'a>> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.get_mut)(ptr) }
    }

    /// # Safety
    ///
    /// `ptr` points to the `Option` of this table.
    pub(crate) unsafe fn bind(&self, ptr: PtrMut<'_>, value: Value) -> Result<(), Mismatch> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.bind)(ptr, value) }
    }

    /// # Safety
    ///
    /// `ptr` points to the `Option` of this table.
    pub(crate) unsafe fn unbind(&self, ptr: PtrMut<'_>) {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.unbind)(ptr) }
    }
}

// The bodies behind the tables. Each has the contract of the method that calls it: the pointer is of the
// type of its table.

unsafe fn view<T: 'static, M: Mode<T>>(ptr: Ptr<'_>) -> ValueRef<'_> {
    // SAFETY: the caller.
    M::view(unsafe { ptr.cast::<T>() })
}

unsafe fn assign<T, M: Mode<T>>(ptr: PtrMut<'_>, value: Value) -> Result<(), Mismatch> {
    let value = M::convert(value)?;
    // Replaced first and dropped then: a `Drop` that panics finds the new value in its place.
    // SAFETY: the caller.
    drop(mem::replace(unsafe { ptr.cast::<T>() }, value));
    Ok(())
}

unsafe fn get<T: 'static>(ptr: Ptr<'_>) -> Option<Ptr<'_>> {
    // SAFETY: the caller.
    unsafe { ptr.cast::<Option<T>>() }.as_ref().map(Ptr::new)
}

unsafe fn get_mut<T: 'static>(ptr: PtrMut<'_>) -> Option<PtrMut<'_>> {
    // SAFETY: the caller.
    unsafe { ptr.cast::<Option<T>>() }.as_mut().map(PtrMut::new)
}

unsafe fn bind<T, M: Mode<T>>(ptr: PtrMut<'_>, value: Value) -> Result<(), Mismatch> {
    let value = M::convert(value)?;
    // SAFETY: the caller.
    drop(unsafe { ptr.cast::<Option<T>>() }.replace(value));
    Ok(())
}

unsafe fn unbind<T>(ptr: PtrMut<'_>) {
    // SAFETY: the caller.
    drop(unsafe { ptr.cast::<Option<T>>() }.take());
}
