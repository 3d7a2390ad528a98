//! The map: airports and routes by longitude and latitude.

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use plotters::prelude::*;
use slotted::rc::{AtomicLock, ReadGuard};

use crate::airport::Airport;
use crate::fault::Fault;
use crate::format::counted;
use crate::graph::Graph;

const SIZE: (u32, u32) = (1200, 760);
/// The contiguous states. A map that also showed all other airports would squeeze them into a
/// corner.
const LONGITUDES: Range<f64> = -126.0..-66.0;
const LATITUDES: Range<f64> = 24.0..50.0;
/// How many hubs are labelled with their codes.
const NAMED: usize = 12;
const AIRPORTS: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);
const ROUTES: RGBColor = RGBColor(0x55, 0x5b, 0x66);

/// Writes the map.
pub(crate) fn write(path: &Path, graph: &Graph) -> Result<(), Fault> {
    let written = fs::write(path, draw(graph));
    written.map_err(|error| Fault::of_file(&path.display().to_string(), &error))
}

fn draw(graph: &Graph) -> String {
    let mut svg = String::new();
    {
        let backend = SVGBackend::with_string(&mut svg, SIZE);
        // The only errors of this backend are those of a file, and a `String` is not a file.
        let drawn = draw_on(&backend.into_drawing_area(), graph);
        drawn.expect("a `String` takes all that is drawn");
    }
    svg
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

fn draw_on<'a>(root: &Area<'a>, graph: &Graph) -> Drawn<'a> {
    let hubs = graph.hubs();
    let hubs: Vec<_> = hubs.iter().map(|airport| airport.read()).collect();
    let drawn: Vec<_> = hubs.iter().filter(|airport| is_on_map(airport)).collect();
    root.fill(&WHITE)?;
    let title = format!(
        "{} of the contiguous United States, and their routes; {} elsewhere",
        counted(drawn.len(), "airport"),
        hubs.len() - drawn.len(),
    );
    let mut chart = ChartBuilder::on(root)
        .caption(title, ("sans-serif", 22))
        .margin(10)
        .x_label_area_size(30)
        .y_label_area_size(40)
        .build_cartesian_2d(LONGITUDES, LATITUDES)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.06))
        .x_label_formatter(&|degrees| format!("{:.0}° W", -degrees))
        .y_label_formatter(&|degrees| format!("{degrees:.0}° N"))
        .draw()?;
    // Drawn first, so that the routes lie under the airports.
    chart.draw_series(
        lines(&drawn).into_iter().map(|line| PathElement::new(line, ROUTES.mix(0.07))),
    )?;
    // Drawn from the largest to the smallest, so that no hub hides a small airport.
    chart.draw_series(drawn.iter().map(|airport| {
        let radius = (airport.traffic().routes() as f64).sqrt() * 0.6;
        Circle::new(point(airport), radius.ceil() as i32, AIRPORTS.mix(0.8).filled())
    }))?;
    chart.draw_series(drawn.iter().take(NAMED).map(|airport| {
        let beside = Text::new(airport.code.clone(), (8, -16), ("sans-serif", 15));
        EmptyElement::at(point(airport)) + beside
    }))?;
    root.present()
}

fn point(airport: &Airport) -> (f64, f64) {
    (airport.longitude, airport.latitude)
}

fn is_on_map(airport: &Airport) -> bool {
    let (longitude, latitude) = point(airport);
    LONGITUDES.contains(&longitude) && LATITUDES.contains(&latitude)
}

/// Returns a line for each pair of airports with a route between them, in one direction or both.
fn lines(airports: &[&ReadGuard<'_, Airport, AtomicLock>]) -> Vec<[(f64, f64); 2]> {
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for airport in airports {
        for route in &airport.outgoing {
            let Some(destination) = route.read().destination.upgrade() else { continue };
            let destination = destination.read();
            let (one, other) = (airport.code.clone(), destination.code.clone());
            let pair = if one < other { (one, other) } else { (other, one) };
            if is_on_map(&destination) && seen.insert(pair) {
                lines.push([point(airport), point(&destination)]);
            }
        }
    }
    lines
}
