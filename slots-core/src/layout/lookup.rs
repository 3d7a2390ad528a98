//! From a name to a slot.

use super::name_key::NameKey;
use super::{SlotInfo, SlotLayout};

/// A slot, own or of a base, and where it lies in the whole struct.
///
/// Invariant 1: the field that `info` describes lies at `offset` of the type whose layout was asked.
pub(crate) struct Located {
    pub(crate) info: &'static SlotInfo,
    pub(crate) offset: usize,
    /// Whether the struct, or a base on the way to the slot, is frozen.
    pub(crate) frozen: bool,
}

impl SlotLayout {
    /// The slot of that name: the type's own first, then those of its bases in their order (spec 3.1).
    #[inline]
    pub(crate) fn locate(&self, name: &str) -> Option<Located> {
        self.locate_key(name, NameKey::of(name))
    }

    #[inline]
    fn locate_key(&self, name: &str, key: NameKey) -> Option<Located> {
        for info in self.slots {
            if info.is_named(name, key) {
                return Some(Located { info, offset: info.offset(), frozen: self.frozen });
            }
        }
        if self.bases.is_empty() { None } else { self.locate_in_bases(name, key) }
    }

    fn locate_in_bases(&self, name: &str, key: NameKey) -> Option<Located> {
        self.bases.iter().find_map(|base| {
            let found = base.layout().locate_key(name, key)?;
            Some(Located {
                info: found.info,
                offset: base.offset() + found.offset,
                frozen: self.frozen || found.frozen,
            })
        })
    }
}
