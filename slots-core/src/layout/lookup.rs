//! From a name to a slot.

use super::name_index::{Place, place};
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

/// What is asked for, worked out once for a type and all its bases.
#[derive(Clone, Copy)]
struct Name<'a> {
    text: &'a str,
    key: NameKey,
    hash: u64,
}

impl SlotLayout {
    /// The slot of that name: the type's own first, then those of its bases in their order (spec 3.1).
    #[inline]
    pub(crate) fn locate(&self, name: &str) -> Option<Located> {
        let key = NameKey::of(name);
        self.locate_name(Name { text: name, key, hash: key.hash(name) })
    }

    #[inline]
    fn locate_name(&self, name: Name<'_>) -> Option<Located> {
        let is_it = |info: &&SlotInfo| {
            name.key.is(NameKey::of(info.name()))
                && (name.key.is_whole() || info.name() == name.text)
        };
        let found = match place(self.index, name.hash) {
            Place::Row(row) => self.slots.get(row).filter(is_it),
            Place::Nowhere => None,
            Place::Search => self.slots.iter().find(is_it),
        };
        match found {
            Some(info) => Some(Located { info, offset: info.offset(), frozen: self.frozen }),
            None if self.bases.is_empty() => None,
            None => self.locate_in_bases(name),
        }
    }

    fn locate_in_bases(&self, name: Name<'_>) -> Option<Located> {
        self.bases.iter().find_map(|base| {
            let found = base.layout().locate_name(name)?;
            Some(Located {
                info: found.info,
                offset: base.offset() + found.offset,
                frozen: self.frozen || found.frozen,
            })
        })
    }
}
