//! A class from the header and a sample of a table of text, such as a CSV file.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::attributes::error::AttributeError;
use crate::class::Class;
use crate::class::error::ClassError;
use crate::class::new_slot::NewSlot;
use crate::class::rows::Rows;
use crate::class::schema::error::SchemaError;
use crate::class::schema::text::{ColumnKind, is_rounded};
use crate::construct::{Outcome, Partial};
use crate::ext::attributes::AttributesExt;
use crate::record::error::RecordError;
use crate::reflect::slot_value::SlotValue;
use crate::value::Value;

/// The columns of a table of text, and what each holds.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Rows, TableSchema};
///
/// let header = ["carrier", "delay", "felt"];
/// let records = [["UA", "4", ""], ["DL", "1.5", "12"]];
/// let schema = TableSchema::infer(header, &records)?;
/// assert_eq!(schema.to_string(), "carrier: String, delay: f64, felt: i64 (optional)");
///
/// let mut rows = Rows::new(&schema.class("Flight")?);
/// for (line, record) in (2..).zip(records) {
///     schema.push(&mut rows, line, record)?;
/// }
/// assert_eq!(format!("{rows:?}"), "[Flight(carrier='UA', delay=4.0), \
///     Flight(carrier='DL', delay=1.5, felt=12)]");
/// assert_eq!(
///     schema.push(&mut rows, 4, ["AA", "late", "1"]).unwrap_err().to_string(),
///     "line 4, column 2: attribute 'delay' of 'Flight' objects: 'late' is not a valid f64: \
///      invalid float literal"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A field without a character is no value: it makes a column optional, except for one of text,
/// which holds an empty text, unless it is [declared optional](TableColumn::optional).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSchema {
    columns: Vec<TableColumn>,
}

/// One column of a [`TableSchema`].
///
/// ```
/// use slotted::TableSchema;
/// use slotted::class::ColumnKind;
///
/// let schema = TableSchema::infer(["carrier", "delay"], &[["UA", "4"], ["DL", ""]])?;
/// let delay = &schema.columns()[1];
/// assert_eq!((delay.name(), delay.kind()), ("delay", ColumnKind::Int));
/// assert!(delay.is_optional());
/// # Ok::<(), slotted::SchemaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    name: Box<str>,
    kind: ColumnKind,
    optional: bool,
}

impl TableColumn {
    /// Makes a column in which each field has a value.
    pub fn new(name: impl Into<Box<str>>, kind: ColumnKind) -> Self {
        TableColumn { name: name.into(), kind, optional: false }
    }

    /// Lets fields be empty: the slot is unbound then.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The name of the column, and of the slot.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the column holds.
    #[must_use]
    pub fn kind(&self) -> ColumnKind {
        self.kind
    }

    /// Whether a field may be empty.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.optional
    }

    /// Whether the column takes the field as it is.
    fn takes(&self, field: &str) -> bool {
        if field.is_empty() {
            return self.optional || self.kind == ColumnKind::Text;
        }
        self.kind.with(field) == self.kind
    }
}

/// What the fields of one column have shown.
#[derive(Default)]
struct Seen {
    kind: Option<ColumnKind>,
    has_empty: bool,
    /// Whether there was an integer that no `f64` holds.
    has_rounded: bool,
}

impl Seen {
    fn see(&mut self, field: &str) {
        if field.is_empty() {
            self.has_empty = true;
            return;
        }
        let of_field = ColumnKind::of(field);
        self.has_rounded |= of_field == ColumnKind::Int && is_rounded(field);
        self.kind = Some(self.kind.map_or(of_field, |kind| kind.join(of_field)));
    }

    fn column(self, name: &str) -> TableColumn {
        let kind = match self.kind {
            Some(ColumnKind::Float) if self.has_rounded => Some(ColumnKind::Text),
            kind => kind,
        };
        TableColumn {
            name: name.into(),
            kind: kind.unwrap_or(ColumnKind::Text),
            optional: kind.is_none() || (self.has_empty && kind != Some(ColumnKind::Text)),
        }
    }
}

