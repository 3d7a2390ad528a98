//! The screen: a title, the tree, the description of the selected attribute, and the last line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use crate::app::{App, Ask, Prompt, count};
use crate::command::COMMANDS;
use crate::describe::{describe, in_a_line, name};
use crate::text::{fit, visible, width, wrap};
use crate::tree::Row;

/// The width from which the description stands beside the tree, instead of below it.
const WIDE: u16 = 70;
/// The height from which there is room for a description below the tree.
const HIGH: u16 = 14;

const PLAIN: Style = Style::new();
const DIM: Style = Style::new().add_modifier(Modifier::DIM);
const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
const CHANGED: Style = Style::new().fg(Color::Yellow);
const WRONG: Style = Style::new().fg(Color::Red);

const KEYS: &str = "? help  q quit  ←→ open  Enter edit  / find  u undo  s save";
const KEYS_OF_A_VALUE: &str = "Enter sets it  Esc leaves it  Ctrl-u empties it";

/// Draws the inspector. Returns where the cursor is, if a text is edited.
pub(crate) fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let mut screen = Screen { buffer, cursor: None };
    let changes = match (app.document.changes().len(), app.document.is_saved()) {
        (0, true) => String::new(),
        (changes, true) => format!(" · {}", count(changes)),
        (changes, false) => format!(" · {}, not saved", count(changes)),
    };
    let columns = usize::from(area.width);
    // The number of changes stays, however narrow the screen is.
    let title = fit(&app.title, columns.saturating_sub(1 + width(&changes)));
    let title = format!(" {title}{changes}");
    let rest = columns.saturating_sub(width(&title));
    screen.line(area, 0, &format!("{title}{:rest$}", ""), SELECTED);

    let foot = foot(app, columns);
    let foot_height = (foot.len() as u16).min(area.height.saturating_sub(2));
    let body_height = area.height.saturating_sub(1 + foot_height);
    let body = Rect { y: area.y + 1, height: body_height, ..area };
    for (row, (line, style)) in foot.iter().take(foot_height.into()).enumerate() {
        screen.line(area, 1 + body_height + row as u16, line, *style);
    }
    if let Some(prompt) = app.prompt.as_ref().filter(|prompt| prompt.ask != Ask::Value) {
        let label = label(prompt.ask);
        let row = Rect { y: body.bottom(), height: 1, ..area };
        screen.field(row, &label, prompt);
    }

    if app.shows_help {
        help(&mut screen, body);
    } else if area.width >= WIDE {
        let half = area.width * 3 / 5;
        tree(&mut screen, app, Rect { width: half, ..body });
        for row in 0..body.height {
            screen.line(Rect { x: half, width: 1, ..body }, row, "│", DIM);
        }
        let rest = Rect { x: half + 2, width: area.width - half - 2, ..body };
        description(&mut screen, app, rest);
    } else if area.height >= HIGH {
        let below = body.height * 2 / 5;
        let above = Rect { height: body.height - below - 1, ..body };
        tree(&mut screen, app, above);
        screen.line(body, above.height, &"─".repeat(columns), DIM);
        description(&mut screen, app, Rect { y: above.bottom() + 1, height: below, ..body });
    } else {
        tree(&mut screen, app, body);
    }
    screen.cursor
}

struct Screen<'a> {
    buffer: &'a mut Buffer,
    cursor: Option<Position>,
}

impl Screen<'_> {
    /// Draws a text in the row of the area, if it has that one.
    fn line(&mut self, area: Rect, row: u16, text: &str, style: Style) {
        if row < area.height && area.width > 0 {
            let text = fit(text, area.width.into());
            self.buffer.set_string(area.x, area.y + row, text, style);
        }
    }

    /// Draws a label and the text that is edited, as much of it as fits before the cursor.
    fn field(&mut self, area: Rect, label: &str, prompt: &Prompt) {
        let label = fit(label, usize::from(area.width) / 2);
        let (before, behind) = prompt.field.parts();
        let (mut before, behind) = (visible(before), visible(behind));
        let room = usize::from(area.width).saturating_sub(width(&label) + 1);
        while width(&before) > room {
            before.remove(0);
        }
        self.line(area, 0, &format!("{label}{before}{behind}"), BOLD);
        if area.height > 0 {
            let x = area.x + (width(&label) + width(&before)) as u16;
            self.cursor = Some(Position { x, y: area.y });
        }
    }
}

fn label(ask: Ask) -> String {
    match ask {
        Ask::Value => "new value: ",
        Ask::Find => "find: ",
        Ask::Save => "save changes in: ",
        Ask::Apply => "apply the patch in: ",
    }
    .to_owned()
}

