//! The classes that a class is based on, and how they die.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::mem;

use crate::class::Class;
use crate::class::storage::table::Below;

/// The classes that a class is based on: it keeps them.
pub(in crate::class) struct Bases {
    pub(in crate::class) below: Below,
    /// As they are listed in the statement.
    pub(in crate::class) listed: Box<[Class]>,
    /// The order of resolution without the class itself.
    pub(in crate::class) ancestors: Box<[Class]>,
}

impl Bases {
    /// Moves all classes to `dying`.
    fn hand_over(&mut self, dying: &mut Vec<Class>) {
        dying.extend(mem::take(&mut self.ancestors));
        dying.extend(mem::take(&mut self.listed));
        if let Below::Class(class) = mem::replace(&mut self.below, Below::Nothing) {
            dying.push(class);
        }
    }
}

/// Classes below one another die one after the other, and not each inside the death of the one
/// below it: their number is not bounded, and the stack is.
impl Drop for Bases {
    fn drop(&mut self) {
        let mut dying = Vec::new();
        self.hand_over(&mut dying);
        while let Some(class) = dying.pop() {
            // The table of a class dies at the end of the block, when its bases are still in
            // `dying`.
            if let Some(mut class) = Arc::into_inner(class.0) {
                class.bases.hand_over(&mut dying);
            }
        }
    }
}
