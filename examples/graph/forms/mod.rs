//! The graph in the forms that are compared, in groups: in each group, the airports have the same
//! fields and the same edges, and as much of them can be changed while they are shared.
//!
//! | file | what |
//! |---|---|
//! | `alone` | no weak reference: a route has the position of its destination in the list |
//! | `fixed` | routes without a lock, which are never changed |
//! | `open` | airports and routes that can all be changed, as this program uses them |

mod alone;
mod fixed;
mod open;

pub(crate) use alone::{RcAlone, SlotsAlone};
pub(crate) use fixed::{RcFixed, SlotsFixed};
pub(crate) use open::{ArcMutex, ArcRwLock, RcRefCell, Slots};

use slotted::prelude::*;

use crate::data::{AirportRow, RouteRow};

/// A form of the graph.
pub(crate) trait Form {
    /// The name of the form in the report.
    const NAME: &'static str;

    /// A strong reference to an airport.
    type Airport;

    /// Makes an airport without edges, but with room for those that it will have.
    fn airport(row: &AirportRow) -> Self::Airport;

    /// Makes a route from `origin`, which owns it, to `destination`.
    fn link(origin: &Self::Airport, destination: &Self::Airport, row: &RouteRow);
}

/// A form whose airports can be referenced weakly.
pub(crate) trait WeakForm: Form {
    /// A weak reference to an airport.
    type Weak;

    /// Makes a weak reference to an airport.
    fn downgrade(airport: &Self::Airport) -> Self::Weak;
}

/// What an airport is besides its edges.
#[derive(Slots)]
struct Facts {
    code: String,
    name: String,
    city: String,
    state: String,
    country: String,
    latitude: f64,
    longitude: f64,
}

impl Facts {
    fn new(row: &AirportRow) -> Self {
        Facts {
            code: row.code.clone(),
            name: row.name.clone(),
            city: row.city.clone(),
            state: row.state.clone(),
            country: row.country.clone(),
            latitude: row.latitude,
            longitude: row.longitude,
        }
    }
}