impl TableSchema {
    /// Makes a schema of these columns.
    ///
    /// # Errors
    ///
    /// If two have the same name.
    pub fn new(columns: impl IntoIterator<Item = TableColumn>) -> Result<Self, SchemaError> {
        let columns: Vec<TableColumn> = columns.into_iter().collect();
        let mut names = BTreeSet::new();
        for (column, number) in columns.iter().zip(1..) {
            if !names.insert(column.name()) {
                let name = column.name();
                return Err(SchemaError::whole(format_args!(
                    "column {number} is named '{name}', as one before it: give it another name"
                )));
            }
        }
        Ok(TableSchema { columns })
    }

    /// Works out the columns from a header and a sample of the records, which follow it line by
    /// line. A column of which the sample has no value is optional text.
    ///
    /// # Errors
    ///
    /// If two columns have the same name, or if a record has more or fewer fields than the header.
    pub fn infer<N: AsRef<str>, R>(
        header: impl IntoIterator<Item = N>,
        sample: impl IntoIterator<Item = R>,
    ) -> Result<Self, SchemaError>
    where
        R: IntoIterator<Item: AsRef<str>>,
    {
        let names: Vec<N> = header.into_iter().collect();
        let mut seen: Vec<Seen> = names.iter().map(|_| Seen::default()).collect();
        for (record, line) in sample.into_iter().zip(2..) {
            let mut fields = 0;
            for field in record {
                if let Some(column) = seen.get_mut(fields) {
                    column.see(field.as_ref());
                }
                fields += 1;
            }
            check_length(line, fields, names.len())?;
        }
        TableSchema::new(names.iter().zip(seen).map(|(name, seen)| seen.column(name.as_ref())))
    }

    /// The columns, in their order.
    #[must_use]
    pub fn columns(&self) -> &[TableColumn] {
        &self.columns
    }

    /// Makes a class with a slot for each column, in their order.
    ///
    /// # Errors
    ///
    /// If the name contains a null character, or if there are too many columns.
    pub fn class(&self, name: impl Into<Box<str>>) -> Result<Class, ClassError> {
        fn slot<V: SlotValue + Send + Sync>(column: &TableColumn) -> NewSlot<V> {
            let slot = NewSlot::new(column.name());
            if column.optional { slot.optional() } else { slot }
        }
        let builder =
            self.columns.iter().fold(Class::builder(name), |builder, column| match column.kind {
                ColumnKind::Bool => builder.declare(slot::<bool>(column)),
                ColumnKind::Int => builder.declare(slot::<i64>(column)),
                ColumnKind::Float => builder.declare(slot::<f64>(column)),
                ColumnKind::Text => builder.declare(slot::<String>(column)),
            });
        builder.build()
    }

    /// Adds a record of text to rows of a [class](TableSchema::class) of this schema. `line` is for
    /// errors.
    ///
    /// # Errors
    ///
    /// If there are more or fewer fields than columns, or if a field is no value of its column.
    /// There is no new row then.
    ///
    /// # Panics
    ///
    /// If the rows are of another class than this schema makes.
    pub fn push<R>(&self, rows: &mut Rows, line: u64, record: R) -> Result<(), SchemaError>
    where
        R: IntoIterator<Item: AsRef<str>>,
    {
        let is_same =
            |(slot, column): (&crate::SlotInfo, &TableColumn)| slot.name() == column.name();
        let slots = rows.class().layout().slots();
        let fits =
            slots.len() == self.columns.len() && slots.iter().zip(&self.columns).all(is_same);
        assert!(fits, "the rows are of a class of this schema");
        rows.push_with(|partial| {
            let mut fields = 0;
            for field in record {
                if let Some(column) = self.columns.get(fields) {
                    fill(partial, line, fields, column, field.as_ref())?;
                }
                fields += 1;
            }
            check_length(line, fields, self.columns.len())
        })
    }

