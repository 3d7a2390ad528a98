//! The row of a slot.

use alloc::string::{String, ToString};
use core::any::TypeId;
use core::fmt;

use crate::name::{NameKey, WHOLE, is_same_name, name_key, short_type_name};
use crate::reflect::choices::Choice;
use crate::reflect::item_info::ItemInfo;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::lent::Lent;
use crate::reflect::layout::meta::MetaValue;
use crate::reflect::layout::range::{HeldRange, SlotRange};
use crate::reflect::vtable::default::{DefaultValue, FieldDefault, HeldDefault};
use crate::reflect::vtable::field::{FieldForm, SlotVTables};
use crate::reflect::vtable::lazy::Lazy;
use crate::reflect::vtable::skip_if::SkipIf;
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::reflect::vtable::validator::{AnyValidate, ValidateFn, Validator};
use crate::value::Value;
use crate::value::kind::Kind;

/// One slot of a layout: Python's `PyMemberDef`.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Server {
///     /// Where it listens.
///     #[slots(default = 80, range = 1.., alias = "tcp", meta(unit = "port"))]
///     port: u16,
/// }
///
/// let port = Server::LAYOUT.slot("port").expect("it is a slot");
/// assert_eq!((port.name(), port.size(), port.doc()), ("port", 2, "Where it listens."));
/// assert_eq!((port.short_type_name(), port.default_value()), ("u16".into(), Some(80.into())));
/// assert_eq!(port.range().expect("it has one").to_string(), "1..");
/// assert_eq!(port.aliases(), ["tcp"]);
/// ```
///
/// Invariant 1: the struct in whose layout this row is has a field at `offset`. `vtables` are of
/// that field's type, `default` makes a value of that type, `validator` is for the value that is
/// accessed by name, `lazy` takes that struct and that field, and `skip` takes that field.
// A look-up reads one cache line: the fields up to the vtable of the value.
#[repr(C, align(64))]
pub struct SlotInfo {
    key: NameKey,
    name: Lent<str>,
    pub(super) offset: usize,
    direct: bool,
    free: bool,
    read_only: bool,
    pub(super) vtables: SlotVTables,
    default: Option<FieldDefault>,
    validator: Option<Validator>,
    lazy: Option<Lazy>,
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    skip: Option<SkipIf>,
    aliases: Lent<[&'static str]>,
    range: Option<HeldRange>,
    length: Option<HeldRange>,
    doc: Lent<str>,
    meta: Lent<[(&'static str, MetaValue<'static>)]>,
}

/// What the row of a slot of a run-time class has besides its field.
pub(crate) struct ClassSlotParts {
    pub(crate) default: Option<&'static dyn HeldDefault>,
    pub(crate) validator: Option<&'static dyn AnyValidate>,
    pub(crate) range: Option<&'static SlotRange>,
    pub(crate) length: Option<&'static SlotRange>,
    pub(crate) doc: &'static str,
    pub(crate) meta: &'static [(&'static str, MetaValue<'static>)],
    pub(crate) read_only: bool,
}

impl SlotInfo {
    /// Makes a row. The caller, `macro_support::field::slot`, takes the parts from one `FieldDef`,
    /// so they are of one type. `Table::trusted` asserts that a field of that type lies at
    /// `offset`.
    // All at once, because each call costs time in const evaluation.
    #[allow(clippy::too_many_arguments)]
    pub(crate) const fn new(
        name: &'static str,
        key: u128,
        offset: usize,
        vtables: SlotVTables,
        default: Option<DefaultValue>,
        validator: Option<ValidateFn>,
        lazy: Option<Lazy>,
        skip: Option<SkipIf>,
    ) -> Self {
        SlotInfo {
            // Calls in const evaluation cost microseconds, so this makes none.
            key: NameKey(key),
            name: Lent::new(name),
            offset,
            direct: matches!((&vtables.field.form, &lazy), (FieldForm::Value(_), None)),
            // The condition of `is_plain`. `__read_only` clears the flag.
            free: matches!((&validator, &vtables.field.form), (None, FieldForm::Value(_))),
            read_only: false,
            vtables,
            default: match default {
                Some(default) => Some(FieldDefault::Function(default)),
                None => None,
            },
            validator: match validator {
                Some(validator) => Some(Validator::Function(validator)),
                None => None,
            },
            lazy,
            skip,
            aliases: Lent::new(&[]),
            range: None,
            length: None,
            doc: Lent::new(""),
            meta: Lent::new(&[]),
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn __doc(mut self, doc: &'static str) -> Self {
        self.doc = Lent::new(doc);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn __aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = Lent::new(aliases);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn __range(mut self, range: fn() -> SlotRange) -> Self {
        self.range = Some(HeldRange::Made(range));
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn __length(mut self, length: fn() -> SlotRange) -> Self {
        self.length = Some(HeldRange::Made(length));
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn __read_only(mut self) -> Self {
        self.read_only = true;
        self.free = false;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn __meta(mut self, meta: &'static [(&'static str, MetaValue<'static>)]) -> Self {
        self.meta = Lent::new(meta);
        self
    }

    /// Makes the row of a slot of a run-time class.
    ///
    /// The default is of the field's type, as invariant 1 demands of the parts of a row. The parts
    /// live for as long as the row: they are `'static` by their type only.
    pub(crate) fn of_class(
        name: &'static str,
        offset: usize,
        vtables: SlotVTables,
        parts: ClassSlotParts,
    ) -> Self {
        let key = name_key(name);
        let mut info = SlotInfo::new(name, key, offset, vtables, None, None, None, None);
        info.default = parts.default.map(|default| FieldDefault::Held(Lent::new(default)));
        info.free &= parts.validator.is_none();
        info.validator = parts.validator.map(|validator| Validator::Held(Lent::new(validator)));
        info.range = parts.range.map(|range| HeldRange::Held(Lent::new(range)));
        info.length = parts.length.map(|length| HeldRange::Held(Lent::new(length)));
        info = info.__doc(parts.doc).__meta(parts.meta);
        if parts.read_only { info.__read_only() } else { info }
    }

    /// Whether the slot's name has that length and that key.
    #[inline(always)]
    pub(crate) fn has_key(&self, length: usize, key: NameKey) -> bool {
        self.key.is(self.name().len(), key, length)
    }

    /// Whether a name of that length and that key is not the name of this slot, if it is that of
    /// this slot or that of `other`. Compares one word.
    #[inline(always)]
    pub(crate) fn tells(&self, other: &SlotInfo, length: usize, key: NameKey) -> bool {
        let ((head, tail), (other_head, _)) = (self.key.words(), other.key.words());
        if self.name().len() != other.name().len() {
            length != self.name().len()
        } else if head != other_head {
            key.words().0 != head
        } else {
            key.words().1 != tail
        }
    }

    /// Whether the slot has that name, given the key of the name.
    #[inline(always)]
    pub(crate) fn is_named(&self, name: &str, key: NameKey) -> bool {
        self.has_key(name.len(), key) && (name.len() <= WHOLE || is_same_name(self.name(), name))
    }

    /// The type of the field in memory. With a presence bit, nobody else can name that type.
    #[inline(always)]
    pub(crate) const fn memory_type(&self) -> &TypeVTable {
        self.vtables.memory_type()
    }

    /// Whether the field is the value itself: the slot is neither optional nor lazy.
    #[inline(always)]
    pub(crate) const fn is_direct(&self) -> bool {
        self.direct
    }

    /// Whether the slot always holds a value that may be lent out and written: it is not read-only,
    /// optional, lazy or validated. (The struct may still be frozen.)
    #[inline(always)]
    pub(crate) const fn is_free(&self) -> bool {
        self.free
    }

    /// Whether the field is the value itself and has no validator.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) const fn is_plain(&self) -> bool {
        self.validator.is_none() && self.direct
    }

    #[inline(always)]
    pub(crate) const fn vtables(&self) -> &SlotVTables {
        &self.vtables
    }

    pub(crate) const fn erased_default(&self) -> Option<&FieldDefault> {
        self.default.as_ref()
    }

    pub(crate) const fn validator(&self) -> Option<&Validator> {
        self.validator.as_ref()
    }

    #[inline(always)]
    pub(crate) const fn lazy(&self) -> Option<&Lazy> {
        self.lazy.as_ref()
    }

    pub(crate) const fn skip(&self) -> Option<&SkipIf> {
        self.skip.as_ref()
    }

    /// The attribute's name.
    #[inline]
    #[must_use]
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    /// The names by which a value may be given to the slot, beside its own:
    /// `#[slots(alias = "…")]`.
    ///
    /// They are taken in data, by [`setattr`](crate::AttributesExt::setattr) and in construction
    /// and updates by name. Nothing is read or found by them.
    #[must_use]
    pub const fn aliases(&self) -> &[&str] {
        self.aliases.get()
    }

    /// The offset of the field from the start of the struct that declares the slot, in bytes.
    #[inline]
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The size of the field, in bytes. In a run-time class, an optional slot may take a bit of the
    /// instance besides, which says whether it is bound.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.vtables.field.ty.extent().size
    }

    /// The alignment of the field, in bytes.
    #[must_use]
    pub const fn align(&self) -> usize {
        self.vtables.field.ty.extent().align
    }

    /// The identity of the field's type. For an optional or a lazy slot, that is the `Option` or
    /// the cell: also where the field is the value alone, and a bit says whether it is bound.
    #[inline]
    #[must_use]
    pub const fn type_id(&self) -> TypeId {
        self.vtables.written_type().id()
    }

    /// The full name of the field's type, as [`core::any::type_name`] returns it. For an optional
    /// or a lazy slot, that is the `Option` or the cell.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.vtables.written_type().name()
    }

    /// The name of the field's type without the paths of modules: `Option<Vec<f64>>`.
    #[must_use]
    pub fn short_type_name(&self) -> String {
        short_type_name(self.type_name()).to_string()
    }

    /// The full name of the type of the value that is read and written by name. For an optional
    /// or a lazy slot, that is the type inside the `Option` or the cell.
    #[must_use]
    pub fn value_type_name(&self) -> &'static str {
        self.vtables.value.ty().name()
    }

    /// The kind of values that the slot holds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.vtables.value.kind()
    }

    /// The field's doc comment; empty if it has none.
    #[must_use]
    #[doc(alias = "__doc__")]
    pub const fn doc(&self) -> &str {
        self.doc.get()
    }

    /// The layout of the type of the slot's value, if that is a slotted type, or what is in an
    /// `Option`, a `Box`, an `Arc`, an `Rc`, a list or a map, at any depth.
    #[must_use]
    pub fn layout(&self) -> Option<&SlotLayout> {
        self.vtables.value.shape().layout()
    }

    /// The type of the items, if the slot's value is a list whose items have one type, or of the
    /// values, if it is a map. Bytes and tuples have no such type.
    #[must_use]
    pub fn item(&self) -> Option<ItemInfo> {
        self.vtables.value.item()
    }

    /// The layouts of all variants, in declaration order, if the type of the slot's value is an
    /// enum with data, or what is in an `Option`, a `Box`, an `Arc`, an `Rc`, a list or a map, at
    /// any depth: each with the slots that the attributes of the variant are. Otherwise none.
    ///
    /// ```
    /// use slotted::prelude::*;
    ///
    /// #[derive(SlotValue)]
    /// enum Shape { Empty, Circle { radius: f64 } }
    /// #[derive(Slots)]
    /// struct Drawing { shape: Shape }
    ///
    /// let shape = Drawing::LAYOUT.slot("shape").expect("it is a slot");
    /// let names: Vec<_> = shape.variants().filter_map(|layout| layout.variant()).collect();
    /// assert_eq!(names, ["Empty", "Circle"]);
    /// ```
    pub fn variants(&self) -> impl Iterator<Item = &SlotLayout> + use<'_> {
        self.vtables.value.shape().variants().map(|layout| -> &SlotLayout { layout })
    }

