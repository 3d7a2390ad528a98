//! Which columns of text have few values.

use std::collections::HashSet;

use slotted::descriptor::ObjectSlice;

use crate::error::Error;
use crate::gather::column::{Column, Values};
use crate::gather::gatherer::BLOCK;
use crate::options::{Options, TextType};
use crate::plan::field::{Form, Plan, Type};

/// Returns the names of the columns of text in which the rows have at most so many different
/// values: for [`Options::dictionaries`].
///
/// ```
/// use slots_arrow::{Options, few_values};
/// use slotted::descriptor::ObjectSlice;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Flight { carrier: String, tail: String }
///
/// let flight = |carrier: &str, tail: &str| Flight { carrier: carrier.into(), tail: tail.into() };
/// let flights = [flight("UA", "N14228"), flight("UA", "N24211"), flight("AA", "N619AA")];
/// let dictionaries = few_values(ObjectSlice::new(&flights), 2)?;
/// assert_eq!(dictionaries, ["carrier"]);
/// let options = Options { dictionaries, ..Options::default() };
/// # let _ = options;
/// # Ok::<(), slots_arrow::Error>(())
/// ```
///
/// # Errors
///
/// The metadata of a slot asks for what there is not.
pub fn few_values(rows: ObjectSlice<'_>, at_most: usize) -> Result<Vec<String>, Error> {
    let mut plan = Plan::of(rows.layout(), &Options::default())?;
    plan.fields.retain(|field| matches!(field.ty, Type::Text(_)) && field.form != Form::Json);
    for field in &mut plan.fields {
        // Whatever kind of text it is: what is read here has one.
        field.ty = Type::Text(TextType::Utf8);
    }
    let mut seen = vec![HashSet::new(); plan.fields.len()];
    for start in (0..rows.len()).step_by(BLOCK) {
        let block = rows.range(start..rows.len().min(start + BLOCK));
        let mut columns: Vec<Column> = plan.fields.iter().map(Column::new).collect();
        crate::gather::block::gather(&block, &plan.fields, None, &mut columns)?;
        for (column, seen) in columns.iter().zip(&mut seen) {
            let Values::Text(texts) = &column.values else { unreachable!("it is text") };
            let is_valid = |row: usize| column.valid.as_ref().is_none_or(|valid| valid.get(row));
            let all = texts.iter().enumerate().filter(|(row, _)| is_valid(*row));
            seen.extend(all.map(|(_, text)| text.to_vec()));
        }
        let few: Vec<bool> = seen.iter().map(|seen| seen.len() <= at_most).collect();
        let mut is_few = few.iter();
        plan.fields.retain(|_| *is_few.next().expect("there is one for each"));
        let mut is_few = few.iter();
        seen.retain(|_| *is_few.next().expect("there is one for each"));
    }
    Ok(plan.fields.into_iter().map(|field| field.name).collect())
}
