//! Which command a key is.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::command::Command;

/// Returns the command of a key; `None` if the key means nothing.
pub(crate) fn command(key: KeyEvent, edits_text: bool) -> Option<Command> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('c') if control => Command::Quit,
        KeyCode::Char('u') if control => Command::Clear,
        KeyCode::Char('r') if control => Command::Redo,
        KeyCode::Char('a') if control => Command::First,
        KeyCode::Char('e') if control => Command::Last,
        KeyCode::Char(_) if control || key.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Up => Command::Up,
        KeyCode::Down => Command::Down,
        KeyCode::Left => Command::Left,
        KeyCode::Right => Command::Right,
        KeyCode::PageUp => Command::PageUp,
        KeyCode::PageDown => Command::PageDown,
        KeyCode::Home => Command::First,
        KeyCode::End => Command::Last,
        KeyCode::Enter => Command::Enter,
        KeyCode::Esc => Command::Escape,
        KeyCode::Backspace => Command::Backspace,
        KeyCode::Delete => Command::Delete,
        KeyCode::Char(letter) if edits_text => Command::Type(letter.to_string()),
        KeyCode::Char('k') => Command::Up,
        KeyCode::Char('j') => Command::Down,
        KeyCode::Char('h') => Command::Left,
        KeyCode::Char('l') => Command::Right,
        KeyCode::Char('g') => Command::First,
        KeyCode::Char('G') => Command::Last,
        KeyCode::Char('e') => Command::Edit,
        KeyCode::Char('d') => Command::Delete,
        KeyCode::Char('/') => Command::Find,
        KeyCode::Char('n') => Command::Next,
        KeyCode::Char('u') => Command::Undo,
        KeyCode::Char('r') => Command::Redo,
        KeyCode::Char('s') => Command::Save,
        KeyCode::Char('a') => Command::Apply,
        KeyCode::Char('?') => Command::Help,
        KeyCode::Char('q') => Command::Quit,
        _ => return None,
    })
}