    /// The choices, with their docs, if the type of the slot's value is an enum that
    /// derives [`SlotValue`](crate::SlotValue), or what is in an `Option`, a `Box`, an `Arc`, an
    /// `Rc`, a list or a map, at any depth.
    #[must_use]
    pub fn choices(&self) -> Option<&[Choice]> {
        self.vtables.value.shape().choices().map(|choices| choices.all)
    }

    /// The numbers that the slot takes: `#[slots(range = …)]`.
    pub fn range(&self) -> Option<SlotRange> {
        self.range.as_ref().map(HeldRange::range)
    }

    /// The lengths that the slot takes, of text in characters, of bytes in bytes, and of lists and
    /// maps in items: `#[slots(len = …)]`.
    pub fn len_range(&self) -> Option<SlotRange> {
        self.length.as_ref().map(HeldRange::range)
    }

    /// Whether every value written by name is checked: by `#[slots(validate = …)]`, a
    /// [`range`](SlotInfo::range) or a [`len_range`](SlotInfo::len_range).
    #[must_use]
    pub const fn is_validated(&self) -> bool {
        self.validator.is_some()
    }

    /// Whether the slot is computed at the first read: `#[slots(lazy = …)]`.
    #[must_use]
    pub const fn is_lazy(&self) -> bool {
        self.lazy.is_some()
    }

