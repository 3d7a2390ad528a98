//! Airports and routes without weak references: a route has the position of its destination.

use std::cell::RefCell;
use std::rc::Rc;

use slotted::ObjLock;
use slotted::prelude::*;

use crate::data::{AirportRow, RouteRow};
use crate::forms::{Facts, Form};

/// The position of an airport in the list of all.
type Position = u32;

fn position(row: &RouteRow) -> Position {
    Position::try_from(row.destination).expect("fewer airports than that")
}

/// Slotted objects with a lock, of types without a `WeakSlot`.
pub(crate) struct SlotsAlone;

#[derive(Slots)]
pub(crate) struct Airport {
    facts: Facts,
    outgoing: Vec<ObjLock<Route>>,
}

#[derive(Slots)]
struct Route {
    flights: u32,
    destination: Position,
}

impl Form for SlotsAlone {
    const NAME: &'static str = "slotted: ObjLock or ObjCell";

    type Airport = ObjLock<Airport>;

    fn airport(row: &AirportRow) -> ObjLock<Airport> {
        let outgoing = Vec::with_capacity(row.outgoing);
        ObjLock::new(Airport { facts: Facts::new(row), outgoing })
    }

    fn link(origin: &ObjLock<Airport>, _: &ObjLock<Airport>, row: &RouteRow) {
        let route = Route { flights: row.flights, destination: position(row) };
        origin.write().outgoing.push(ObjLock::new(route));
    }
}

/// `Rc`s, which have a count of weak references all the same.
pub(crate) struct RcAlone;

#[expect(dead_code, reason = "what they hold is counted, and not read")]
pub(crate) struct RcAirport {
    facts: Facts,
    outgoing: Vec<Rc<RefCell<RcRoute>>>,
}

#[expect(dead_code, reason = "what they hold is counted, and not read")]
struct RcRoute {
    flights: u32,
    destination: Position,
}

impl Form for RcAlone {
    const NAME: &'static str = "Rc<RefCell<_>>";

    type Airport = Rc<RefCell<RcAirport>>;

    fn airport(row: &AirportRow) -> Self::Airport {
        let outgoing = Vec::with_capacity(row.outgoing);
        Rc::new(RefCell::new(RcAirport { facts: Facts::new(row), outgoing }))
    }

    fn link(origin: &Self::Airport, _: &Self::Airport, row: &RouteRow) {
        let route = RcRoute { flights: row.flights, destination: position(row) };
        origin.borrow_mut().outgoing.push(Rc::new(RefCell::new(route)));
    }
}
