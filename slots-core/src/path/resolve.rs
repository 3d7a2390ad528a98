//! A path that is resolved once, for all objects of a type.

use alloc::boxed::Box;
use core::fmt;

use crate::descriptor::inline::Inline;
use crate::descriptor::route::Route;
use crate::path::AttrPath;
use crate::path::check::{self, Known};
use crate::path::error::{PathError, Reason};
use crate::path::parse::write_steps;
use crate::path::walk::{find_along, find_inside, read_inside, read_object};
use crate::reflect::attr::AttrRef;
use crate::reflect::object::Object;
use crate::reflect::slotted::Slotted;
use crate::reflect::step::Step;
use crate::value::kind::Kind;

/// An [`AttrPath`] from a `Base`, resolved once for all objects, that reads an [`AttrRef`].
///
/// The part of the path that lies inside the struct is one offset, and so is each part behind an
/// item of a list, an `Option` or a pointer; entries of maps are looked up in each object. Only
/// what lies below a `Dict`, a `Value` or an enum's variant waits for the object; all other steps
/// are checked when the path is resolved (spec 8.15).
///
/// ```
/// # use slotted::prelude::*;
/// use slotted::AttrPath;
///
/// #[derive(Slots)]
/// struct Order { total: f64 }
/// #[derive(Slots)]
/// struct Customer { orders: Vec<Order> }
///
/// let customers = [Customer { orders: vec![Order { total: 9.5 }] }, Customer { orders: vec![] }];
/// let total = "orders[0].total".parse::<AttrPath>()?.resolve::<Customer>()?;
/// assert_eq!(total.get(&customers[0])?, 9.5);
/// assert_eq!(total.get(&customers[1]).unwrap_err().to_string(), "orders[0]: list index out of range");
///
/// // A typo is found without an object.
/// let error = "orders[0].totl".parse::<AttrPath>()?.resolve::<Customer>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "orders[0].totl: 'Order' object has no attribute 'totl'. Did you mean: 'total'?"
/// );
/// # Ok::<(), slotted::PathError>(())
/// ```
pub struct ResolvedPath<Base> {
    /// The part of the path whose places are known. `None` if the first step leads into the `Dict`
    /// of the object.
    route: Option<Route<Base>>,
    /// All steps; the route takes the first `done` of them.
    steps: Box<[Step]>,
    done: usize,
    /// What is known of the value at the end.
    known: Known,
}

impl<Base: Slotted> ResolvedPath<Base> {
    pub(crate) fn new(path: &AttrPath) -> Result<Self, PathError> {
        let steps = path.steps();
        let name = match steps.first() {
            None => return Err(PathError::at(steps, Reason::Syntax("a name"))),
            Some(Step::Name(name)) => name,
            Some(Step::Index(_)) => {
                return Err(PathError::at(&steps[..1], Reason::NothingInside(Kind::Object)));
            }
        };
        let known = check::attribute(Base::LAYOUT, name);
        let known = known.map_err(|reason| PathError::at(&steps[..1], reason))?;
        let known = known.follow(steps, 1)?;
        let (route, done) = match Route::<Base>::along(steps) {
            Some((route, done)) => (Some(route), done),
            None => (None, 0),
        };
        Ok(ResolvedPath { route, steps: steps.into(), done, known })
    }

    /// Returns the attribute at the end of the path.
    ///
    /// # Errors
    ///
    /// Fails if a slot or an item on the path is missing in this `base`, and if the part of the
    /// path that is known only now leads nowhere.
    #[inline]
    pub fn get<'a>(&self, base: &'a Base) -> Result<AttrRef<'a>, PathError> {
        match self.route.as_ref().and_then(|route| route.read(base)) {
            Some(found) if self.done == self.steps.len() => Ok(found),
            Some(found) => read_inside(found, &self.steps, self.done),
            // What is missing is found step by step, for the error.
            None => read_object(Object::of(base), &self.steps),
        }
    }

    /// Returns the attribute at the end of the path, where [`get`](ResolvedPath::get) would not
    /// fail. A miss costs no more than a hit, because no error is made.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::AttrPath;
    ///
    /// #[derive(Slots)]
    /// #[slots(dict)]
    /// struct Event { magnitude: f64, __dict__: Dict }
    ///
    /// let mut event = Event { magnitude: 4.5, __dict__: Dict::new() };
    /// let felt = "felt".parse::<AttrPath>()?.resolve::<Event>()?;
    /// assert!(felt.get_opt(&event).is_none());
    /// event.dict_mut().insert("felt", 120);
    /// assert_eq!(felt.get_opt(&event).expect("it is there"), 120);
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    #[inline]
    pub fn get_opt<'a>(&self, base: &'a Base) -> Option<AttrRef<'a>> {
        let Some(route) = &self.route else { return find_along(Object::of(base), &self.steps) };
        let found = route.read(base)?;
        match self.steps.get(self.done..) {
            None | Some([]) => Some(found),
            Some(rest) => find_inside(found, rest),
        }
    }

    /// The slot at which the path ends, if all of it lies inside the struct.
    pub(crate) fn inline(&self) -> Option<&Inline<Base>> {
        self.route().filter(|route| route.is_inline()).map(Route::start)
    }

    /// The route to the value at the end, if the places of all steps are known.
    pub(crate) fn route(&self) -> Option<&Route<Base>> {
        self.route.as_ref().filter(|_| self.done == self.steps.len())
    }

    /// What is known of the value at the end of the path.
    pub(crate) fn known(&self) -> Known {
        self.known
    }

    #[cold]
    pub(crate) fn other_type(&self, expected: &'static str, found: &'static str) -> PathError {
        PathError::at(&self.steps, Reason::OtherType { expected, found })
    }
}

/// Prints the path.
impl<Base> fmt::Display for ResolvedPath<Base> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_steps(f, &self.steps)
    }
}

impl<Base> fmt::Debug for ResolvedPath<Base> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResolvedPath({self}, {})", core::any::type_name::<Base>())
    }
}
