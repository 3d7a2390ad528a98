//! The rows in Parquet parts.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use datafusion::parquet::arrow::ArrowWriter;
use slots_arrow::arrow_59::{record_batches, schema};

use crate::Fault;
use crate::flight::Flight;

/// A folder of Parquet files, which is removed when it is dropped.
pub(crate) struct Parts(PathBuf);

impl Parts {
    /// Writes so many files, each with about as many of the rows.
    pub(crate) fn write(flights: &[Flight], parts: usize) -> Result<Self, Fault> {
        let folder = std::env::temp_dir().join(format!("slotted-cluster-{}", std::process::id()));
        let fault = |error| format!("{}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(fault)?;
        let written = Parts(folder.clone());
        let rows = flights.len().div_ceil(parts.max(1)).max(1);
        for (number, part) in flights.chunks(rows).enumerate() {
            let path = folder.join(format!("part-{number}.parquet"));
            let file = File::create(path).map_err(fault)?;
            let mut writer = ArrowWriter::try_new(file, schema::<Flight>(), None)?;
            for batch in record_batches(part.iter().cloned()) {
                writer.write(&batch?)?;
            }
            writer.close()?;
        }
        Ok(written)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        // Files that were left are no fault of the answers.
        let _ = fs::remove_dir_all(&self.0);
    }
}
