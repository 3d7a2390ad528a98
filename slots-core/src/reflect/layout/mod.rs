//! The layout of a slotted type.
//!
//! | file | what |
//! |---|---|
//! | `advice` | what would make a type smaller |
//! | `base` | the row of a base |
//! | `check` | checks of a layout |
//! | `check_methods` | checks of the names of methods |
//! | `check_tests` | tests of the checks of names across bases |
//! | `compiler` | an oracle: the compiler's own tables, on nightly |
//! | `extent` | the size and the alignment of a type |
//! | `hidden` | the row of a hidden field |
//! | `info` | the row of a slot |
//! | `iter` | all slots of a layout, own and inherited |
//! | `kept` | a layout that is kept by what outlives the object: an error |
//! | `lent` | what a layout points to, lent for as long as the layout is borrowed |
//! | `lookup` | looking up a slot by name |
//! | `lookup_tests` | tests of the search of names |
//! | `make` | making a layout from rows |
//! | `map` | the memory map |
//! | `meta` | metadata that a user attaches to a slot |
//! | `methods` | the methods of a type, own and inherited |
//! | `narrow` | a narrower type for a slot |
//! | `no_padding` | the assertion that a type has no padding |
//! | `of_class` | the layout of a run-time class |
//! | `of_variant` | the layout of an enum while one of its variants is active |
//! | `range` | the numbers, or the lengths, that a slot takes |

pub(crate) mod advice;
pub(crate) mod base;
pub(crate) mod check;
pub(crate) mod check_methods;
mod check_tests;
#[cfg(slotted_type_info)]
pub(crate) mod compiler;
pub(crate) mod extent;
pub(crate) mod hidden;
pub(crate) mod info;
pub(crate) mod iter;
pub(crate) mod kept;
pub(crate) mod lent;
pub(crate) mod lookup;
mod lookup_tests;
pub(crate) mod make;
pub(crate) mod map;
pub(crate) mod meta;
pub(crate) mod methods;
pub(crate) mod narrow;
pub(crate) mod no_padding;
pub(crate) mod of_class;
pub(crate) mod of_variant;
pub(crate) mod range;

use core::any::TypeId;

use crate::erased::ptr::PtrMut;
use crate::name::NameIndex;
use crate::reflect::layout::base::BaseInfo;
use crate::reflect::layout::extent::Extent;
use crate::reflect::layout::hidden::Hidden;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::kept::Home;
use crate::reflect::layout::lent::Lent;
use crate::reflect::layout::lookup::Probe;
use crate::reflect::layout::of_class::ClassAttribute;
use crate::reflect::method::MethodTable;
use crate::reflect::variant::VariantOf;

/// The layout of a slotted type: its slots with their names, offsets and types.
///
/// It corresponds to the part of Python's type object that concerns layout.
///
/// `#[derive(Slots)]` makes one at compile time, and it lies in read-only memory. That of a
/// [run-time class](crate::Class) lies in the class, and dies with it. `Display` prints a memory map,
/// with one row per field in memory order; `{:#}` prints below it what would make instances smaller
/// (see [`advice`](SlotLayout::advice)):
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots)]
/// #[repr(C)]
/// struct Reading { at: u64, value: f32, valid: bool }
///
/// assert_eq!(Reading::LAYOUT.size(), 16);
/// assert_eq!(Reading::LAYOUT.padding(), 3);
/// assert_eq!(Reading::LAYOUT.to_string(), "\
/// Reading: 16 bytes, aligned to 8
/// offset  size  name       type
///      0     8  at         u64
///      8     4  value      f32
///     12     1  valid      bool
///     13     3  (padding)
/// 13 bytes in 3 slots, 3 bytes of padding, no __dict__
/// ");
/// ```
///
/// Invariants, for a type `T`:
///
/// 1. `id`, `full_name` and `extent` are of `T`. For a run-time class, `T` is the class: `id` is of
///    no type whose values can be had, and `extent` that of the memory of an instance's fields.
/// 2. Each slot, base and hidden field is a field of `T`, at the offset and of the type in its row.
/// 3. `dict_offset` is the offset of the one `Dict` in `T`, own or of a base at any depth;
///    `has_weakref` says whether `T` has a `WeakSlot`, own or of a base.
/// 4. Fields lie inside `T`, are aligned, and do not overlap. (This follows from 2; it is also
///    checked in const.)
/// 5. If `variant` is set, `T` is an enum with data, and 2 and 4 do not hold: the slots are those
///    of the active variant, in the order in which the enum's description numbers them, of the
///    types in their rows, but at offsets that are not known. There are no bases, no hidden fields,
///    no lazy slots, and the index is empty, so that no probe finds a slot.
#[doc(alias = "__slots__")]
#[doc(alias = "__basicsize__")]
pub struct SlotLayout {
    name: Lent<str>,
    home: Home,
    /// The type's identity. All run-time classes have one: see [`is_of_same_type`].
    ///
    /// [`is_of_same_type`]: SlotLayout::is_of_same_type
    id: TypeId,
    /// The type's full name. It is a function, because `type_name` is not const.
    full_name: fn() -> &'static str,
    extent: Extent,
    slots: Lent<[SlotInfo]>,
    bases: Lent<[BaseInfo]>,
    hidden: Lent<[Hidden]>,
    /// Maps a name to its row in `slots`.
    index: NameIndex,
    /// Whether a name that is not in the row where the index leads is no slot at all.
    is_indexed: bool,
    /// The number of fields, with the fields of each base counted instead of the base.
    field_count: usize,
    dict_offset: Option<usize>,
    dict_frozen: bool,
    has_weakref: bool,
    frozen: bool,
    ignores_unknown: bool,
    /// Whether every own slot always holds a value.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    own_are_bound: bool,
    /// Whether any slot, own or of a base, has an alias.
    has_aliases: bool,
    /// Whether any slot, own or of a base, may be left out in data.
    has_skips: bool,
    variant: Option<VariantOf>,
    /// The table of the type's own methods. (That of an enum with data is in its description.)
    methods: Option<&'static MethodTable>,
    /// The attributes of a run-time class that its instances show.
    class_attributes: Lent<[ClassAttribute]>,
}

