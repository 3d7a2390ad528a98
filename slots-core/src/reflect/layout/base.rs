//! The row of a base.

use core::fmt;

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lent::Lent;

/// One base of a layout: a field whose slots are also slots of the type.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Place { latitude: f64 }
/// #[derive(Slots)]
/// #[repr(C)]
/// struct Quake { magnitude: f64, #[slots(base)] place: Place }
///
/// let base = &Quake::LAYOUT.bases()[0];
/// assert_eq!((base.field(), base.layout().name(), base.offset()), ("place", "Place", 8));
/// ```
///
/// Invariant 1: a whole value of the type that `layout` describes lies at the offset of `info`.
pub struct BaseInfo {
    pub(super) info: SlotInfo,
    layout: Lent<SlotLayout>,
    before: usize,
}

impl BaseInfo {
    /// Makes a row. The caller, `macro_support::table::base`, takes `info` and `layout` from one
    /// type.
    pub(crate) const fn new(info: SlotInfo, layout: &'static SlotLayout, before: usize) -> Self {
        BaseInfo { info, layout: Lent::new(layout), before }
    }

    /// The name of the field that holds the base. The field is not an attribute.
    #[must_use]
    pub const fn field(&self) -> &str {
        self.info.name()
    }

    /// The offset of the field from the start of the struct, in bytes.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.info.offset
    }

    /// The base's own layout.
    #[must_use]
    pub const fn layout(&self) -> &SlotLayout {
        self.layout.get()
    }

    /// The row of the base's field, which its descriptor refers to.
    pub(crate) const fn info(&self) -> &SlotInfo {
        &self.info
    }

    /// How many of the type's own slots are declared before the base.
    pub(crate) const fn before(&self) -> usize {
        self.before
    }
}

impl fmt::Debug for BaseInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BaseInfo")
            .field("field", &self.field())
            .field("offset", &self.offset())
            .field("type", &self.layout().name())
            .finish()
    }
}
