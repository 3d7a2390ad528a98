//! The chart: bytes per instance as bars, Rust above Python.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::fault::Fault;
use crate::flight::COLUMNS;
use crate::report::grouped;
use crate::results::{Measured, Results};

const SIZE: (u32, u32) = (960, 600);
/// Where the bars begin, in pixels from the left. Their names stand to the left of this.
const LEFT: u32 = 210;
/// The space to the right of the longest bar, in pixels. Its figure stands there.
const RIGHT: u32 = 130;
const SLOTS: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);
const HEADS: RGBColor = RGBColor(0x55, 0x5b, 0x66);
const OTHERS: RGBColor = RGBColor(0x8a, 0x8f, 0x98);

/// The file for the chart. It is opened before the run, so that a file that cannot be written is
/// reported at once.
pub(crate) struct Target {
    file: File,
    shown: String,
}

impl Target {
    /// Opens the file. Its content stays until [`write`](Target::write).
    pub(crate) fn open(path: &Path) -> Result<Self, Fault> {
        let shown = path.display().to_string();
        match OpenOptions::new().write(true).create(true).truncate(false).open(path) {
            Ok(file) => Ok(Target { file, shown }),
            Err(error) => Err(Fault::of_file(&shown, &error)),
        }
    }

    /// Writes the chart.
    pub(crate) fn write(mut self, results: &Results) -> Result<(), Fault> {
        let svg = draw(results);
        // A pipe has no length to set.
        let cut = match self.file.metadata() {
            Ok(metadata) if metadata.is_file() => self.file.set_len(0),
            _ => Ok(()),
        };
        cut.and_then(|()| self.file.write_all(svg.as_bytes()))
            .map_err(|error| Fault::of_file(&self.shown, &error))
    }
}

/// One line of the chart.
enum Line<'a> {
    Head(String),
    Bar(&'a Measured),
}

fn lines(results: &Results) -> Vec<Line<'_>> {
    let mut lines = vec![Line::Head("Rust: values owned and counted".to_owned())];
    lines.extend(results.rust.iter().map(Line::Bar));
    match &results.python {
        Ok(python) => {
            let version = &python.version;
            let head = format!("CPython {version}: values shared between instances, not counted");
            lines.push(Line::Head(head));
            lines.extend(python.forms.iter().map(Line::Bar));
        }
        Err(reason) => lines.push(Line::Head(format!("CPython is left out: {reason}"))),
    }
    lines
}

fn draw(results: &Results) -> String {
    let mut svg = String::new();
    {
        let backend = SVGBackend::with_string(&mut svg, SIZE);
        // The only errors of this backend are those of a file, and a `String` is not a file.
        let drawn = draw_on(&backend.into_drawing_area(), results);
        drawn.expect("a `String` takes all that is drawn");
    }
    svg
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

fn draw_on<'a>(root: &Area<'a>, results: &Results) -> Drawn<'a> {
    let lines = lines(results);
    let longest = results.all().map(|(_, form)| form.bytes).fold(0.0, f64::max);
    root.fill(&WHITE)?;
    let (rows, columns) = (grouped(results.rows as f64), COLUMNS.len());
    let title = format!("One flight of {columns} columns: bytes per instance, mean of {rows}");
    let mut chart = ChartBuilder::on(root)
        .caption(title, ("sans-serif", 24))
        .margin(8)
        .margin_left(LEFT)
        .margin_right(RIGHT)
        .x_label_area_size(46)
        .build_cartesian_2d(0.0..longest, lines.len() as f64..0.0)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.12))
        .x_labels(8)
        .x_label_formatter(&|bytes| grouped(*bytes))
        .x_desc("bytes per instance (dark: the instance itself; light: what it owns on the heap)")
        .axis_desc_style(("sans-serif", 16))
        .label_style(("sans-serif", 15))
        .draw()?;

    let name = text_style(BLACK, HPos::Right);
    let figure = text_style(BLACK, HPos::Left);
    let head = text_style(HEADS, HPos::Left);
    for (index, line) in lines.iter().enumerate() {
        let middle = index as f64 + 0.5;
        // Writes a text the given number of pixels to the right of a point of the chart.
        let write = |text: &str, style: &TextStyle<'_>, bytes: f64, pixels: i32| {
            let (x, y) = chart.backend_coord(&(bytes, middle));
            root.draw_text(text, style, (x + pixels, y))
        };
        let form = match line {
            Line::Head(text) => {
                write(text, &head, 0.0, 0)?;
                continue;
            }
            Line::Bar(form) => form,
        };
        let bar = |from: f64, to: f64, color: RGBAColor| {
            Rectangle::new([(from, middle - 0.36), (to, middle + 0.36)], color.filled())
        };
        let color = if form.name.contains("slot") { SLOTS } else { OTHERS };
        let inline = form.inline.map_or(form.bytes, |inline| inline as f64);
        chart.plotting_area().draw(&bar(0.0, inline, color.mix(1.0)))?;
        chart.plotting_area().draw(&bar(inline, form.bytes, color.mix(0.5)))?;
        let ratio = form.bytes / results.plain().bytes;
        let label = format!("{} (×{ratio:.2})", grouped(form.bytes));
        write(&label, &figure, form.bytes, 6)?;
        write(&form.name, &name, 0.0, -8)?;
    }
    root.present()
}

fn text_style(color: RGBColor, anchor: HPos) -> TextStyle<'static> {
    let mut style = TextStyle::from(("sans-serif", 16).into_font());
    style.color = color.to_backend_color();
    style.pos(Pos::new(anchor, VPos::Center))
}
