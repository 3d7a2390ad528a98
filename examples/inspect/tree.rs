//! The tree of an object's attributes: which of them are open, and which one is selected.

use std::collections::HashSet;

use slotted::path::Step;
use slotted::prelude::*;
use slotted::{AttrPath, ValueRef};

/// A line of the tree.
pub(crate) struct Row {
    pub(crate) path: AttrPath,
    /// Whether there is something inside, and then whether it is shown.
    pub(crate) open: Option<bool>,
}

impl Row {
    /// How deep the attribute lies in the object.
    pub(crate) fn depth(&self) -> usize {
        self.path.steps().len() - 1
    }
}

#[derive(Default)]
pub(crate) struct Tree {
    open: HashSet<AttrPath>,
    rows: Vec<Row>,
    selected: usize,
}

impl Tree {
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(crate) fn selected(&self) -> usize {
        self.selected
    }

    /// Returns the selected row; `None` if the object has no attributes.
    pub(crate) fn row(&self) -> Option<&Row> {
        self.rows.get(self.selected)
    }

    /// Selects the row at this position, or the last one before.
    pub(crate) fn select_row(&mut self, row: usize) {
        self.selected = row.min(self.rows.len().saturating_sub(1));
    }

    /// Selects the attribute at the path, and opens what it lies in. If it is not there, selects
    /// what it would lie in.
    pub(crate) fn select(&mut self, object: &dyn Attributes, path: &AttrPath) {
        let mut around = path.parent();
        while let Some(path) = around {
            around = path.parent();
            self.open.insert(path);
        }
        self.show(object, path);
    }

    /// Opens or closes the selected attribute.
    pub(crate) fn set_open(&mut self, object: &dyn Attributes, open: bool) {
        let Some(Row { path, .. }) = self.row() else { return };
        let path = path.clone();
        if open {
            self.open.insert(path.clone())
        } else {
            self.open.remove(&path)
        };
        self.show(object, &path);
    }

    /// Lists the rows again, after the object has changed.
    pub(crate) fn update(&mut self, object: &dyn Attributes) {
        let selected = self.row().map(|row| row.path.clone()).unwrap_or_default();
        self.show(object, &selected);
    }

    /// Lists the rows again, and selects the one at the path, or else of what it lies in.
    fn show(&mut self, object: &dyn Attributes, path: &AttrPath) {
        self.rows.clear();
        let mut left = rows_inside(&AttrPath::new(), ValueRef::Object(object));
        while let Some(path) = left.pop() {
            let inside = path.get_opt(object).filter(|value| has_inside(value.view()));
            let open = inside.map(|_| self.open.contains(&path));
            if let Some(value) = inside.filter(|_| open == Some(true)) {
                left.extend(rows_inside(&path, value.view()));
            }
            self.rows.push(Row { path, open });
        }
        let mut wanted = Some(path.clone());
        while let Some(path) = wanted {
            if let Some(found) = self.rows.iter().position(|row| row.path == path) {
                self.selected = found;
                return;
            }
            wanted = path.parent();
        }
        self.select_row(self.selected);
    }

    /// Returns the next path after the selected one, in the order of the opened tree, in which the
    /// text stands: the outermost of those that lie in one another. After the last comes the first.
    pub(crate) fn find(&self, object: &dyn Attributes, text: &str) -> Option<AttrPath> {
        let text = text.to_lowercase();
        let is_in = |path: &AttrPath| path.to_string().to_lowercase().contains(&text);
        let (mut first, mut is_after) = (None, false);
        let selected = self.row().map(|row| &row.path);
        let mut left = rows_inside(&AttrPath::new(), ValueRef::Object(object));
        while let Some(path) = left.pop() {
            let is_found = is_in(&path) && !path.parent().is_some_and(|around| is_in(&around));
            if is_found && is_after {
                return Some(path);
            }
            is_after |= Some(&path) == selected;
            if let Some(value) = path.get_opt(object) {
                left.extend(rows_inside(&path, value.view()));
            }
            if is_found && first.is_none() {
                first = Some(path);
            }
        }
        first
    }
}

/// Returns the paths of what is inside the value at `path`, the last one first.
fn rows_inside(path: &AttrPath, value: ValueRef<'_>) -> Vec<AttrPath> {
    let inside = |step: Step| path.join(&AttrPath::from_iter([step]));
    let mut rows: Vec<AttrPath> = match value {
        ValueRef::Object(object) => object.dir().map(|name| inside(Step::from(name))).collect(),
        ValueRef::List(list) => (0..list.len()).map(|index| inside(Step::from(index))).collect(),
        ValueRef::Map(map) => map.iter().map(|(key, _)| inside(Step::from(&*key.text()))).collect(),
        _ => Vec::new(),
    };
    rows.reverse();
    rows
}

fn has_inside(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Object(object) => object.dir().next().is_some(),
        ValueRef::List(list) => !list.is_empty(),
        ValueRef::Map(map) => map.iter().next().is_some(),
        _ => false,
    }
}
