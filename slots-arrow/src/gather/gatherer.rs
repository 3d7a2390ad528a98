//! Rows into batches.

use std::collections::VecDeque;
use std::sync::Arc;

use slotted::descriptor::ObjectSlice;

use crate::error::{Error, ErrorKind};
use crate::gather::block::gather;
use crate::gather::column::Column;
use crate::gather::typed::Chosen;
use crate::options::Options;
use crate::plan::field::Plan;

/// The most rows that are gathered at once, all columns of them.
pub(crate) const BLOCK: usize = 1_024;

/// The bytes that come into a cache together. As many columns as a row has of these read most of
/// it.
const CACHE_LINE: usize = 64;

/// How many rows of that size, in bytes, are gathered at once: as many as stay in the cache of the
/// first level (32 to 48 kilobytes) while one column after the other is read.
fn block_of(size: usize) -> usize {
    const CACHE: usize = 40 << 10;
    let rows = (CACHE / size.max(1)).clamp(64, BLOCK);
    1 << rows.ilog2()
}

/// The columns of a whole batch.
pub(crate) struct Batch {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: usize,
}

/// Gathers rows into batches.
pub(crate) struct Gatherer {
    pub(crate) plan: Arc<Plan>,
    options: Options,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
    whole: VecDeque<Batch>,
}

impl Gatherer {
    pub(crate) fn new(plan: Arc<Plan>, options: Options) -> Gatherer {
        let columns = plan.fields.iter().map(Column::new).collect();
        let whole = VecDeque::new();
        Gatherer { plan, options, columns, rows: 0, bytes: 0, whole }
    }

    /// The rows, and about the bytes, of the batch under way.
    pub(crate) fn under_way(&self) -> (usize, usize) {
        (self.rows, self.bytes)
    }

    /// Adds rows: all, or the chosen ones. If it fails, none of the block at fault is added, and
    /// all before it are.
    pub(crate) fn push(&mut self, rows: ObjectSlice<'_>, chosen: Chosen<'_>) -> Result<(), Error> {
        let total = chosen.map_or(rows.len(), <[u32]>::len);
        let block = block_of(rows.layout().size());
        let reads_all = self.plan.fields.len() * CACHE_LINE >= rows.layout().size();
        let (mut done, mut most) = (0, block);
        while done < total {
            let len = most.min(total - done).min(self.options.batch_rows - self.rows);
            let range = done..done + len;
            if self.rows == 0 {
                let rows = self.options.batch_rows.min(total - done);
                self.columns.iter_mut().for_each(|column| column.reserve(rows));
            }
            if reads_all && chosen.is_none() {
                // While this block is gathered, the next comes nearer.
                rows.range(range.end..total.min(range.end + block)).prefetch();
            }
            let fits = match chosen {
                None => self.push_block(&rows.range(range), None, done)?,
                Some(chosen) => self.push_block(&rows, Some(&chosen[range]), 0)?,
            };
            if fits {
                if self.rows == len {
                    let rows = self.options.batch_rows.min(total - done) - len;
                    self.columns.iter_mut().for_each(|column| column.reserve_alike(rows));
                }
                (done, most) = (done + len, block);
                if self.rows == self.options.batch_rows || self.bytes >= self.options.batch_bytes {
                    self.end_batch();
                }
            } else if self.rows > 0 {
                self.end_batch();
            } else if len > 1 {
                most = len / 2;
            } else {
                let what = format!(
                    "it has more text or items in one column than `column_bytes` allows: {}",
                    self.options.column_bytes.min(i32::MAX as usize),
                );
                return Err(Error::in_row(ErrorKind::TooLarge, "", done, what));
            }
        }
        Ok(())
    }

    /// Adds a block, unless a column would hold more than it can.
    fn push_block(
        &mut self,
        rows: &ObjectSlice<'_>,
        chosen: Chosen<'_>,
        first: usize,
    ) -> Result<bool, Error> {
        if let Err(error) = gather(rows, &self.plan.fields, chosen, &mut self.columns) {
            self.take_back();
            return Err(error.moved(first));
        }
        let (mut bytes, mut most) = (0, 0);
        for column in &self.columns {
            let (more, counted) = column.size();
            (bytes, most) = (bytes + more, most.max(counted));
        }
        if most > self.options.column_bytes.min(i32::MAX as usize) {
            self.take_back();
            return Ok(false);
        }
        self.rows += chosen.map_or(rows.len(), <[u32]>::len);
        self.bytes = bytes;
        Ok(true)
    }

    fn take_back(&mut self) {
        for column in &mut self.columns {
            column.truncate(self.rows);
        }
    }

    fn end_batch(&mut self) {
        let fresh = self.plan.fields.iter().map(Column::new).collect();
        let columns = std::mem::replace(&mut self.columns, fresh);
        self.whole.push_back(Batch { columns, rows: self.rows });
        (self.rows, self.bytes) = (0, 0);
    }

    /// Takes the first batch that is whole.
    pub(crate) fn take_whole(&mut self) -> Option<Batch> {
        self.whole.pop_front()
    }

    /// Drops all rows.
    pub(crate) fn clear(&mut self) {
        self.whole.clear();
        self.columns.iter_mut().for_each(|column| column.truncate(0));
        (self.rows, self.bytes) = (0, 0);
    }

    /// Ends the batch under way, if it has rows.
    pub(crate) fn finish(&mut self) {
        if self.rows > 0 {
            self.end_batch();
        }
    }
}
