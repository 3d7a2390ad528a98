//! Rows as a table.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Statistics;
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use slots_arrow::arrow_59::ObjectBatchBuilder;
use slots_arrow::{Error, Options};

use crate::filter::{Predicate, plan};
use crate::scan::{SlottedScan, statistics};
use crate::source::RowSource;

/// A table of DataFusion whose rows are slotted structs, or instances of a run-time class, in
/// memory.
///
/// Nothing is copied when the table is made or a query is planned. When a query runs, only the
/// slots that it asks for become columns, 8,192 rows at a time. Of a `WHERE`, what compares slots
/// with constants is tested on the rows themselves, and only the rows that pass become columns; the
/// rest is left to DataFusion.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> datafusion::error::Result<()> {
/// use std::sync::Arc;
///
/// use datafusion::prelude::SessionContext;
/// use slots_datafusion::SlottedTable;
/// use slotted::{Class, Rows, Value};
///
/// let flight = Class::builder("Flight").slot::<String>("carrier").slot::<f64>("delay").build()
///     .expect("the names are different");
/// let mut rows = Rows::new(&flight);
/// for (carrier, delay) in [("UA", 71.0), ("AA", -3.0)] {
///     rows.push_attrs([("carrier", Value::from(carrier)), ("delay", delay.into())])
///         .expect("these are values for the slots");
/// }
/// let context = SessionContext::new();
/// let table = SlottedTable::new(rows).expect("all slots have columns");
/// context.register_table("flights", Arc::new(table))?;
/// let late = context.sql("SELECT carrier FROM flights WHERE delay > 60").await?;
/// assert_eq!(late.count().await?, 1);
/// # Ok(()) }
/// ```
pub struct SlottedTable {
    rows: Arc<dyn RowSource>,
    schema: SchemaRef,
    options: Options,
    pushes_down: bool,
}

impl SlottedTable {
    /// Makes a table of rows, by the default [`Options`].
    ///
    /// # Errors
    ///
    /// The metadata of a slot asks for a column that there is not.
    pub fn new(rows: impl RowSource) -> Result<Self, Error> {
        Self::with_options(rows, Options::default())
    }

    /// Makes a table of rows. Of the options, those of batches do not count: a batch has as many
    /// rows as the session is set to.
    ///
    /// # Errors
    ///
    /// The options, or the metadata of a slot, ask for what there is not.
    pub fn with_options(rows: impl RowSource, options: Options) -> Result<Self, Error> {
        let schema = ObjectBatchBuilder::new(rows.objects().layout(), options.clone())?.schema();
        Ok(SlottedTable { rows: Arc::new(rows), schema, options, pushes_down: true })
    }

    /// Leaves all filters to DataFusion, to compare.
    #[must_use]
    pub fn without_push_down(mut self) -> Self {
        self.pushes_down = false;
        self
    }

    fn predicate(&self, filter: &Expr) -> Option<Predicate> {
        let rows = self.rows.objects();
        if self.pushes_down { plan(filter, rows.layout(), &self.schema) } else { None }
    }
}

#[async_trait]
impl TableProvider for SlottedTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        let kind = |filter: &&Expr| match self.predicate(filter) {
            Some(_) => TableProviderFilterPushDown::Exact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(kind).collect())
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let fields = self.schema.fields();
        let all = || (0..fields.len()).collect();
        let columns = projection.cloned().unwrap_or_else(all);
        let columns = columns.into_iter().map(|column| fields[column].name().clone()).collect();
        let options = Options { columns: Some(columns), ..self.options.clone() };
        let mut parts = Vec::new();
        for filter in filters {
            let Some(part) = self.predicate(filter) else {
                let what = format!("the table does not test {filter}");
                return datafusion::common::internal_err!("{what}");
            };
            parts.push(part);
        }
        let shown = filters.iter().map(Expr::to_string).collect();
        let partitions = session.config().target_partitions();
        let filter = (!parts.is_empty()).then_some(Predicate::All(parts));
        Ok(Arc::new(SlottedScan::new(
            self.rows.clone(),
            options,
            filter,
            shown,
            limit,
            partitions,
        )?))
    }

    fn statistics(&self) -> Option<Statistics> {
        Some(statistics(&self.schema, self.rows.objects().len(), true))
    }
}

impl fmt::Debug for SlottedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlottedTable").field("rows", &self.rows.objects()).finish_non_exhaustive()
    }
}
