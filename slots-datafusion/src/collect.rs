//! The result of a query as rows.

use datafusion::dataframe::DataFrame;
use datafusion::error::{DataFusionError, Result};
use futures::StreamExt;
use slots_arrow::Options;
use slots_arrow::arrow_59::from_record_batch_with;
use slotted::Slotted;

/// Runs a query, and makes rows of its result: each column goes to the slot of its name.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> datafusion::error::Result<()> {
/// use std::sync::Arc;
///
/// use datafusion::prelude::SessionContext;
/// use slots_datafusion::{SlottedTable, collect};
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Flight { carrier: String, delay: f64 }
///
/// #[derive(Slots, Debug, PartialEq)]
/// struct Late { carrier: String, flights: i64 }
///
/// let flights = [("UA", 71.0), ("AA", -3.0), ("UA", 65.0)];
/// let flights = flights.map(|(carrier, delay)| Flight { carrier: carrier.to_owned(), delay });
/// let context = SessionContext::new();
/// let table = SlottedTable::new(Vec::from(flights)).expect("all slots have columns");
/// context.register_table("flights", Arc::new(table))?;
///
/// let query = "SELECT carrier, count(*) AS flights FROM flights WHERE delay > 60 GROUP BY carrier";
/// let late: Vec<Late> = collect(context.sql(query).await?).await?;
/// assert_eq!(late, [Late { carrier: "UA".to_owned(), flights: 2 }]);
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// The query fails; a column is missing, has no slot, or is of another type; a value is refused, or
/// null where none may be. The second kind is a [`slots_arrow::Error`] in
/// [`DataFusionError::External`].
pub async fn collect<T: Slotted>(query: DataFrame) -> Result<Vec<T>> {
    collect_with(query, &Options::default()).await
}

/// Runs a query, and makes rows of its result. Of the options, those of the `Dict` count.
///
/// # Errors
///
/// Those of [`collect`], and those of the options.
pub async fn collect_with<T: Slotted>(query: DataFrame, options: &Options) -> Result<Vec<T>> {
    let mut batches = query.execute_stream().await?;
    let mut rows = Vec::new();
    while let Some(batch) = batches.next().await {
        let more = from_record_batch_with(&batch?, options);
        rows.append(&mut more.map_err(|why| DataFusionError::External(Box::new(why)))?);
    }
    Ok(rows)
}
