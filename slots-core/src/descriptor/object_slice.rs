//! Many structs of one type side by side, type-erased, and their slots as columns.

use core::any::TypeId;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;

use crate::descriptor::optional_column::OptionalSlotColumn;
use crate::erased::ptr::Ptr;
use crate::reflect::attr::AttrRef;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lookup::SlotLocation;
use crate::reflect::slot_ref::SlotRef;
use crate::reflect::slotted::Slotted;
use crate::value::dict::Dict;

/// A slice of structs of one slotted type, or the [rows](crate::Rows) of one class, known only by
/// their layout.
///
/// A slot of all of them is a column: found by name once, then read at the speed of a field. So one
/// function, compiled once, works on rows of every type.
///
/// ```
/// use slotted::descriptor::ObjectSlice;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Engine { rpm: u32 }
/// #[derive(Slots)]
/// struct Car { name: String, engine: Engine }
///
/// fn total(cars: ObjectSlice<'_>) -> Option<u32> {
///     Some(cars.nested("engine")?.column::<u32>("rpm")?.iter().sum())
/// }
///
/// let cars = [("a", 900), ("b", 1100)]
///     .map(|(name, rpm)| Car { name: name.to_owned(), engine: Engine { rpm } });
/// assert_eq!(total(ObjectSlice::new(&cars)), Some(2000));
/// ```
///
/// Invariant 1: for each `i < len`, a whole struct of the type that `layout` describes lies
/// `i * stride` bytes from `first`, which was derived from a pointer to all of them: to a slice of
/// these structs, or of structs that they are fields of; or by `of_class`. `layout` is of
/// a struct or a run-time class, not of an enum's variant.
#[derive(Clone, Copy)]
pub struct ObjectSlice<'a> {
    first: Ptr<'a>,
    stride: usize,
    len: usize,
    layout: &'a SlotLayout,
}

impl<'a> ObjectSlice<'a> {
    /// Erases the type of a slice of structs.
    #[must_use]
    pub fn new<T: Slotted>(objects: &'a [T]) -> Self {
        // Invariant 1: `T::LAYOUT` describes `T` (contract of `Slotted`).
        ObjectSlice {
            first: Ptr::new(objects),
            stride: size_of::<T>(),
            len: objects.len(),
            layout: T::LAYOUT,
        }
    }

    /// Makes a slice of the rows of a class.
    ///
    /// # Safety
    ///
    /// For each `i < len`, the fields of an instance of the class that `layout` is of lie
    /// `i * stride` bytes from `first`, and `first` may be used for all of them.
    pub(crate) unsafe fn of_class(
        first: Ptr<'a>,
        stride: usize,
        len: usize,
        layout: &'a SlotLayout,
    ) -> Self {
        // Invariant 1 is the contract of this function.
        ObjectSlice { first, stride, len, layout }
    }

