//! What is done at the end of a path: write, take out, borrow.

use crate::attributes::access;
use crate::attributes::error::AttributeError;
use crate::attributes::prepared::{self, TakenOut};
use crate::path::error::{PathError, Reason};
use crate::path::make::{self, Missing};
use crate::reflect::attr::AttrMut;
use crate::reflect::map_edit::{self, MapMut};
use crate::reflect::object::ObjectMut;
use crate::reflect::step::Step;
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::kind::Kind;

/// The operation at the end of a path; one method for each kind of place where a path can end.
pub(crate) trait End<'a>: Sized {
    type Output;

    /// Whether [`make`](End::make) may do something.
    const MAKES: bool = false;

    /// Makes what is missing after the first `done` steps. Fails with `None` if it cannot.
    fn make(
        self,
        missing: Missing<'a>,
        steps: &[Step],
        done: usize,
    ) -> Result<Self::Output, Option<PathError>> {
        let _ = (missing, steps, done);
        Err(None)
    }

    fn attribute(self, object: ObjectMut<'a>, name: &str) -> Result<Self::Output, AttributeError>;
    fn entry(self, dict: &'a mut Dict, name: &str) -> Result<Self::Output, Reason>;
    fn map_entry(self, map: MapMut<'a>, name: &str) -> Result<Self::Output, Reason>;
    fn item(self, item: AttrMut<'a>) -> Result<Self::Output, Reason>;
}

/// Writes the value that the source makes.
pub(crate) struct Write<'s>(pub(crate) Source<'s>);

impl<'a> End<'a> for Write<'_> {
    type Output = ();
    const MAKES: bool = true;

    fn make(
        self,
        missing: Missing<'a>,
        steps: &[Step],
        done: usize,
    ) -> Result<(), Option<PathError>> {
        missing.make(steps, done, self.0)
    }

    fn attribute(self, object: ObjectMut<'a>, name: &str) -> Result<(), AttributeError> {
        access::set(object, name, self.0)
    }

    fn entry(self, dict: &'a mut Dict, name: &str) -> Result<(), Reason> {
        dict.insert(name, self.0.into_value());
        Ok(())
    }

    fn map_entry(self, map: MapMut<'a>, name: &str) -> Result<(), Reason> {
        make::insert(map, name, self.0).map_err(Reason::Refused)
    }

    fn item(self, mut item: AttrMut<'a>) -> Result<(), Reason> {
        let type_name = item.as_ref().type_name();
        item.write(self.0).map_err(|mismatch| Reason::Refused(mismatch.of_type(type_name)))
    }
}

/// Takes the attribute or entry out. Returns its value, and what is to be dropped.
pub(crate) struct Take;

impl<'a> End<'a> for Take {
    type Output = (Value, TakenOut);

    fn attribute(self, object: ObjectMut<'a>, name: &str) -> Result<Self::Output, AttributeError> {
        prepared::take(object, name)
    }

    fn entry(self, dict: &'a mut Dict, name: &str) -> Result<Self::Output, Reason> {
        Ok((dict.remove(name).ok_or(Reason::Missing(Kind::Map))?, None))
    }

    fn map_entry(self, map: MapMut<'a>, name: &str) -> Result<Self::Output, Reason> {
        let expected = map.item().ty().name();
        match map.take(name) {
            Ok(Some((value, out))) => Ok((value, Some(out))),
            Ok(None) => Err(Reason::Missing(Kind::Map)),
            Err(map_edit::Opaque) => Err(Reason::Opaque { expected }),
        }
    }

    fn item(self, _: AttrMut<'a>) -> Result<Self::Output, Reason> {
        Err(Reason::Fixed("an item of a list cannot be deleted by name: write the whole list"))
    }
}

/// Borrows the attribute, entry or item.
pub(crate) struct Borrow;

impl<'a> End<'a> for Borrow {
    type Output = AttrMut<'a>;

    fn attribute(self, object: ObjectMut<'a>, name: &str) -> Result<AttrMut<'a>, AttributeError> {
        access::get_mut(object, name)
    }

    fn entry(self, dict: &'a mut Dict, name: &str) -> Result<AttrMut<'a>, Reason> {
        dict.get_mut(name).map(AttrMut::new).ok_or(Reason::Missing(Kind::Map))
    }

    fn map_entry(self, map: MapMut<'a>, name: &str) -> Result<AttrMut<'a>, Reason> {
        map.lend(name).map_err(|_| Reason::Missing(Kind::Map))
    }

    fn item(self, item: AttrMut<'a>) -> Result<AttrMut<'a>, Reason> {
        Ok(item)
    }
}
