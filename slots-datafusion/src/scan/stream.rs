//! The batches of one partition.

use std::collections::VecDeque;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::RecordBatchStream;
use datafusion::physical_plan::metrics::{
    BaselineMetrics, Count, ExecutionPlanMetricsSet, MetricBuilder,
};
use futures::Stream;
use slots_arrow::arrow_59::ObjectBatchBuilder;
use slots_arrow::{Error, Options};

use crate::filter::{BLOCK, Passing, Predicate};
use crate::source::RowSource;

/// How many blocks are tested before other tasks have their turn, if no batch comes of them.
const BLOCKS_AT_ONCE: usize = 128;

/// The batches of one partition.
pub(super) struct Batches {
    rows: Arc<dyn RowSource>,
    filter: Option<Arc<Predicate>>,
    builder: ObjectBatchBuilder,
    schema: SchemaRef,
    /// The rows that were not looked at.
    left: Range<usize>,
    /// The most rows that may still come.
    limit: usize,
    batch_rows: usize,
    /// The rows that passed and are in no batch, counted from `base`.
    chosen: Vec<u32>,
    base: usize,
    ready: VecDeque<RecordBatch>,
    metrics: BaselineMetrics,
    tested: Count,
}

/// What came of a step.
enum Step {
    /// There may be batches that are ready.
    Gathered,
    Tested,
    Done,
}

impl Batches {
    #[expect(clippy::too_many_arguments, reason = "the scan's fields, and its arguments")]
    pub(super) fn new(
        rows: Arc<dyn RowSource>,
        options: &Options,
        filter: Option<Arc<Predicate>>,
        range: Range<usize>,
        limit: Option<usize>,
        batch_rows: usize,
        metrics: &ExecutionPlanMetricsSet,
        partition: usize,
    ) -> Result<Self> {
        let batch_rows = batch_rows.max(1);
        let options = Options { batch_rows, batch_bytes: usize::MAX, ..options.clone() };
        let builder =
            ObjectBatchBuilder::new(rows.objects().layout(), options).map_err(external)?;
        Ok(Batches {
            filter,
            schema: builder.schema(),
            builder,
            base: range.start,
            left: range,
            limit: limit.unwrap_or(usize::MAX),
            batch_rows,
            chosen: Vec::new(),
            ready: VecDeque::new(),
            metrics: BaselineMetrics::new(metrics, partition),
            tested: MetricBuilder::new(metrics).counter("rows_tested", partition),
            rows,
        })
    }

    fn step(&mut self) -> Result<Step, Error> {
        let Some(filter) = self.filter.clone() else { return self.step_of_all() };
        let rows = self.rows.objects();
        for _ in 0..BLOCKS_AT_ONCE {
            if self.chosen.len() >= self.batch_rows || self.left.is_empty() || self.limit == 0 {
                break;
            }
            let block = self.left.start..self.left.end.min(self.left.start + BLOCK);
            let mut passing = Passing::first(block.len());
            filter.narrow(&rows.range(block.clone()), &mut passing);
            self.tested.add(block.len());
            // `is_too_far` keeps these numbers small.
            let first = (block.start - self.base) as u32;
            let before = self.chosen.len();
            let passed = passing.rows().take(self.limit).map(|row| first + row as u32);
            self.chosen.extend(passed);
            self.limit -= self.chosen.len() - before;
            self.left.start = block.end;
        }
        let is_at_end = self.left.is_empty() || self.limit == 0;
        let is_too_far = self.left.start - self.base > u32::MAX as usize / 2;
        if self.chosen.len() < self.batch_rows && !is_at_end && !is_too_far {
            return Ok(Step::Tested);
        }
        if self.chosen.is_empty() {
            self.base = self.left.start;
            return Ok(if is_at_end { Step::Done } else { Step::Tested });
        }
        let len = self.batch_rows.min(self.chosen.len());
        self.builder.push_chosen(rows.range(self.base..self.left.start), &self.chosen[..len])?;
        self.chosen.drain(..len);
        if self.chosen.is_empty() {
            self.base = self.left.start;
        }
        self.ready.extend(self.builder.finish()?);
        Ok(Step::Gathered)
    }

    /// Without a filter: the next rows.
    fn step_of_all(&mut self) -> Result<Step, Error> {
        let len = self.left.len().min(self.batch_rows).min(self.limit);
        if len == 0 {
            return Ok(Step::Done);
        }
        let next = self.left.start..self.left.start + len;
        self.builder.push(self.rows.objects().range(next))?;
        self.left.start += len;
        self.limit -= len;
        self.ready.extend(self.builder.finish()?);
        Ok(Step::Gathered)
    }

    fn next_batch(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RecordBatch>>> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(batch)));
            }
            match self.step() {
                Ok(Step::Gathered) => {}
                Ok(Step::Done) => return Poll::Ready(None),
                Ok(Step::Tested) => {
                    // So that a query that finds nothing can be cancelled.
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Err(why) => {
                    // Nothing comes after an error.
                    self.left.start = self.left.end;
                    self.limit = 0;
                    self.chosen.clear();
                    return Poll::Ready(Some(Err(external(why))));
                }
            }
        }
    }
}

fn external(why: Error) -> DataFusionError {
    DataFusionError::External(Box::new(why))
}

impl Stream for Batches {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let time = self.metrics.elapsed_compute().clone();
        let timer = time.timer();
        let poll = self.next_batch(context);
        timer.done();
        self.metrics.record_poll(poll)
    }
}

impl RecordBatchStream for Batches {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}
