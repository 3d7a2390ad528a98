//! The scan as a part of a query's plan.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::datatypes::Schema;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{ColumnStatistics, Statistics, internal_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::coop::cooperative;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, SchedulingType};
use datafusion::physical_plan::metrics::{ExecutionPlanMetricsSet, MetricsSet};
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PhysicalExpr, PlanProperties,
    ReplaceChildrenOptions,
};
use slots_arrow::Options;
use slots_arrow::arrow_59::ObjectBatchBuilder;

use super::stream::Batches;
use crate::filter::{BLOCK, Predicate};
use crate::source::RowSource;

/// Reads some slots of the rows that pass a filter.
#[derive(Clone)]
pub(crate) struct SlottedScan {
    rows: Arc<dyn RowSource>,
    /// Of these, the columns are the ones that are asked for.
    options: Options,
    filter: Option<Arc<Predicate>>,
    /// The filter, to be printed.
    shown: Vec<String>,
    /// The most rows of each partition.
    limit: Option<usize>,
    partitions: Vec<Range<usize>>,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl SlottedScan {
    pub(crate) fn new(
        rows: Arc<dyn RowSource>,
        options: Options,
        filter: Option<Predicate>,
        shown: Vec<String>,
        limit: Option<usize>,
        partitions: usize,
    ) -> Result<Self> {
        let objects = rows.objects();
        let schema = ObjectBatchBuilder::new(objects.layout(), options.clone())
            .map_err(|why| DataFusionError::External(Box::new(why)))?
            .schema();
        let partitions = ranges(objects.len(), partitions);
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(partitions.len()),
            EmissionType::Incremental,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        Ok(SlottedScan {
            rows,
            options,
            filter: filter.map(Arc::new),
            shown,
            limit,
            partitions,
            properties: Arc::new(properties),
            metrics: ExecutionPlanMetricsSet::new(),
        })
    }
}

/// Cuts so many rows into up to so many ranges of whole blocks, all of about one size. At least
/// one.
fn ranges(rows: usize, parts: usize) -> Vec<Range<usize>> {
    let blocks = rows.div_ceil(BLOCK);
    let parts = parts.clamp(1, blocks.max(1));
    let end = |part: usize| (blocks * part / parts * BLOCK).min(rows);
    (0..parts).map(|part| end(part)..end(part + 1)).collect()
}

/// What is known of so many rows without a look at them. If `is_exact` is not set, there may be
/// fewer.
pub(crate) fn statistics(schema: &Schema, rows: usize, is_exact: bool) -> Statistics {
    let known =
        |number| if is_exact { Precision::Exact(number) } else { Precision::Inexact(number) };
    let columns = schema.fields().iter().map(|field| {
        let mut column = ColumnStatistics::new_unknown();
        if !field.is_nullable() {
            column.null_count = Precision::Exact(0);
        }
        if let Some(bytes) = field.data_type().primitive_width() {
            column.byte_size = known(rows * bytes);
        }
        column
    });
    Statistics {
        num_rows: known(rows),
        total_byte_size: Precision::Absent,
        column_statistics: columns.collect(),
    }
}

impl ExecutionPlan for SlottedScan {
    fn name(&self) -> &'static str {
        "SlottedScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        // The filter is no physical expression.
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if children.is_empty() { Ok(self) } else { internal_err!("a scan has no children") }
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if children.is_empty() { Ok(self) } else { internal_err!("a scan has no children") }
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let Some(range) = self.partitions.get(partition) else {
            return internal_err!("the scan has no partition {partition}");
        };
        let batches = Batches::new(
            self.rows.clone(),
            &self.options,
            self.filter.clone(),
            range.clone(),
            self.limit,
            context.session_config().batch_size(),
            &self.metrics,
            partition,
        )?;
        Ok(Box::pin(cooperative(batches)))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn statistics_from_inputs(
        &self,
        _: &[Arc<Statistics>],
        arguments: &StatisticsArgs,
    ) -> Result<Arc<Statistics>> {
        let most = |range: &Range<usize>| range.len().min(self.limit.unwrap_or(usize::MAX));
        let rows = match arguments.partition() {
            Some(partition) => self.partitions.get(partition).map_or(0, most),
            None => self.partitions.iter().map(most).sum(),
        };
        Ok(Arc::new(statistics(&self.schema(), rows, self.filter.is_none())))
    }

    fn supports_limit_pushdown(&self) -> bool {
        // That is of the inputs' limits.
        false
    }

    fn with_fetch(&self, limit: Option<usize>) -> Option<Arc<dyn ExecutionPlan>> {
        Some(Arc::new(SlottedScan {
            limit,
            metrics: ExecutionPlanMetricsSet::new(),
            ..self.clone()
        }))
    }

    fn fetch(&self) -> Option<usize> {
        self.limit
    }
}

impl DisplayAs for SlottedScan {
    fn fmt_as(&self, format: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let objects = self.rows.objects();
        let columns = self.options.columns.as_deref().unwrap_or_default().join(", ");
        let filter = self.shown.join(" AND ");
        match format {
            DisplayFormatType::Default | DisplayFormatType::Verbose => {
                write!(f, "SlottedScan: {} rows of {}", objects.len(), objects.layout().name())?;
                write!(f, ", partitions={}, columns=[{columns}]", self.partitions.len())?;
                if !filter.is_empty() {
                    write!(f, ", filter={filter}")?;
                }
                self.limit.map_or(Ok(()), |limit| write!(f, ", limit={limit}"))
            }
            DisplayFormatType::TreeRender => {
                writeln!(f, "rows={}", objects.len())?;
                writeln!(f, "of={}", objects.layout().name())?;
                if !filter.is_empty() {
                    writeln!(f, "filter={filter}")?;
                }
                self.limit.map_or(Ok(()), |limit| writeln!(f, "limit={limit}"))
            }
        }
    }
}

impl fmt::Debug for SlottedScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_as(DisplayFormatType::Default, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_all_rows_in_whole_blocks() {
        for rows in [0, 1, BLOCK, BLOCK + 1, 10 * BLOCK + 7] {
            for parts in [1, 2, 3, 64] {
                let ranges = ranges(rows, parts);
                assert!(ranges.len() <= parts && !ranges.is_empty());
                assert_eq!((ranges[0].start, ranges[ranges.len() - 1].end), (0, rows));
                assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
                assert!(rows == 0 || ranges.iter().all(|range| !range.is_empty()));
                assert!(ranges.iter().all(|range| range.start % BLOCK == 0));
            }
        }
    }
}
