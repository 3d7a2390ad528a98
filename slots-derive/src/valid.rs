//! The rules between the parts of a struct.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::spanned::Spanned;

use crate::ast::{Mode, Role, Special, Struct};
use crate::diagnostic::{ErrorGuaranteed, Errors};

impl Struct<'_> {
    /// Reports everything that breaks one of the rules. Fails if any error has been reported, here
    /// or earlier.
    pub(crate) fn validate(&self, errors: &Errors) -> Result<(), ErrorGuaranteed> {
        self.no_borrow(errors);
        self.not_packed(errors);
        self.one_of_each_escape(errors);
        self.distinct_names(errors);
        self.in_data(errors);
        errors.any()
    }

    fn no_borrow(&self, errors: &Errors) {
        for lifetime in self.generics.lifetimes() {
            let message = format!(
                "`{}` borrows for `{}`\nslots are `'static`: a name that is known only at run time cannot \
                 carry a lifetime, and without one a borrow could outlive what it borrows\nown the data: \
                 `String` for `&str`, `Vec<T>` or `Arc<[T]>` for `&[T]`",
                self.ident, lifetime.lifetime
            );
            errors.report(lifetime.span(), message);
        }
    }

    fn not_packed(&self, errors: &Errors) {
        for attribute in self.attributes.iter().filter(|attribute| is_repr(attribute.path())) {
            // The compiler reports a `repr` that is malformed.
            let _ = attribute.parse_nested_meta(|word| {
                if word.path.is_ident("packed") {
                    let message = format!(
                        "`{}` is packed\na descriptor lends out references, and a packed field may not be \
                         aligned for one\nremove `packed`; to save bytes, see the padding in the memory map",
                        self.ident
                    );
                    errors.report(word.path.span(), message);
                }
                if !word.input.is_empty() && !word.input.peek(syn::Token![,]) {
                    word.input.parse::<proc_macro2::TokenTree>()?;
                }
                Ok(())
            });
        }
    }

    fn one_of_each_escape(&self, errors: &Errors) {
        for escape in Special::ALL {
            self.one_escape(escape, errors);
        }
    }

    fn one_escape(&self, escape: Special, errors: &Errors) {
        let (word, name, type_name) = (escape.word(), escape.field(), escape.type_name());
        let mut found = self.escapes(escape);
        let first = found.next();
        if let Some((_, asked)) = self.escapes.iter().find(|(other, _)| *other == escape)
            && first.is_none()
        {
            let needs = match escape {
                Special::Dict => "a place for undeclared names",
                Special::Weakref => "a word in each object for its weak references",
            };
            let message = format!(
                "`{}` has no field `{name}`\n`#[slots({word})]` needs {needs}, and a derive \
                 cannot add a field\nadd this line to the struct:\n\n    {name}: slotted::{type_name},\n",
                self.ident
            );
            errors.report(*asked, message);
        }
        let first = first.map_or_else(Span::call_site, |field| field.ident.span());
        for second in found {
            let message = match escape {
                Special::Dict => format!(
                    "`{name}` disallowed: we already got one\na type has one `Dict` for undeclared names; which \
                     of two would a new name go to?\nremove `{0}`, or hold it in a slot, without `#[slots(dict)]`",
                    second.ident
                ),
                Special::Weakref => format!(
                    "`{name}` disallowed: we already got one\nan object has one list of weak references\nremove \
                     `{0}`",
                    second.ident
                ),
            };
            errors.report_twice(first, second.ident.span(), message);
        }
        for field in &self.fields {
            if matches!(field.role, Role::Slot(_)) && field.ident == name {
                let message = format!(
                    "`{name}` is the name of the escape, not of a slot\nwrite `#[slots({word})]` on the struct or \
                     on this field, or give the field another name"
                );
                errors.report(field.ident.span(), message);
            }
        }
    }

    /// Reports what prevents the type from being read from serialized data, or written to it.
    fn in_data(&self, errors: &Errors) {
        if let Some(asked) = self.ignore_unknown {
            if self.deserialize.is_none() {
                errors.report(
                    asked,
                    "`ignore_unknown` says how data is read, and the type is not read from data\nadd \
                     `deserialize`, or remove it",
                );
            }
            if self.escapes(Special::Dict).next().is_some() {
                errors.report(
                    asked,
                    "`ignore_unknown` contradicts `dict`\nunknown keys go to the `Dict`\nremove one of the two",
                );
            }
        }
        // A variant is written by the structs that hold the enum.
        let is_variant = self.owner != self.ident;
        if self.serialize.is_none() && !is_variant {
            let asked = self.slots().filter_map(|(_, slot)| slot.skip_serializing_if.as_ref());
            for (_, asked) in asked {
                errors.report(
                    *asked,
                    "`skip_serializing_if` says how data is written, and the type is not written to data\nadd \
                     `serialize` to the struct, or remove it",
                );
            }
        }
        if self.serialize.or(self.deserialize).is_none() {
            return;
        }
        for (field, slot) in self.slots().filter(|(_, slot)| matches!(slot.mode, Mode::Opaque(_))) {
            let message = format!(
                "`{}` is opaque, and has no form in data\nwrite `serde` for a type with serde's traits, or `as_str` \
                 for text, through `Display` and `FromStr`\nor make it no slot: `#[slots(skip, default)]`",
                slot.name
            );
            errors.report(field.ident.span(), message);
        }
    }

    fn distinct_names(&self, errors: &Errors) {
        let mut seen = HashMap::new();
        for (field, slot) in self.slots() {
            if let Some((first, named_by)) =
                seen.insert(slot.name.clone(), (field.ident, slot.named_by))
            {
                let message = format!(
                    "attribute `{}` is declared twice, by the fields `{first}` and `{}`\na name leads to one \
                     slot\ngive one of them another name with `#[slots(rename = \"…\")]`",
                    slot.name, field.ident
                );
                errors.report_twice(named_by, slot.named_by, message);
            }
        }
        for (field, slot) in self.slots() {
            for alias in &slot.aliases {
                let (name, own) = (alias.value(), (field.ident, alias.span()));
                if let Some((first, named_by)) = seen.insert(name.clone(), own) {
                    let message = format!(
                        "`{name}` is a name of the field `{first}` already, and an alias of `{}`\na name leads to \
                         one slot, and an alias is another name of its slot\nremove the alias",
                        field.ident
                    );
                    errors.report_twice(named_by, alias.span(), message);
                }
            }
        }
    }
}

/// Returns `true` for `repr`, also if it is written `r#repr`.
fn is_repr(path: &syn::Path) -> bool {
    path.get_ident().is_some_and(|ident| crate::name::of_field(ident) == "repr")
}
