//! What reading data asks of a record in the making.

use crate::attributes::error::Fault;
use crate::construct::Outcome;
use crate::construct::uninit::Empty;
use crate::record::construct::Filling;
use crate::record::error::RecordError;
use crate::reflect::layout::info::SlotInfo;
use crate::value::Value;
use crate::value::mismatch::Mismatch;

impl Filling<'_> {
    /// Whether the memory of the own slot in that row can be lent.
    pub(crate) fn can_lend(&self, row: usize) -> bool {
        self.unfinished.can_lend(row)
    }

    /// Lends the memory of such a slot.
    #[inline(always)]
    pub(crate) fn lend<R>(&mut self, row: usize, fill: impl FnOnce(Empty<'_>) -> R) -> Option<R> {
        self.unfinished.lend(row, fill)
    }

    /// What was put into the slot is refused.
    pub(crate) fn refused(&mut self, info: &'static SlotInfo, mismatch: Mismatch) {
        self.settle(info.name(), Outcome::Refused(info, mismatch));
    }

    /// Takes a value for a slot that was looked up before. Nothing was refused so far.
    #[inline]
    pub(crate) fn take_known(&mut self, info: &'static SlotInfo, mut value: Value) {
        match self.unfinished.known_slot(info, &mut value) {
            Outcome::Filled => {}
            outcome => self.settle(info.name(), outcome),
        }
        value.let_go();
    }

    /// Leaves an optional slot that was looked up before unbound, whatever its default.
    pub(crate) fn unbind(&mut self, info: &'static SlotInfo) {
        self.unfinished.unbind(info.name());
    }

    /// Where the value goes for the name that was taken last.
    #[inline]
    pub(crate) fn entry_value(&mut self) -> &mut Value {
        self.dict.last_mut().expect("its name was taken")
    }

    /// Whether the own slot in that row holds a value.
    #[inline(always)]
    pub(crate) fn holds(&self, row: usize) -> bool {
        self.unfinished.holds_own(row)
    }

    /// Whether the slot of that name holds one.
    pub(crate) fn holds_named(&self, name: &str) -> bool {
        !self.unfinished.is_empty_slot(name)
    }

    /// A slot of that name was given again.
    pub(crate) fn repeated(&mut self, name: &str) {
        self.fault(name, Fault::Repeated);
    }

    /// Whether slots are missing, and not only fields that are none.
    pub(crate) fn lacks_slots(&self) -> bool {
        self.unfinished.lacks_own_slots() || !self.layout.bases().is_empty()
    }

    /// Whether nothing is missing, and nothing was wrong.
    pub(crate) fn is_whole(&self) -> bool {
        self.unfinished.is_whole() && self.faults.is_empty()
    }

    /// Takes a value for a slot that has none.
    pub(crate) fn take_if_missing(&mut self, name: &str, value: Value) {
        if self.unfinished.is_empty_slot(name) {
            self.take(name, value);
        }
    }

    /// What was wrong, where something was.
    pub(crate) fn refusal(&mut self) -> RecordError {
        self.so_far().expect_err("a fault was noted")
    }

    /// What was wrong so far.
    #[inline]
    pub(crate) fn so_far(&mut self) -> Result<(), RecordError> {
        if self.faults.is_empty() {
            return Ok(());
        }
        RecordError::check(self.layout, core::mem::take(&mut self.faults))
    }
}
