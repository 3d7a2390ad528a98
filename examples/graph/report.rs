//! The tables of airports, and of the memory and time that the forms take.

use slotted::ObjLock;

use crate::airport::Airport;
use crate::bytes::{Objects, Whole};
use crate::format::Head::{Left, Right};
use crate::format::{counted, grouped, table};

/// Formats airports as a table: where each is, and the routes that begin and end there.
pub(crate) fn airports(airports: &[ObjLock<Airport>]) -> String {
    let rows: Vec<_> = airports
        .iter()
        .map(|airport| {
            let airport = airport.read();
            let traffic = airport.traffic();
            let Airport { code, name, city, state, .. } = &*airport;
            let [code, name, city, state] = [code, name, city, state].map(String::clone);
            let [routes, out, into] = [traffic.routes(), traffic.outgoing, traffic.incoming]
                .map(|count| grouped(count as u64));
            [code, name, city, state, routes, out, into, grouped(traffic.flights)]
        })
        .collect();
    let heads = [
        Left("code"),
        Left("name"),
        Left("city"),
        Left("state"),
        Right("routes"),
        Right("out"),
        Right("in"),
        Right("flights"),
    ];
    table(heads, &rows)
}

/// Formats what single objects take in each form.
pub(crate) fn objects(forms: &[Objects]) -> String {
    let rows: Vec<_> = forms
        .iter()
        .map(|form| {
            let first = format!("+{}", form.first_weak);
            let [airport, route, dead] =
                [form.airport, form.route, form.dead].map(|it| it.to_string());
            [form.name.to_owned(), airport, route, form.weak.to_string(), first, dead]
        })
        .collect();
    let heads = [
        Left("Bytes"),
        Right("airport"),
        Right("route"),
        Right("weak reference"),
        Right("the first one"),
        Right("a dead airport"),
    ];
    let mut text = table(heads, &rows);
    text += "An airport is its object alone, without texts and edges; a route, all but its places in the\n\
             lists of its ends. The first weak reference to an object asks for so much more. A dead\n\
             airport takes so much, as long as there is a weak reference to it.\n\n";
    text
}

/// The heads of the groups of forms.
const GROUPS: [&str; 3] = ["All of the graph", "Routes without a lock", "No weak references"];

/// Formats what each form takes for `nodes` airports in `copies` copies of the graph. The forms of
/// a group are compared with each other.
pub(crate) fn memory(groups: [&[Whole]; 3], nodes: usize, copies: usize) -> String {
    let mut text = String::new();
    for (title, forms) in GROUPS.into_iter().zip(groups) {
        let rows: Vec<_> = forms.iter().map(|form| of_whole(form, nodes, forms)).collect();
        let heads = [
            Left(title),
            Right("bytes per airport"),
            Right("×Rc"),
            Right("allocations"),
            Right("made in"),
            Right("dropped in"),
        ];
        text += &table(heads, &rows);
        text.push('\n');
    }
    let of = counted(copies, "graph").replace(" graphs", " copies of the graph");
    text += &format!(
        "Mean of {} in {of}, with their texts and routes,\nas asked of the allocator.\n\
         The times are of one run, and those of a few copies mostly chance.\n",
        counted(nodes, "airport"),
    );
    text
}

fn of_whole(form: &Whole, nodes: usize, group: &[Whole]) -> [String; 6] {
    let each = |all: i64| all as f64 / nodes as f64;
    let base =
        group.iter().find(|form| form.name.starts_with("Rc")).map_or(f64::NAN, |rc| each(rc.bytes));
    [
        form.name.to_owned(),
        grouped(each(form.bytes).round() as u64),
        format!("{:.2}", each(form.bytes) / base),
        format!("{:.1}", each(form.allocations)),
        format!("{:.1} ms", form.made.as_secs_f64() * 1e3),
        format!("{:.1} ms", form.dropped.as_secs_f64() * 1e3),
    ]
}
