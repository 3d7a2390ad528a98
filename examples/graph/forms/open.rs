//! Airports and routes that can all be changed while they are shared.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError, RwLock};

use slotted::{ObjLock, WeakObjLock};

use crate::airport::{self, Airport};
use crate::data::{AirportRow, RouteRow};
use crate::forms::{Facts, Form, WeakForm};

/// The form that this program uses: slotted objects with a lock.
pub(crate) struct Slots;

impl Form for Slots {
    const NAME: &'static str = "slotted: ObjLock or ObjCell";

    type Airport = ObjLock<Airport>;

    fn airport(row: &AirportRow) -> ObjLock<Airport> {
        Airport::new(row)
    }

    fn link(origin: &ObjLock<Airport>, destination: &ObjLock<Airport>, row: &RouteRow) {
        airport::link(origin, destination, row.flights);
    }
}

impl WeakForm for Slots {
    type Weak = WeakObjLock<Airport>;

    fn downgrade(airport: &ObjLock<Airport>) -> WeakObjLock<Airport> {
        ObjLock::downgrade(airport)
    }
}

/// Defines a form from types of the standard library.
macro_rules! standard {
    ($form:ident in $module:ident, $name:literal:
     $strong:ident and $weak:ident of $home:ident, $cell:ident, |$shared:ident| $change:expr) => {
        pub(crate) use $module::$form;

        mod $module {
            use std::$home::{$strong, $weak};

            use super::{AirportRow, Facts, Form, RouteRow, WeakForm, $cell};

            pub(crate) struct $form;

            #[expect(dead_code, reason = "what they hold is counted, and not read")]
            pub(crate) struct Airport {
                facts: Facts,
                outgoing: Vec<$strong<$cell<Route>>>,
                incoming: Vec<$weak<$cell<Route>>>,
            }

            #[expect(dead_code, reason = "what they hold is counted, and not read")]
            struct Route {
                flights: u32,
                origin: $weak<$cell<Airport>>,
                destination: $weak<$cell<Airport>>,
            }

            fn change($shared: &$strong<$cell<Airport>>, add: impl FnOnce(&mut Airport)) {
                add(&mut $change);
            }

            impl Form for $form {
                const NAME: &'static str = $name;

                type Airport = $strong<$cell<Airport>>;

                fn airport(row: &AirportRow) -> Self::Airport {
                    $strong::new($cell::new(Airport {
                        facts: Facts::new(row),
                        outgoing: Vec::with_capacity(row.outgoing),
                        incoming: Vec::with_capacity(row.incoming),
                    }))
                }

                fn link(origin: &Self::Airport, destination: &Self::Airport, row: &RouteRow) {
                    let route = $strong::new($cell::new(Route {
                        flights: row.flights,
                        origin: $strong::downgrade(origin),
                        destination: $strong::downgrade(destination),
                    }));
                    change(destination, |it| it.incoming.push($strong::downgrade(&route)));
                    change(origin, |it| it.outgoing.push(route));
                }
            }

            impl WeakForm for $form {
                type Weak = $weak<$cell<Airport>>;

                fn downgrade(airport: &Self::Airport) -> Self::Weak {
                    $strong::downgrade(airport)
                }
            }
        }
    };
}

standard! {
    RcRefCell in one_thread, "Rc<RefCell<_>>":
    Rc and Weak of rc, RefCell, |shared| shared.borrow_mut()
}
standard! {
    ArcMutex in many_threads, "Arc<Mutex<_>>":
    Arc and Weak of sync, Mutex,
    |shared| shared.lock().unwrap_or_else(super::PoisonError::into_inner)
}
standard! {
    ArcRwLock in many_readers, "Arc<RwLock<_>>":
    Arc and Weak of sync, RwLock,
    |shared| shared.write().unwrap_or_else(super::PoisonError::into_inner)
}