/// A field of a struct: a slot or a hidden field.
#[derive(Clone, Copy)]
pub(crate) enum FieldInfo<'a> {
    Slot(&'a SlotInfo),
    Hidden(&'a Hidden),
}

impl FieldInfo<'_> {
    /// Drops the field.
    ///
    /// # Safety
    ///
    /// `field` is the field of this row, in an instance whose presence bytes are live, and is not
    /// used afterwards.
    pub(crate) unsafe fn drop(self, field: PtrMut<'_>) {
        match self {
            // SAFETY: the vtables are of the field's type (invariant 1 of `SlotInfo`), and the rest
            // is the contract of this function.
            FieldInfo::Slot(info) => unsafe { info.vtables().drop_field(field) },
            // SAFETY: the contract is that of this function.
            FieldInfo::Hidden(hidden) => unsafe { hidden.drop(field) },
        }
    }
}

impl SlotLayout {
    /// Whether every slot always holds a value, and all are own slots.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) const fn is_always_bound(&self) -> bool {
        self.own_are_bound && self.bases().is_empty()
    }

    /// Whether any slot, own or of a base, has a `skip_serializing_if`.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) const fn has_skips(&self) -> bool {
        self.has_skips
    }

    /// Whether reading an instance from data skips keys that are no slots:
    /// `#[slots(ignore_unknown)]`.
    #[must_use]
    pub const fn ignores_unknown(&self) -> bool {
        self.ignores_unknown
    }

    /// The type's name as it appears in messages: without its path and its parameters.
    #[must_use]
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    /// The type's full name, as [`core::any::type_name`] returns it.
    ///
    /// Of a run-time class, it is its name.
    #[must_use]
    pub fn type_name(&self) -> &str {
        match self.home {
            Home::Static(_) => (self.full_name)(),
            Home::Class(_) => self.name(),
        }
    }

    /// The type's identity. All run-time classes have the same: that of no Rust type.
    #[must_use]
    pub const fn type_id(&self) -> TypeId {
        self.id
    }

    /// Whether both are of one type, or of one run-time class.
    pub(crate) fn is_of_same_type(&self, other: &SlotLayout) -> bool {
        match self.home {
            Home::Static(_) => self.id == other.id,
            Home::Class(_) => core::ptr::eq(self, other),
        }
    }

    /// The size of an instance, in bytes: `size_of` of the struct.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.extent.size
    }

    /// The alignment of an instance, in bytes.
    #[must_use]
    pub const fn align(&self) -> usize {
        self.extent.align
    }

    /// The type's own slots, in declaration order. For the slots of its bases, see
    /// [`bases`](SlotLayout::bases).
    #[must_use]
    pub const fn slots(&self) -> &[SlotInfo] {
        self.slots.get()
    }

    /// The bases, in declaration order.
    #[must_use]
    pub const fn bases(&self) -> &[BaseInfo] {
        self.bases.get()
    }

    /// The hidden fields.
    pub(crate) const fn hidden(&self) -> &[Hidden] {
        self.hidden.get()
    }

    /// Returns the slot of that name, own or of a base. Its [`offset`](SlotInfo::offset) counts
    /// from the start of the struct that declares it.
    #[inline]
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<&SlotInfo> {
        match self.probe(name) {
            Probe::Hit(info, _) => Some(info),
            Probe::Miss => None,
            Probe::Slow => self.locate_anywhere(name).map(|found| found.info()),
        }
    }

    /// Whether the type has a `Dict` for undeclared names, own or of a base.
    #[must_use]
    pub const fn has_dict(&self) -> bool {
        self.dict_offset.is_some()
    }

    /// The offset of the `Dict`, own or of a base, from the start of the whole struct, in bytes.
    #[must_use]
    pub const fn dict_offset(&self) -> Option<usize> {
        self.dict_offset
    }

    /// Whether objects of the type can have weak references: it has a `WeakSlot`, own or of a base.
    #[must_use]
    pub const fn has_weakref(&self) -> bool {
        self.has_weakref
    }

    /// Returns the offset of the slot of that name, own or of a base, from the start of the whole
    /// struct, in bytes. A slot of an enum's [variant](SlotLayout::variant) has no offset that is
    /// known.
    #[must_use]
    pub fn offset_of(&self, name: &str) -> Option<usize> {
        self.locate(name).filter(|_| self.variant.is_none()).map(|found| found.offset())
    }

    /// Whether an attribute of that name can be written by name.
    ///
    /// A slot can be written if it is not read-only and neither this type nor a base on the way to
    /// the slot is frozen. Any other name can be written if there is a `Dict` that is not frozen.
    #[must_use]
    pub fn is_writable(&self, name: &str) -> bool {
        match self.locate(self.name_given(name)) {
            Some(found) => found.is_writable(),
            None => self.has_dict() && !self.dict_frozen,
        }
    }

    /// Whether entries of the `Dict` cannot be written by name, because the type, or a base on the
    /// way to the `Dict`, is frozen.
    pub(crate) const fn is_dict_frozen(&self) -> bool {
        self.dict_frozen
    }

    /// Whether the struct is `#[slots(frozen)]`, so that no attribute can be written, by name or by
    /// descriptor.
    #[must_use]
    pub const fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Returns the number of fields: those of the bases are included, the bases themselves are not.
    ///
    /// Each field has a number, in the order own slots, hidden fields, then the fields of each
    /// base.
    pub(crate) const fn field_count(&self) -> usize {
        self.field_count
    }

    /// Returns the number of the first field of the base at `index`.
    pub(crate) fn first_field_of_base(&self, index: usize) -> usize {
        let before = self.bases()[..index].iter().map(|base| base.layout().field_count);
        self.slots().len() + self.hidden().len() + before.sum::<usize>()
    }

    /// Returns the slot with that number among the fields.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn slot_at(&self, number: usize) -> Option<&SlotInfo> {
        match self.slots().get(number) {
            Some(info) => Some(info),
            None => match self.field(number)?.0 {
                FieldInfo::Slot(info) => Some(info),
                FieldInfo::Hidden(_) => None,
            },
        }
    }

    /// Returns the field of that number, and its offset from the start of the whole struct, in
    /// bytes.
    pub(crate) fn field(&self, number: usize) -> Option<(FieldInfo<'_>, usize)> {
        if let Some(info) = self.slots().get(number) {
            return Some((FieldInfo::Slot(info), info.offset()));
        }
        let mut number = number - self.slots().len();
        if let Some(field) = self.hidden().get(number) {
            return Some((FieldInfo::Hidden(field), field.offset()));
        }
        number -= self.hidden().len();
        for base in self.bases() {
            if number < base.layout().field_count {
                let (field, offset) = base.layout().field(number)?;
                return Some((field, base.offset() + offset));
            }
            number -= base.layout().field_count;
        }
        None
    }

    /// The number of bytes of an instance that belong to no field, including those inside its
    /// bases.
    #[must_use]
    pub const fn padding(&self) -> usize {
        let (slots, bases, hidden) = (self.slots(), self.bases(), self.hidden());
        let mut padding = self.extent.size;
        let mut i = 0;
        while i < slots.len() {
            padding -= slots[i].size();
            i += 1;
        }
        i = 0;
        while i < hidden.len() {
            padding -= hidden[i].size();
            i += 1;
        }
        i = 0;
        while i < bases.len() {
            padding -= bases[i].layout().size() - bases[i].layout().padding();
            i += 1;
        }
        padding
    }
}

impl core::fmt::Debug for SlotLayout {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SlotLayout")
            .field("name", &self.name())
            .field("size", &self.size())
            .field("align", &self.align())
            .field("slots", &self.slots())
            .field("bases", &self.bases())
            .field("dict_offset", &self.dict_offset)
            .finish()
    }
}