    /// The number of structs.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns `true` if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The layout of the structs.
    #[must_use]
    pub fn layout(&self) -> &'a SlotLayout {
        self.layout
    }

    /// Returns the structs at these indexes.
    ///
    /// # Panics
    ///
    /// If the range ends after the last struct, or before it starts.
    #[must_use]
    pub fn range(&self, range: Range<usize>) -> Self {
        assert!(range.start <= range.end && range.end <= self.len, "the range is in the slice");
        let first = match range.len() {
            // No place behind the last struct: these may be fields of other structs.
            0 => self.first,
            // SAFETY: there is a struct at `start`, in what `first` was derived from (invariant 1).
            _ => unsafe { self.first.behind(range.start * self.stride) },
        };
        ObjectSlice { first, len: range.len(), ..*self }
    }

    /// Asks the processor to bring the structs nearer, for a reader that comes to them soon. It
    /// does so on x86-64, and nothing on others.
    #[inline]
    pub fn prefetch(&self) {
        #[cfg(all(target_arch = "x86_64", not(miri)))]
        {
            use core::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
            /// The bytes that a cache holds together.
            const LINE: usize = 64;
            for offset in (0..self.len * self.stride).step_by(LINE) {
                let line = self.first.at_address(offset);
                // SAFETY: a hint, which reads nothing that a program could see, of any address.
                unsafe { _mm_prefetch::<_MM_HINT_T1>(line) };
            }
        }
    }

    /// Returns the slot of that name, own or of a base, as a column. `None` if there is no such
    /// slot, or if its field is not a `V`. Of an optional slot, the field is an `Option`; but one
    /// of a run-time class may be an [`optional_column`](ObjectSlice::optional_column) only.
    #[must_use]
    pub fn column<V: 'static>(&self, name: &str) -> Option<SlotColumn<'a, V>> {
        let found = self.layout.locate(name)?;
        (found.info().memory_type().id() == TypeId::of::<V>())
            .then(|| SlotColumn { fields: self.fields(&found), of: PhantomData })
    }

    /// Returns the slot of that name as a column of what is in an `Option<V>`: of any optional slot
    /// that holds a `V`, also where a bit of the instance says whether it does. `None` if there is
    /// no such slot, or if it is of another type.
    #[must_use]
    pub fn optional_column<V: 'static>(&self, name: &str) -> Option<OptionalSlotColumn<'a, V>> {
        let found = self.layout.locate(name)?;
        let form = found.info().vtables().optional_form::<V>()?;
        // SAFETY: `form` is that of the field.
        Some(unsafe { OptionalSlotColumn::new(self.fields(&found), form) })
    }

    /// Returns the fields of a slot that was found in the layout of the structs.
    fn fields(&self, found: &SlotLocation<'_>) -> FieldColumn<'a> {
        // Invariant 1: each struct has the slot's field at that offset (invariant 1 of `self`, and
        // of `found`).
        let ObjectSlice { first, stride, len, .. } = *self;
        FieldColumn { whole: first, offset: found.offset(), stride, len }
    }

    /// Returns the structs in the slot of that name. `None` if there is no such slot, or if its
    /// field is not a slotted struct itself.
    #[must_use]
    pub fn nested(&self, name: &str) -> Option<Self> {
        let found = self.layout.locate(name)?;
        let info = found.info();
        let layout = info.vtables().value().layout().filter(|_| info.is_direct())?;
        let first = match self.len {
            0 => self.first,
            // SAFETY: there is a first struct, which has a field at that offset (invariant 1).
            _ => unsafe { self.first.field(found.offset()) },
        };
        // Invariant 1: a direct slot's field is the value itself, which `layout` describes
        // (`ValueVTable::layout` compares the identities).
        Some(ObjectSlice { first, layout, ..*self })
    }

    /// Returns the slot of that name, of any type, to be read as an attribute. `None` if there is
    /// no such slot.
    #[must_use]
    pub fn attributes(&self, name: &str) -> Option<AttrColumn<'a>> {
        let found = self.layout.locate(name)?;
        Some(AttrColumn { objects: *self, offset: found.offset(), info: found.info() })
    }

    /// Returns a pointer to the struct at `index`.
    #[inline(always)]
    fn object(&self, index: usize) -> Option<Ptr<'a>> {
        if index >= self.len {
            return None;
        }
        // SAFETY: there is a struct at `index`, in what `first` was derived from (invariant 1).
        Some(unsafe { self.first.behind(index * self.stride) })
    }

    /// Returns the `Dict` of the struct at `index`, own or of a base, if its type has one.
    #[must_use]
    pub fn dict(&self, index: usize) -> Option<&'a Dict> {
        let offset = self.layout.dict_offset()?;
        let object = self.object(index).expect("the index is in the slice");
        // SAFETY: the struct has a `Dict` at `offset` (invariant 1, and invariant 3 of
        // `SlotLayout`).
        Some(unsafe { object.field(offset).cast::<Dict>() })
    }
}

impl fmt::Debug for ObjectSlice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectSlice")
            .field("type", &self.layout.name())
            .field("len", &self.len)
            .finish()
    }
}

/// One field of many structs, of any type.
///
/// Invariant 1: for each `i < len`, a whole struct lies `i * stride` bytes from `whole`, which has
/// the field at `offset`. (Only `ObjectSlice::fields` makes one.)
#[derive(Clone, Copy)]
pub(super) struct FieldColumn<'a> {
    whole: Ptr<'a>,
    offset: usize,
    stride: usize,
    len: usize,
}

