//! Runs the inspector: at a terminal, or by a script.

use std::fs;
use std::io::{ErrorKind, IsTerminal, Write, stdin, stdout};

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{self, Event, KeyEventKind};
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::App;
use crate::command::{self, Line};
use crate::fault::Fault;
use crate::keys;
use crate::view::draw;

/// Runs the inspector at the terminal, until it is quit.
pub(crate) fn at_terminal(app: &mut App) -> Result<(), Fault> {
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return Err(Fault::of("this is no terminal: `--script FILE` runs commands without one"));
    }
    let at_terminal = |error: std::io::Error| Fault::of(format!("the terminal: {error}"));
    let mut terminal = ratatui::try_init().map_err(at_terminal)?;
    let mut result = Ok(());
    while !app.has_ended && result.is_ok() {
        let drawn = terminal.draw(|frame| {
            if let Some(cursor) = draw(app, frame.area(), frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        });
        // A change of the size is an event too, after which the screen is drawn anew.
        result = drawn.and_then(|_| event::read()).map(|event| match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                keys::command(key, app.prompt.is_some()).into_iter().for_each(|it| app.run(it));
            }
            _ => {}
        });
    }
    ratatui::try_restore().map_err(at_terminal)?;
    result.map_err(at_terminal)
}

/// Runs the commands in the file, until they end or one quits.
pub(crate) fn by_script(app: &mut App, file: &str) -> Result<(), Fault> {
    let text = fs::read_to_string(file).map_err(|error| Fault::of_file(file, &error))?;
    let lines = text.lines().zip(1..).map(|(line, number)| {
        command::parse(line).map_err(|what| Fault::in_line(file, number, what))
    });
    // All of them are parsed before one is run.
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    let mut size = (80, 24);
    for line in lines {
        match line {
            Line::Run(commands) => commands.into_iter().for_each(|command| app.run(command)),
            Line::Size(width, height) => size = (width, height),
            Line::Screen => match stdout().write_all(screen(app, size).as_bytes()) {
                // It is not an error if the reader closes the pipe.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                result => result.map_err(|error| Fault::of_file("standard output", &error))?,
            },
        }
        if app.has_ended {
            break;
        }
    }
    Ok(())
}

/// Draws the screen as text. A `▏` stands where the cursor is.
fn screen(app: &mut App, (width, height): (u16, u16)) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let cursor = draw(app, area, &mut buffer);
    let mut text = String::new();
    for y in 0..height {
        let (mut line, mut x) = (String::new(), 0);
        while x < width {
            let symbol = buffer[(x, y)].symbol();
            let is_cursor = cursor.is_some_and(|cursor| (cursor.x, cursor.y) == (x, y));
            line.push_str(if is_cursor && symbol == " " { "▏" } else { symbol });
            // A wide character takes the cells behind it too.
            x += (Span::raw(symbol).width() as u16).max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