    /// Changes the columns so that they take the record, each to the narrowest kind that does:
    /// integers become numbers, and what is neither becomes text; a column with an empty field
    /// becomes optional. Returns whether any has changed. Rows that were read before are taken over
    /// by [`widened`](TableSchema::widened).
    pub fn widen<R>(&mut self, record: R) -> bool
    where
        R: IntoIterator<Item: AsRef<str>>,
    {
        let mut changed = false;
        for (column, field) in self.columns.iter_mut().zip(record) {
            let field = field.as_ref();
            if column.takes(field) {
                continue;
            }
            changed = true;
            match field {
                "" => column.optional = true,
                text => column.kind = column.kind.with(text),
            }
        }
        changed
    }

    /// Takes rows over into a wider class, which this schema has made: numbers become text as they
    /// print, integers become floats.
    ///
    /// ```
    /// use slotted::{Rows, TableSchema};
    ///
    /// let mut schema = TableSchema::infer(["depth"], &[["4"]])?;
    /// let mut rows = Rows::new(&schema.class("Quake")?);
    /// schema.push(&mut rows, 2, ["4"])?;
    /// assert!(schema.push(&mut rows, 3, ["4.5"]).is_err());            // an integer, as it seemed
    /// assert!(schema.widen(["4.5"]));
    /// let mut rows = schema.widened(&rows, &schema.class("Quake")?)?;
    /// schema.push(&mut rows, 3, ["4.5"])?;
    /// assert_eq!(format!("{rows:?}"), "[Quake(depth=4.0), Quake(depth=4.5)]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an integer of a column that holds floats now has no exact float.
    pub fn widened(&self, rows: &Rows, class: &Class) -> Result<Rows, RecordError> {
        let mut wider = Rows::with_capacity(class, rows.len());
        let texts = self.columns.iter().filter(|column| column.kind == ColumnKind::Text);
        let texts: BTreeSet<&str> = texts.map(TableColumn::name).collect();
        let is_text = |name: &str| texts.contains(name);
        for row in rows.iter() {
            wider.push_attrs(row.vars().map(|(name, value)| match is_text(name) {
                true => (name, Value::Str(value.to_string())),
                false => (name, value.to_value().unwrap_or_default()),
            }))?;
        }
        Ok(wider)
    }
}

/// Fills a slot with a field of text.
fn fill(
    partial: &mut Partial<'_>,
    line: u64,
    at: usize,
    column: &TableColumn,
    field: &str,
) -> Result<(), SchemaError> {
    if field.is_empty() && column.optional {
        partial.unbind(at);
        return Ok(());
    }
    if column.kind == ColumnKind::Float && is_rounded(field) {
        let what = "an `f64` would round the integer: give the column another kind";
        return Err(SchemaError::at(line, Some(at + 1), what));
    }
    match partial.fill_text(at, field) {
        Outcome::Filled => Ok(()),
        Outcome::Refused(slot, error) => {
            let layout = partial.layout();
            let error = AttributeError::refused(layout, slot.name(), slot, error);
            Err(SchemaError::at(line, Some(at + 1), error))
        }
        Outcome::NoSlot | Outcome::Repeated => unreachable!("each column has a slot, filled once"),
    }
}

fn check_length(line: u64, fields: usize, columns: usize) -> Result<(), SchemaError> {
    if fields == columns {
        return Ok(());
    }
    Err(SchemaError::at(
        line,
        None,
        format_args!("{fields} fields, where there are {columns} columns"),
    ))
}

/// Prints the columns with the types of their slots.
impl core::fmt::Display for TableSchema {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for (at, column) in self.columns.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            let optional = if column.optional { " (optional)" } else { "" };
            write!(f, "{comma}{}: {}{optional}", column.name, column.kind)?;
        }
        Ok(())
    }
}
