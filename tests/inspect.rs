//! Tests of the example `inspect`: a session with each of its screens, and the faults that end it.

#![cfg(feature = "serde")]

mod common;

use std::fs;
use std::process::Stdio;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use command::{COMMANDS, Command, Line};

// Included as modules, so that keys can be tested without a terminal.
#[path = "../examples/inspect/command.rs"]
mod command;
#[path = "../examples/inspect/field.rs"]
mod field;
#[path = "../examples/inspect/keys.rs"]
mod keys;

/// A session over `examples/data/settings.toml`. Lines after a `>` are commands, the others
/// screens.
const SESSION: &str = include_str!("../examples/inspect/session.txt");

/// Returns what a script prints, which is written to the file of this name.
fn screens(file: &str, script: &str, arguments: &[&str]) -> String {
    fs::write(common::folder("inspect").join(file), script).unwrap();
    let output = common::example("inspect", arguments).args(["--script", file]).output().unwrap();
    assert_eq!(common::text(output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    common::text(output.stdout)
}

fn fault(arguments: &[&str]) -> String {
    let mut command = common::example("inspect", arguments);
    common::fault(command.stdin(Stdio::null()).output().unwrap())
}

#[test]
fn the_session_goes_as_written() {
    fs::write(common::folder("inspect").join("taken.json"), "mine").unwrap();
    let _ = fs::remove_file(common::folder("inspect").join("mine.json"));
    let (typed, expected): (Vec<&str>, Vec<&str>) =
        SESSION.lines().partition(|line| line.starts_with('>'));
    let script: Vec<&str> = typed.iter().map(|line| line.trim_start_matches("> ")).collect();
    let given = screens("session", &script.join("\n"), &["settings"]);
    for (number, (given, expected)) in given.lines().zip(&expected).enumerate() {
        assert_eq!(given, *expected, "line {number} of the screens");
    }
    assert_eq!(given.lines().count(), expected.len());

    let saved = fs::read_to_string(common::folder("inspect").join("taken.json")).unwrap();
    let saved: serde_json::Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(
        saved,
        serde_json::json!([
            { "path": "engine.fuel", "old": "diesel", "new": "ethanol" },
            { "path": "engine.oil.temp", "old": 120.0, "new": 125.0 },
        ])
    );
}

/// The two screens in the README of the examples are screens of the session.
#[test]
fn the_readme_shows_screens_of_the_session() {
    let readme = include_str!("../examples/README.md");
    let shown: Vec<&str> = readme.split("```text\n").skip(1).collect();
    assert_eq!(shown.len(), 2);
    for screen in shown {
        let screen = screen.split("```").next().unwrap();
        assert!(screen.lines().count() > 9 && SESSION.contains(screen), "{screen}");
    }
}

#[test]
fn flights_are_found_edited_and_unbound() {
    let script = "size 60 6\nfind [12027].tailnum\ndelete\nscreen\ndelete\nscreen\nundo\n\
                  find flights[7].dep_delay\nedit 40000\nscreen\nclear\ntype -3\nenter\n\
                  save late.json\n";
    let expected = " examples/data/flights-2013-sample.csv · 1 change, not saved
       arr_delay = -16
       carrier = 'EV'
       flight = 3842
*      tailnum = (unbound)
flights[12027].tailnum is gone
 examples/data/flights-2013-sample.csv · 1 change, not saved
       arr_delay = -16
       carrier = 'EV'
       flight = 3842
*      tailnum = (unbound)
flights[12027].tailnum is unbound already
 examples/data/flights-2013-sample.csv
       dep_delay = 40000▏
       attribute 'dep_delay' of 'Flight' objects: 40000 is
       out of range for i16
       arr_time = 1220
Enter sets it  Esc leaves it  Ctrl-u empties it
";
    assert_eq!(screens("flights", script, &["flights"]), expected);

    // The patch is applied at the start.
    let script = "size 60 4\nfind flights[7].dep_delay\nscreen\n";
    let expected = " examples/data/flights-2013-sample.csv · 1 change, not saved
       sched_dep_time = 925
*      dep_delay = -3
? help  q quit  ←→ open  Enter edit  / find  u undo  s save
";
    assert_eq!(screens("late", script, &["flights", "--apply", "late.json"]), expected);
}

#[test]
fn airports_and_routes_have_ranges_and_docs() {
    let script = "size 72 8\nfind airports[1].longitude\nscreen\nedit -181\nscreen\n";
    let expected = " examples/data/airports.csv, examples/data/flights-airport.csv
       name = 'Abilene Regional'           │ airports[1].longitude
       city = 'Abilene'                    │ Degrees east; negative in
       state = 'TX'                        │ the United States.
       country = 'USA'                     │ type      f64
       latitude = 32.41132                 │ value     -99.68189722
       longitude = -99.68189722            │ …
? help  q quit  ←→ open  Enter edit  / find  u undo  s save
";
    let given = screens("airports", script, &["airports"]);
    let (first, second) = given.split_at(expected.len());
    assert_eq!(first, expected);
    assert!(second.contains("longitude = -181▏"), "{second}");
    assert!(second.contains("in -180.0..=180.0 "), "{second}");
}

#[test]
fn any_size_of_the_screen_will_do() {
    let mut script = "find engine.oil.temp\nedit 日本語\n".to_owned();
    let sizes = [(1, 1), (1, 9), (2, 2), (3, 30), (9, 3), (69, 14), (70, 1), (200, 60)];
    for (width, height) in sizes {
        for state in ["", "escape\n", "help\n", "escape\nedit 日本語\n"] {
            script += &format!("{state}size {width} {height}\nscreen\n");
        }
    }
    let lines: u32 = sizes.iter().map(|(_, height)| 4 * height).sum();
    let given = screens("sizes", &script, &["settings"]);
    assert_eq!(given.lines().count(), lines as usize);
    // The field shows what is before the cursor, at its end.
    assert!(given.contains("temp = 日本語▏"), "{given}");
}

#[test]
fn what_cannot_be_opened_or_run_is_a_fault() {
    let folder = common::folder("inspect");
    for (file, content) in [
        ("wrong.toml", "[engine]\nfuel = 'coal'\n"),
        ("broken.toml", "\n[engine\n"),
        ("typo", "down\n\nscren\n"),
        ("times", "down two\n"),
        ("size", "size 0 9\n"),
        ("no.json", "{"),
        ("other.json", r#"[{ "path": "engine.cylinders", "old": 5, "new": 6 }]"#),
    ] {
        fs::write(folder.join(file), content).unwrap();
    }
    for (arguments, message) in [
        (&["settings"][..], "this is no terminal: `--script FILE` runs commands without one"),
        (
            &["settings", "--script", "typo"],
            "typo:3: 'scren' is no command. Did you mean 'screen'?",
        ),
        (&["settings", "--script", "times"], "times:1: 'two' is no number of times"),
        (
            &["settings", "--script", "size"],
            "size:1: a size is a width and a height, from 1 to 500 each",
        ),
        (&["settings", "--script", "none"], "none: No such file or directory (os error 2)"),
        (
            &["settings", "wrong.toml"],
            "wrong.toml: engine.fuel: attribute 'fuel' of 'Engine' objects: 'coal' is not a valid Fuel: it \
             must be one of 'petrol', 'diesel', 'ethanol'",
        ),
        (&["settings", "broken.toml"], "broken.toml:2: unclosed table, expected `]`"),
        (&["airports", "one.csv"], "airports take two files, the airports and the routes"),
        (
            &["settings", "--apply", "no.json"],
            "no.json: no patch: invalid type: map, expected a sequence at line 1 column 0",
        ),
        (
            &["settings", "--apply", "other.json"],
            "other.json: engine.cylinders: must be 5 for this change, not 4",
        ),
    ] {
        assert_eq!(fault(arguments), format!("error: {message}"), "{arguments:?}");
    }
}

#[test]
fn each_key_in_the_help_does_what_stands_beside_it() {
    for (command, name, keys, _) in &COMMANDS {
        assert_eq!(command::parse(name), Ok(Line::Run(vec![command.clone()])));
        for key in keys.split(' ') {
            let code = match key {
                "↑" => KeyCode::Up,
                "↓" => KeyCode::Down,
                "←" => KeyCode::Left,
                "→" => KeyCode::Right,
                "PgUp" => KeyCode::PageUp,
                "PgDn" => KeyCode::PageDown,
                "Home" => KeyCode::Home,
                "End" => KeyCode::End,
                "Enter" => KeyCode::Enter,
                "Esc" => KeyCode::Esc,
                "Del" => KeyCode::Delete,
                letter => KeyCode::Char(letter.parse().unwrap()),
            };
            let key = KeyEvent::new(code, KeyModifiers::NONE);
            assert_eq!(keys::command(key, false).as_ref(), Some(command), "{name}");
            // In a text, a letter is typed.
            let in_text = keys::command(key, true).unwrap();
            assert_eq!(matches!(in_text, Command::Type(_)), matches!(code, KeyCode::Char(_)));
        }
    }
}

#[test]
fn a_field_is_edited_by_characters() {
    let mut field = field::Field::new("né日".to_owned());
    field.left();
    field.backspace();
    field.insert("ö");
    assert_eq!((field.text(), field.parts()), ("nö日", ("nö", "日")));
    field.delete();
    field.delete();
    field.right();
    assert_eq!(field.parts(), ("nö", ""));
    field.start();
    field.left();
    field.backspace();
    field.delete();
    assert_eq!(field.parts(), ("", "ö"));
    field.end();
    field.insert("!");
    assert_eq!(field.text(), "ö!");
    field.clear();
    assert_eq!(field.parts(), ("", ""));
}
