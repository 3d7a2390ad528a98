//! The graph in the three forms that are compared.
//!
//! In each form, an airport has the same fields and the same edges, strong and weak, and can be
//! changed while it is shared. Of a slotted airport, only the edges can be changed; of the others,
//! everything.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

use slotted::{Obj, WeakObj};

use crate::airport::{self, Airport};
use crate::data::AirportRow;

/// A form of the graph.
pub(crate) trait Form {
    /// The name of the form in the report.
    const NAME: &'static str;

    /// A strong reference to an airport.
    type Airport;

    /// A weak reference to an airport.
    type Weak;

    /// Makes an airport without edges, but with room for those that it will have.
    fn airport(row: &AirportRow) -> Self::Airport;

    /// Makes a route from `origin`, which owns it, to `destination`.
    fn link(origin: &Self::Airport, destination: &Self::Airport, flights: u32);

    /// Makes a weak reference to an airport.
    fn downgrade(airport: &Self::Airport) -> Self::Weak;
}

/// The form that this program uses: slotted objects.
pub(crate) struct Slots;

impl Form for Slots {
    const NAME: &'static str = "slotted: Obj<Airport>, WeakObj";

    type Airport = Obj<Airport>;
    type Weak = WeakObj<Airport>;

    fn airport(row: &AirportRow) -> Obj<Airport> {
        Airport::new(row)
    }

    fn link(origin: &Obj<Airport>, destination: &Obj<Airport>, flights: u32) {
        airport::link(origin, destination, flights);
    }

    fn downgrade(airport: &Obj<Airport>) -> WeakObj<Airport> {
        Obj::downgrade(airport)
    }
}

/// Defines a form from types of the standard library.
macro_rules! standard {
    ($form:ident in $module:ident, $name:literal:
     $strong:ident and $weak:ident of $home:ident, $cell:ident, |$shared:ident| $change:expr) => {
        pub(crate) use $module::$form;

        mod $module {
            use std::$home::{$strong, $weak};

            use super::{AirportRow, Form, $cell};

            pub(crate) struct $form;

            #[expect(dead_code, reason = "what they hold is counted, and not read")]
            pub(crate) struct Airport {
                code: String,
                name: String,
                city: String,
                state: String,
                country: String,
                latitude: f64,
                longitude: f64,
                outgoing: Vec<$strong<Route>>,
                incoming: Vec<$weak<Route>>,
            }

            #[expect(dead_code, reason = "what they hold is counted, and not read")]
            struct Route {
                flights: u32,
                origin: $weak<$cell<Airport>>,
                destination: $weak<$cell<Airport>>,
            }

            impl Form for $form {
                const NAME: &'static str = $name;

                type Airport = $strong<$cell<Airport>>;
                type Weak = $weak<$cell<Airport>>;

                fn airport(row: &AirportRow) -> Self::Airport {
                    $strong::new($cell::new(Airport {
                        code: row.code.clone(),
                        name: row.name.clone(),
                        city: row.city.clone(),
                        state: row.state.clone(),
                        country: row.country.clone(),
                        latitude: row.latitude,
                        longitude: row.longitude,
                        outgoing: Vec::with_capacity(row.outgoing),
                        incoming: Vec::with_capacity(row.incoming),
                    }))
                }

                fn link(origin: &Self::Airport, destination: &Self::Airport, flights: u32) {
                    fn change($shared: &$strong<$cell<Airport>>, add: impl FnOnce(&mut Airport)) {
                        add(&mut $change);
                    }
                    let route = $strong::new(Route {
                        flights,
                        origin: $strong::downgrade(origin),
                        destination: $strong::downgrade(destination),
                    });
                    change(destination, |it| it.incoming.push($strong::downgrade(&route)));
                    change(origin, |it| it.outgoing.push(route));
                }

                fn downgrade(airport: &Self::Airport) -> Self::Weak {
                    $strong::downgrade(airport)
                }
            }
        }
    };
}

standard! {
    OneThread in one_thread, "Rc<RefCell<Airport>>, Weak":
    Rc and Weak of rc, RefCell, |shared| shared.borrow_mut()
}
standard! {
    ManyThreads in many_threads, "Arc<Mutex<Airport>>, Weak":
    Arc and Weak of sync, Mutex,
    |shared| shared.lock().unwrap_or_else(super::PoisonError::into_inner)
}
