//! From a name to a slot.

use super::{SlotInfo, SlotLayout};
use crate::name::{NameKey, WHOLE};

/// A slot, own or of a base, and where it lies in the whole struct.
///
/// Invariant 1: the field that `info` describes lies at `offset` of the type whose layout was asked.
pub(crate) struct Located {
    pub(crate) info: &'static SlotInfo,
    pub(crate) offset: usize,
    /// Whether the struct, or a base on the way to the slot, is frozen.
    pub(crate) frozen: bool,
}

/// What a look at the index tells.
pub(crate) enum Glance {
    /// It is this own slot.
    Own(&'static SlotInfo),
    /// No slot has that name.
    Nothing,
    /// It takes more than a look: [`locate`](SlotLayout::locate).
    Unclear,
}

/// What is asked for, worked out once for a type and all its bases.
#[derive(Clone, Copy)]
struct Name<'a> {
    text: &'a str,
    key: NameKey,
    hash: u64,
}

impl SlotLayout {
    /// Looks for an own slot by a name of the usual length, and for nothing else: so it is short, keeps no
    /// registers, and has its place in each access.
    #[inline(always)]
    pub(crate) fn glance(&self, name: &str) -> Glance {
        if name.len() > WHOLE {
            return Glance::Unclear;
        }
        let key = NameKey::of(name);
        let row = self.index.row(key.hash_short(name.len()));
        match row.and_then(|row| self.slots.get(row)) {
            Some(info) if info.has_key(name.len(), key) => Glance::Own(info),
            _ if self.is_indexed => Glance::Nothing,
            _ => Glance::Unclear,
        }
    }

    /// The slot of that name: the type's own first, then those of its bases in their order (spec 3.1).
    #[inline]
    pub(crate) fn locate(&self, name: &str) -> Option<Located> {
        match self.glance(name) {
            Glance::Own(info) => Some(self.own(info)),
            Glance::Nothing => None,
            Glance::Unclear => self.locate_anywhere(name),
        }
    }

    #[inline(always)]
    fn own(&self, info: &'static SlotInfo) -> Located {
        Located { info, offset: info.offset(), frozen: self.frozen }
    }

    #[inline(never)]
    fn locate_anywhere(&self, name: &str) -> Option<Located> {
        let key = NameKey::of(name);
        self.locate_name(Name { text: name, key, hash: key.hash(name) })
    }

    fn locate_name(&self, name: Name<'_>) -> Option<Located> {
        let is_it = |info: &&SlotInfo| {
            info.has_key(name.text.len(), name.key)
                && (name.text.len() <= WHOLE || info.name() == name.text)
        };
        let mut found = self.index.row(name.hash).and_then(|row| self.slots.get(row)).filter(is_it);
        if found.is_none() && !self.index.has_placed_all() {
            found = self.slots.iter().find(is_it);
        }
        if let Some(info) = found {
            return Some(self.own(info));
        }
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
