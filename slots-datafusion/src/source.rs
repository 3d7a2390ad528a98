//! Collections of rows that a table can be made of.

use std::sync::Arc;

use slotted::descriptor::ObjectSlice;
use slotted::{Rows, Slotted};

/// Rows of one slotted type, or of one run-time class, side by side in memory.
///
/// ```
/// use std::sync::Arc;
///
/// use slots_datafusion::{RowSource, SlottedTable};
/// use slotted::descriptor::ObjectSlice;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// /// What the program has anyway: the table shares it.
/// struct Store { points: Vec<Point> }
///
/// impl RowSource for Store {
///     fn objects(&self) -> ObjectSlice<'_> {
///         ObjectSlice::new(&self.points)
///     }
/// }
///
/// let store = Arc::new(Store { points: vec![Point { x: 1.0, y: 2.0 }] });
/// let table = SlottedTable::new(store.clone())?;
/// # Ok::<(), slots_arrow::Error>(())
/// ```
pub trait RowSource: Send + Sync + 'static {
    /// Borrows the rows: the same ones each time, as long as a table is made of them.
    fn objects(&self) -> ObjectSlice<'_>;
}

impl<T: Slotted + Send + Sync> RowSource for Vec<T> {
    fn objects(&self) -> ObjectSlice<'_> {
        ObjectSlice::new(self)
    }
}

impl<T: Slotted + Send + Sync> RowSource for [T] {
    fn objects(&self) -> ObjectSlice<'_> {
        ObjectSlice::new(self)
    }
}

impl RowSource for Rows {
    fn objects(&self) -> ObjectSlice<'_> {
        self.objects()
    }
}

impl<S: RowSource + ?Sized> RowSource for Arc<S> {
    fn objects(&self) -> ObjectSlice<'_> {
        S::objects(self)
    }
}

impl<S: RowSource + ?Sized> RowSource for Box<S> {
    fn objects(&self) -> ObjectSlice<'_> {
        S::objects(self)
    }
}
