//! The chart: nanoseconds per access, for each number of slots and each way of access.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Width;
use crate::harness::Figure;

const SIZE: (u32, u32) = (960, 620);
const SLOTTED: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);
const OTHERS: RGBColor = RGBColor(0x8a, 0x8f, 0x98);

/// Ways to the same end, of which the chart shows the best: the one with the shortest median.
struct Family {
    name: &'static str,
    /// The names of the subjects, each with its label in the chart.
    subjects: &'static [(&'static str, &'static str)],
}

const SLOTTED_NAME: &str = "slotted";

const FAMILIES: [Family; 4] = [
    // The typed way of each: what the others do as well.
    Family {
        name: SLOTTED_NAME,
        subjects: &[("slotted", SLOTTED_NAME), ("slotted, attr_mut", SLOTTED_NAME)],
    },
    Family {
        name: "by hand",
        subjects: &[("perfect hash by hand", "perfect hash"), ("hand-written match", "match")],
    },
    Family {
        name: "a map",
        subjects: &[
            ("HashMap<String, Value>", "HashMap"),
            ("hashbrown + foldhash", "foldhash"),
            ("hashbrown + ahash", "ahash"),
        ],
    },
    Family {
        name: "a derive",
        subjects: &[
            ("bevy_reflect", "bevy_reflect"),
            ("facet", "facet"),
            ("field_access", "field_access"),
            ("field_accessor", "field_accessor"),
        ],
    },
];

/// Returns the label and the median of the best subject of each family.
fn best(figures: &[Figure]) -> Vec<(&'static str, f64)> {
    let best_of = |family: &Family| {
        let of = |figure: &Figure| {
            let (_, label) = family.subjects.iter().find(|(name, _)| *name == figure.name)?;
            Some((*label, figure.median))
        };
        let all = figures.iter().filter_map(of);
        let best = all.min_by(|one, other| one.1.total_cmp(&other.1));
        best.unwrap_or_else(|| panic!("no figure of {}", family.name))
    };
    FAMILIES.iter().map(best_of).collect()
}

pub(super) fn draw(widths: &[Width]) -> String {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        root.fill(&WHITE).expect("a `String` takes all that is drawn");
        let title = TextStyle::from(("sans-serif", 22).into_font());
        root.draw_text(
            "By a name known only at run time: ns per access, random order; the best of each family",
            &title,
            (20, 14),
        )
        .expect("a `String` takes all that is drawn");
        let (_, body) = root.split_vertically(44);
        let panels = body.split_evenly((1, 3));
        panel(&panels[0], "get", widths, |width| &width.random);
        panel(&panels[1], "get, a miss", widths, |width| &width.missing);
        panel(&panels[2], "set", widths, |width| &width.written);
        root.present().expect("a `String` takes all that is drawn");
    }
    svg
}

fn panel(
    area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    title: &str,
    widths: &[Width],
    figures: impl Fn(&Width) -> &Vec<Figure>,
) {
    let bars: Vec<(usize, Vec<(&str, f64)>)> =
        widths.iter().map(|width| (width.slots, best(figures(width)))).collect();
    let longest = bars.iter().flat_map(|(_, bars)| bars).map(|bar| bar.1).fold(0.0, f64::max);
    let (width, height) = area.dim_in_pixel();
    let (left, right, top) = (104.0, 52.0, 34.0);
    let rows: usize = bars.iter().map(|(_, bars)| bars.len() + 2).sum();
    let row = (f64::from(height) - top) / rows as f64;
    let text = |text: &str, x: f64, y: f64, size: i32, anchor: HPos, color: RGBColor| {
        let mut style = TextStyle::from(("sans-serif", size).into_font());
        style.color = color.to_backend_color();
        let style = style.pos(Pos::new(anchor, VPos::Center));
        area.draw_text(text, &style, (x as i32, y as i32))
            .expect("a `String` takes all that is drawn");
    };
    text(title, left, 16.0, 18, HPos::Left, BLACK);
    let mut y = top + row / 2.0;
    for (slots, bars) in &bars {
        text(&format!("{slots} slots"), left, y, 14, HPos::Left, BLACK);
        y += row;
        for (label, ns) in bars {
            let color = if *label == SLOTTED_NAME { SLOTTED } else { OTHERS };
            let length = ns / longest * (f64::from(width) - left - right);
            let corners = [
                (left as i32, (y - row * 0.4) as i32),
                ((left + length.max(1.0)) as i32, (y + row * 0.4) as i32),
            ];
            area.draw(&Rectangle::new(corners, color.filled()))
                .expect("a `String` takes all that is drawn");
            text(label, left - 6.0, y, 13, HPos::Right, BLACK);
            text(&format!("{ns:.1}"), left + length + 5.0, y, 13, HPos::Left, BLACK);
            y += row;
        }
        y += row;
    }
}
