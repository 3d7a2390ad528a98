//! The columns of a layout.

use slotted::layout::{DataForm, SlotInfo, SlotLayout};
use slotted::{Kind, did_you_mean};

use crate::error::{Error, ErrorKind};
use crate::gather::typed::{typed, typed_text};
use crate::options::{DictColumns, DictType, Options};
use crate::plan::field::{Field, Form, Plan, Source, Type};
use crate::plan::of_type::{ARROW, Planner, words};

/// The name of the column that holds the whole `Dict`.
pub(crate) const DICT: &str = "__dict__";

impl Plan {
    /// Plans the columns of all slots, own and inherited.
    pub(crate) fn of(layout: &SlotLayout, options: &Options) -> Result<Plan, Error> {
        if options.batch_rows == 0 {
            return Err(Error::new(ErrorKind::Options, "", "a batch has at least one row"));
        }
        let mut planner = Planner { options, within: Vec::new() };
        let mut fields = planner.fields(layout, "")?;
        for name in &options.dictionaries {
            let Some(field) = fields.iter_mut().find(|field| field.is_text(name)) else {
                let texts = fields.iter().filter(|field| field.is_text(&field.name));
                return Err(no_column(layout, name, "of text", texts));
            };
            field.ty = Type::Dictionary;
        }
        if layout.has_dict() {
            dict_fields(&mut fields, options)?;
        }
        if let Some(names) = &options.columns {
            fields = chosen(fields, names, layout)?;
        }
        let ignores_extra = layout.ignores_unknown();
        Ok(Plan { of: layout.name().into(), fields, ignores_extra })
    }
}

impl Planner<'_> {
    /// Plans the columns of the slots, whose names follow `path`.
    pub(crate) fn fields(&mut self, layout: &SlotLayout, path: &str) -> Result<Vec<Field>, Error> {
        self.within.push(layout.type_id());
        let mut fields = Vec::new();
        for slot in layout.iter() {
            let info = slot.info();
            // What only a downcast reaches is no column; nor is what is computed from the rest.
            if info.kind() != Kind::Opaque && !info.is_lazy() {
                fields.push(self.slot(info, path)?);
            }
        }
        self.within.pop();
        Ok(fields)
    }

    fn slot(&mut self, info: &SlotInfo, path: &str) -> Result<Field, Error> {
        let path = format!("{path}{}", info.name());
        let mut field = self.field(info.name(), &path, info.data_form())?;
        if info.is_optional() {
            // What is in the `Option` may take `None` itself: then its null is in the JSON.
            self.without_nulls(&mut field);
        }
        words(&mut field, info)?;
        let others = info.meta().iter().filter(|(key, _)| *key != ARROW);
        field.meta = others.map(|(key, value)| ((*key).to_owned(), value.to_string())).collect();
        field.unbound = info.is_optional();
        field.nullable |= info.is_optional();
        field.may_lack = info.is_optional() || info.has_default();
        let is_itself = |layout: &SlotLayout| layout.type_id() == info.type_id();
        if matches!(field.ty, Type::Struct(_)) && info.layout().is_some_and(is_itself) {
            field.source = Source::Nested;
        }
        field.typed = match field.form {
            Form::Plain => typed(info.type_id(), &field),
            // Not past the functions that `with` names.
            Form::Shown if !matches!(info.data_form(), DataForm::Serde) => {
                typed_text(info.type_id(), &field)
            }
            _ => None,
        };
        Ok(field)
    }

    /// Whether the type is one of those whose columns are being planned.
    pub(crate) fn is_within(&self, layout: &SlotLayout) -> bool {
        self.within.contains(&layout.type_id())
    }
}

impl Field {
    /// Whether it is the column of that name, of text that is no JSON.
    fn is_text(&self, name: &str) -> bool {
        let is_text = matches!(self.ty, Type::Text(_) | Type::Dictionary);
        self.name == name && is_text && self.form != Form::Json
    }
}

/// Makes the error for options that name a column that there is not.
fn no_column<'a>(
    layout: &SlotLayout,
    name: &str,
    what: &str,
    others: impl Iterator<Item = &'a Field>,
) -> Error {
    let meant = did_you_mean(name, others.map(|field| &*field.name))
        .map_or_else(String::new, |meant| format!(". Did you mean: '{meant}'?"));
    let message = format!("'{}' has no column '{name}' {what}{meant}", layout.name());
    Error::new(ErrorKind::Options, name, message)
}

/// Takes the columns of these names, in their order.
fn chosen(
    mut fields: Vec<Field>,
    names: &[String],
    layout: &SlotLayout,
) -> Result<Vec<Field>, Error> {
    let mut chosen = Vec::with_capacity(names.len());
    for name in names {
        let Some(at) = fields.iter().position(|field| field.name == *name) else {
            return Err(no_column(layout, name, "to be chosen", fields.iter()));
        };
        chosen.push(fields.remove(at));
    }
    Ok(chosen)
}

/// Adds the columns of the `Dict`.
fn dict_fields(fields: &mut Vec<Field>, options: &Options) -> Result<(), Error> {
    let of = |name: &str, ty, form, source| Field {
        nullable: source == Source::Entry,
        form,
        source,
        unbound: source == Source::Entry,
        may_lack: true,
        ..Field::new(name, name, ty)
    };
    let text = || Type::Text(options.text);
    match &options.dict {
        DictColumns::LeftOut => {}
        DictColumns::Map => {
            let key = of("key", text(), Form::Plain, Source::Slot);
            let value = of("value", text(), Form::Json, Source::Slot);
            let ty = Type::Map(Box::new(key), Box::new(value));
            fields.push(of(DICT, ty, Form::Plain, Source::WholeDict));
        }
        DictColumns::Declared(names) => {
            for (name, ty) in names {
                let (ty, form) = match ty {
                    DictType::Bool => (Type::Bool, Form::Plain),
                    DictType::Int => (Type::I64, Form::Plain),
                    DictType::Float => (Type::F64, Form::Plain),
                    DictType::Text => (text(), Form::Plain),
                    DictType::Json => (text(), Form::Json),
                };
                fields.push(of(name, ty, form, Source::Entry));
            }
        }
    }
    let mut names: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            let message = format!("two columns have the name '{}'", pair[0]);
            Err(Error::new(ErrorKind::Options, pair[0], message))
        }
        None => Ok(()),
    }
}