/// Returns the last lines: a text that is asked for, with its error below, or a message, or the
/// keys.
fn foot(app: &App, columns: usize) -> Vec<(String, Style)> {
    /// More lines of an error would leave no room for the tree.
    const MOST: usize = 4;
    let wrapped = |text: &str, style| wrap(text, columns).into_iter().map(move |it| (it, style));
    let lines: Vec<_> = match &app.prompt {
        Some(prompt) if prompt.ask == Ask::Value => vec![(KEYS_OF_A_VALUE.to_owned(), DIM)],
        // The field is drawn over the empty line.
        Some(prompt) if prompt.error.is_empty() => vec![(String::new(), PLAIN)],
        Some(prompt) => {
            let field = [(String::new(), PLAIN)].into_iter();
            field.chain(wrapped(&prompt.error, WRONG)).collect()
        }
        None if app.message.is_empty() => vec![(KEYS.to_owned(), DIM)],
        None => wrapped(&app.message, BOLD).collect(),
    };
    lines.into_iter().take(MOST).collect()
}

fn tree(screen: &mut Screen<'_>, app: &mut App, area: Rect) {
    let (height, selected) = (usize::from(area.height), app.tree.selected());
    app.page = height;
    let edited = app.prompt.take_if(|prompt| prompt.ask == Ask::Value);
    let error = edited.as_ref().map(|prompt| prompt.error.as_str()).filter(|it| !it.is_empty());
    let indent = app.tree.row().map_or(0, |row| indent(row, area.width));
    let room = usize::from(area.width).saturating_sub(indent);
    let mut error = error.map_or(Vec::new(), |error| wrap(error, room.max(8)));
    error.truncate(height.saturating_sub(1));
    // The selected row is on the screen, with the error below it.
    let last = selected + 1 + error.len();
    app.top = app.top.min(selected).max(last.saturating_sub(height));

    let rows = app.tree.rows().iter().enumerate().skip(app.top);
    let mut at = 0;
    for (number, row) in rows.take(height) {
        let place = Rect {
            y: area.y + at.min(area.height),
            height: area.height.saturating_sub(at).min(1),
            ..area
        };
        let is_selected = number == selected;
        match &edited {
            Some(prompt) if is_selected => {
                screen.field(place, &format!("{} = ", head(app, row, area.width)), prompt);
                for line in &error {
                    at += 1;
                    screen.line(area, at, &format!("{:indent$}{line}", ""), WRONG);
                }
            }
            _ => {
                let value = row.path.get_opt(app.document.object());
                let value = visible(&in_a_line(value.map(|value| value.view())));
                let gap = if row.open.is_some() { "  " } else { " = " };
                let text = format!("{}{gap}{value}", head(app, row, area.width));
                let style = match (is_selected, app.document.has_changed(&row.path)) {
                    (true, _) => SELECTED,
                    (false, true) => CHANGED,
                    (false, false) => PLAIN,
                };
                screen.line(place, 0, &text, style);
            }
        }
        at += 1;
    }
    if app.tree.rows().is_empty() {
        screen.line(area, 0, "it has no attributes", DIM);
    }
    app.prompt = app.prompt.take().or(edited);
}

/// Returns the beginning of a row: the mark of a change, the depth, whether it is open, the name.
fn head(app: &App, row: &Row, columns: u16) -> String {
    let changed = if app.document.has_changed(&row.path) { "*" } else { " " };
    let depth = indent(row, columns) - 3;
    let mark = match row.open {
        Some(true) => "▾",
        Some(false) => "▸",
        None => " ",
    };
    format!("{changed}{:depth$}{mark} {}", "", visible(&name(&row.path)))
}

/// Returns where the name begins in a row. In a narrow screen, deep ones are indented less.
fn indent(row: &Row, columns: u16) -> usize {
    3 + (2 * row.depth()).min(usize::from(columns) / 3)
}

fn description(screen: &mut Screen<'_>, app: &App, area: Rect) {
    /// The width of what the facts are.
    const LABEL: usize = 9;
    let Some(row) = app.tree.row() else { return };
    let columns = usize::from(area.width);
    let description = describe(&app.document, &row.path);
    let path = wrap(&visible(&row.path.to_string()), columns);
    let mut lines: Vec<(String, Style)> = path.into_iter().map(|line| (line, BOLD)).collect();
    if !description.doc.is_empty() {
        lines.extend(wrap(&description.doc, columns).into_iter().map(|line| (line, PLAIN)));
    }
    for (what, fact) in description.facts {
        let mut label = format!("{what:<LABEL$} ");
        for line in wrap(&visible(&fact), columns.saturating_sub(LABEL + 1)) {
            lines.push((format!("{label}{line}"), PLAIN));
            label = " ".repeat(LABEL + 1);
        }
    }
    let height = usize::from(area.height);
    if lines.len() > height && height > 0 {
        lines.truncate(height - 1);
        lines.push(("…".to_owned(), DIM));
    }
    for (row, (line, style)) in lines.iter().enumerate() {
        screen.line(area, row as u16, line, *style);
    }
}

/// Draws the keys, in several columns if the screen is low.
fn help(screen: &mut Screen<'_>, area: Rect) {
    const COLUMN: u16 = 50;
    let height = usize::from(area.height.max(1));
    for (number, (_, name, key, does)) in COMMANDS.iter().enumerate() {
        let x = (number / height) as u16 * COLUMN;
        let place = Rect { x, width: area.width.saturating_sub(x).min(COLUMN), ..area };
        let text = format!(" {key:<8}{name:<10}{does}");
        screen.line(place, (number % height) as u16, &text, PLAIN);
    }
}
