//! A bare type for the tests of the rules.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use crate::class::error::ClassError;
use crate::class::rules::builtin::builtins;
use crate::class::rules::create::{NewClass, create};
use crate::class::rules::shape::{Shape, TypeObject, WORD};
use crate::class::rules::slot_names::SlotItem;

/// A type that has only what the rules ask for.
#[derive(Clone)]
pub(super) struct Type(Rc<Inner>);

struct Inner {
    name: String,
    base: Option<Type>,
    ancestors: Vec<Type>,
    shape: Shape,
}

impl TypeObject for Type {
    fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    fn name(&self) -> &str {
        &self.0.name
    }

    fn base(&self) -> Option<&Self> {
        self.0.base.as_ref()
    }

    fn ancestors(&self) -> &[Self] {
        &self.0.ancestors
    }

    fn shape(&self) -> &Shape {
        &self.0.shape
    }
}

impl Type {
    pub(super) fn made(new: NewClass<'_, Type>) -> Result<Type, ClassError> {
        let (name, made) = (new.name.into(), create(new)?);
        let of_base = made.base.shape();
        assert_eq!(made.adds_dict, made.shape.has_dict() && !of_base.has_dict());
        let (base, ancestors, shape) = (Some(made.base), made.ancestors, made.shape);
        Ok(Type(Rc::new(Inner { name, base, ancestors, shape })))
    }
}

pub(super) fn builtin_types() -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    for (name, base, shape) in builtins() {
        let base = base.map(|base| find(&types, base));
        let ancestors = base.iter().flat_map(|base| mro(base).cloned()).collect();
        types.push(Type(Rc::new(Inner { name: name.into(), base, ancestors, shape })));
    }
    types
}

pub(super) fn find(types: &[Type], name: &str) -> Type {
    types.iter().rev().find(|class| class.name() == name).expect("an earlier type").clone()
}

pub(super) fn mro(of: &Type) -> impl Iterator<Item = &Type> {
    core::iter::once(of).chain(of.ancestors())
}

/// Makes classes with nothing in their bodies. Without a base, they are below `object`.
pub(super) struct Classes {
    pub(super) object: Type,
    pub(super) int: Type,
    pub(super) bool: Type,
}

impl Classes {
    pub(super) fn new() -> Self {
        let types = builtin_types();
        let [object, int, bool] = ["object", "int", "bool"].map(|name| find(&types, name));
        Self { object, int, bool }
    }

    /// A class without `__slots__`.
    pub(super) fn plain(&self, name: &str, bases: &[&Type]) -> Result<Type, ClassError> {
        self.made(name, bases, None)
    }

    /// A class whose `__slots__` are the words of `slots`.
    pub(super) fn slotted(
        &self,
        name: &str,
        bases: &[&Type],
        slots: &str,
    ) -> Result<Type, ClassError> {
        let items: Vec<_> = slots.split_whitespace().map(SlotItem::Name).collect();
        self.made(name, bases, Some(&items))
    }

    fn made(
        &self,
        name: &str,
        bases: &[&Type],
        slots: Option<&[SlotItem<'_>]>,
    ) -> Result<Type, ClassError> {
        let bases = if bases.is_empty() { &[&self.object] } else { bases };
        let bases: Vec<Type> = bases.iter().map(|&base| base.clone()).collect();
        Type::made(NewClass {
            name,
            bases: &bases,
            slots,
            not_iterable: None,
            is_class_attribute: &|_| false,
        })
    }
}

/// Its order of resolution, its base, the words behind those of `object`, and what else it has; or
/// the error.
pub(super) fn shown(class: &Result<Type, ClassError>) -> String {
    let class = match class {
        Ok(class) => class,
        Err(error) => return format!("{}: {error}", error.python_type()),
    };
    let shape = class.shape();
    let order: Vec<&str> = mro(class).map(Type::name).collect();
    format!(
        "{} < {}: {} words{}{}",
        order.join(" "),
        class.base().expect("it is not object").name(),
        (shape.basic_size - Shape::object().basic_size) / WORD,
        if shape.has_dict() { ", __dict__" } else { "" },
        if shape.weakref.is_some() { ", __weakref__" } else { "" },
    )
}