    /// Whether the slot can be unbound: `#[slots(optional)]`, `#[slots(lazy = …)]`.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        !self.direct
    }

    /// Whether the slot is declared `#[slots(readonly)]`. In a [frozen](SlotLayout::is_frozen)
    /// struct, no slot can be written by name or by descriptor, whatever this returns.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether the slot has a default: `#[slots(default)]`, `#[slots(default = …)]`.
    #[must_use]
    pub const fn has_default(&self) -> bool {
        self.default.is_some()
    }

    /// Makes the slot's default anew and returns it as a [`Value`].
    ///
    /// Returns `None` if the slot has no default, or if the default is no `Value`: that of an
    /// opaque slot, or of an optional slot that is unbound by default.
    pub fn default_value(&self) -> Option<Value> {
        self.default.as_ref().and_then(FieldDefault::value)
    }

    /// The slot's metadata, in the order of `#[slots(meta(key = literal, …))]`.
    #[must_use]
    pub const fn meta(&self) -> &[(&str, MetaValue<'_>)] {
        self.meta.get()
    }

    /// The value of one entry of [`meta`](SlotInfo::meta), if there is one with that key.
    #[must_use]
    pub fn meta_value(&self, key: &str) -> Option<MetaValue<'_>> {
        self.meta().iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }
}

impl fmt::Debug for SlotInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlotInfo")
            .field("name", &self.name())
            .field("offset", &self.offset)
            .field("size", &self.size())
            .field("type", &format_args!("{}", short_type_name(self.type_name())))
            .finish_non_exhaustive()
    }
}