impl<'a> FieldColumn<'a> {
    /// The number of structs.
    #[inline(always)]
    pub(super) fn len(self) -> usize {
        self.len
    }

    /// Returns a pointer to the field in the struct at `index`.
    #[inline(always)]
    pub(super) fn get(self, index: usize) -> Option<Ptr<'a>> {
        // SAFETY: there is a struct at `index`.
        (index < self.len).then(|| unsafe { self.at(index) })
    }

    /// # Safety
    ///
    /// `index` is less than the number of structs.
    #[inline(always)]
    unsafe fn at(self, index: usize) -> Ptr<'a> {
        // SAFETY: there is a struct at `index` (contract of this function), which has the field at
        // `offset`, in what `whole` was derived from (invariant 1).
        unsafe { self.whole.behind(index * self.stride + self.offset) }
    }
}

/// One slot of many structs, typed: see [`ObjectSlice::column`].
///
/// ```
/// use slotted::descriptor::ObjectSlice;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// let points = [Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 }];
/// let ys = ObjectSlice::new(&points).column::<f64>("y").expect("it is a slot of that type");
/// assert_eq!((ys.len(), ys.get(1), ys.get(2)), (2, Some(&4.0), None));
/// assert_eq!(ys.iter().sum::<f64>(), 6.0);
/// ```
///
/// Invariant 1: each of the fields is a `V`.
pub struct SlotColumn<'a, V> {
    fields: FieldColumn<'a>,
    of: PhantomData<&'a V>,
}

impl<V> Clone for SlotColumn<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for SlotColumn<'_, V> {}

impl<'a, V> SlotColumn<'a, V> {
    /// The number of values.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Returns `true` if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the value in the struct at `index`.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'a V> {
        // SAFETY: the field is a `V` (invariant 1).
        self.fields.get(index).map(|field| unsafe { field.cast::<V>() })
    }

    /// Iterates over the values.
    // `map` over a range: the standard library knows the exact length of this one, so that
    // collecting it checks no capacity for each value.
    #[inline(always)]
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'a V> + DoubleEndedIterator + use<'a, V> {
        let fields = self.fields;
        (0..self.len()).map(move |index| {
            // SAFETY: `index` is less than the number of fields.
            let field = unsafe { fields.at(index) };
            // SAFETY: the field is a `V` (invariant 1).
            unsafe { field.cast::<V>() }
        })
    }
}

impl<V: fmt::Debug> fmt::Debug for SlotColumn<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// One slot of many structs, of any type: see [`ObjectSlice::attributes`].
///
/// ```
/// use slotted::descriptor::ObjectSlice;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Quake { magnitude: f32, #[slots(optional)] felt: Option<u32> }
///
/// let quakes = [Quake { magnitude: 4.5, felt: None }, Quake { magnitude: 6.0, felt: Some(12) }];
/// let felt = ObjectSlice::new(&quakes).attributes("felt").expect("it is a slot");
/// assert_eq!((felt.info().name(), felt.len()), ("felt", 2));
/// assert!(felt.get(0).is_none());
/// assert_eq!(felt.get(1).expect("it is bound"), 12);
/// ```
///
/// Invariant 1: the slot that `info` describes lies at `offset` in each of `objects`, inside the
/// struct that declares it.
#[derive(Clone, Copy)]
pub struct AttrColumn<'a> {
    objects: ObjectSlice<'a>,
    offset: usize,
    info: &'a SlotInfo,
}

impl<'a> AttrColumn<'a> {
    /// The number of structs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len
    }

    /// Returns `true` if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.len == 0
    }

    /// The slot.
    #[must_use]
    pub fn info(&self) -> &'a SlotInfo {
        self.info
    }

    /// Returns the value in the struct at `index`. `None` if the slot is unbound there, or if there
    /// is no such struct. A lazy slot is computed.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<AttrRef<'a>> {
        let object = self.objects.object(index)?;
        // SAFETY: the slot lies at `offset` in it (invariant 1).
        unsafe { SlotRef::at(object, self.offset, self.info) }.get()
    }
}

impl fmt::Debug for AttrColumn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttrColumn").field("slot", &self.info.name()).finish_non_exhaustive()
    }
}
