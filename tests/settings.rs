//! Tests of the example `settings`: its dialogue word for word, and the one error line with which
//! it ends on each fault.

mod common;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use common::text;

// Included as a module, so that completion can be tested without a terminal.
#[path = "../examples/settings/completion.rs"]
mod completion;

/// A dialogue that starts from `examples/data/settings.toml` with two environment variables set.
/// Lines after a `>` are typed, the others are answers.
const DIALOGUE: &str = include_str!("../examples/settings/dialogue.txt");

/// Returns the folder for the files of these tests.
fn folder() -> PathBuf {
    common::folder("settings")
}

/// Returns a command that runs the example with these arguments, without any `APP_` variable of the
/// environment that runs the tests.
fn settings(arguments: &[&str]) -> Command {
    let mut command = common::example("settings", arguments);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("APP_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn talk(mut command: Command, input: impl AsRef<[u8]>) -> Output {
    let mut child = command.spawn().unwrap();
    // Ignore a write error: the example may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    child.wait_with_output().unwrap()
}

/// Runs the example with a settings file of this content, asserts that it succeeds, and returns its
/// answers to `input`.
fn answers(file: &str, content: &str, input: impl AsRef<[u8]>) -> String {
    fs::write(folder().join(file), content).unwrap();
    let output = talk(settings(&["--config", file]), input);
    assert_eq!(text(output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    text(output.stdout)
}

/// Asserts that a run ends with status 2 and one line on stderr, before any answer. Returns that
/// line.
fn fault(command: Command) -> String {
    common::fault(talk(command, "SHOW ALL\n"))
}

fn fault_of(file: &str, content: &str) -> String {
    fs::write(folder().join(file), content).unwrap();
    fault(settings(&["--config", file]))
}

/// Returns the path, value and default of every setting when nothing is set.
fn defaults() -> Vec<[String; 3]> {
    let table = answers("none.toml", "", "SHOW ALL\n");
    let head = table.lines().next().unwrap();
    let [value, default, unit] = ["value", "default", "unit"].map(|name| head.find(name).unwrap());
    let rows = table.lines().skip(1).map(|line| {
        // The table is aligned in characters, and these are byte offsets. That works because
        // everything before the unit column is ASCII.
        [&line[..value], &line[value..default], &line[default..unit]]
            .map(|cell| cell.trim().to_owned())
    });
    rows.collect()
}

#[test]
fn the_dialogue_goes_as_written() {
    let is_typed = |line: &&str| line.starts_with('>');
    let typed: String = DIALOGUE
        .lines()
        .filter(is_typed)
        .map(|line| format!("{}\n", line.trim_start_matches("> ")))
        .collect();
    let answers: Vec<&str> = DIALOGUE.lines().filter(|line| !is_typed(line)).collect();

    let mut command = settings(&[]);
    command.env("APP_ENGINE__OIL__PRESSURE", "2.5").env("APP_PLUGINS__WEATHER__EVERY", "10m");
    let output = talk(command, typed);
    assert_eq!(text(output.stderr), "");
    let given = text(output.stdout);
    for (number, (given, expected)) in given.lines().zip(&answers).enumerate() {
        assert_eq!(given, *expected, "answer {number}");
    }
    assert_eq!(given.lines().count(), answers.len());
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn every_setting_is_as_by_default_and_takes_its_default() {
    let defaults = defaults();
    assert_eq!(defaults.len(), 22);
    for [path, value, default] in defaults {
        assert_eq!(value, default, "{path}");
        let answer = answers("none.toml", "", format!("SET {path} = {default}\n"));
        let is_set = answer.starts_with(&format!("{path} = {value}"));
        assert!(is_set || answer == format!("error: {path} is read-only\n"), "{answer}");
    }
}

/// What `EXPLAIN` says of a range is what `SET` holds.
#[test]
fn every_range_that_is_explained_is_held() {
    let mut ranges = 0;
    for [path, ..] in defaults() {
        let explained = answers("none.toml", "", format!("EXPLAIN {path}\n"));
        let takes =
            explained.lines().find_map(|line| line.trim().strip_prefix("takes")).unwrap().trim();
        let Some((kind, range)) = takes.split_once(" from ") else {
            continue;
        };
        ranges += 1;
        let bounds = range.split_once(" to ").unwrap();
        let (low, high) = (bounds.0, bounds.1.split(' ').next().unwrap());
        let outside =
            if kind.contains("duration") { ["9999h", "0ms"] } else { ["100000", "-100000"] };
        for (value, is_in) in [(low, true), (high, true), (outside[0], false), (outside[1], false)]
        {
            let answer = answers("none.toml", "", format!("SET {path} = {value}\n"));
            if is_in || value == "0ms" && low == "0s" {
                assert!(answer.starts_with(&format!("{path} = ")), "{answer}");
            } else {
                let refusal = format!("error: {path} cannot be '{value}': it takes {takes}\n");
                assert_eq!(answer, refusal);
            }
        }
    }
    assert_eq!(ranges, 10);
}

#[test]
fn what_comes_later_wins() {
    fs::write(folder().join("order.toml"), "[engine.oil]\ntemp = 120\n").unwrap();
    let mut command = settings(&["--config", "order.toml"]);
    command.env("APP_ENGINE__OIL__TEMP", "130");
    let input = "EXPLAIN engine.oil.temp\nSET engine.oil.temp = 140\nRESET engine.oil.temp\n";
    let given = text(talk(command, input).stdout);
    assert!(given.contains("set by       the environment, APP_ENGINE__OIL__TEMP\n"), "{given}");
    assert!(given.contains("engine.oil.temp = 140 °C (prompt)\n"), "{given}");
    assert!(given.ends_with("engine.oil.temp = 110 °C (default)\n"), "{given}");
    let given = answers("order.toml", "\n[engine.oil]\ntemp = 120\n", "EXPLAIN engine.oil.temp\n");
    assert!(given.contains("set by       order.toml, line 3\n"), "{given}");
}

#[test]
fn a_flag_is_the_layer_after_the_environment() {
    fs::write(folder().join("flag.toml"), "[engine.oil]\ntemp = 120\n").unwrap();
    let mut command = settings(&["--config", "flag.toml", "--set", "engine.oil.temp=135"]);
    command.args(["--set", "plugins.lamp.on = false", "--set=bench='a = b'"]);
    command.env("APP_ENGINE__OIL__TEMP", "130").env("APP_ENGINE__OIL__PRESSURE", "2");
    let input = "EXPLAIN engine.oil.temp\nSHOW engine.oil.pressure\nSHOW plugins.lamp.on\nDIFF\n";
    let output = talk(command, input);
    assert_eq!(text(output.stderr), "");
    let given = text(output.stdout);
    assert!(given.contains("set by       the flag --set engine.oil.temp=135\n"), "{given}");
    assert!(given.contains("engine.oil.pressure = 2 bar (environment)\n"), "{given}");
    assert!(given.contains("plugins.lamp.on = false (flag)\n"), "{given}");
    let diff = "bench: 'bench-1' -> 'a = b'\nengine.oil.temp: 110.0 -> 135.0\n\
                engine.oil.pressure: 1.5 -> 2.0\nplugins.lamp: + {'on': False}\n";
    assert!(given.ends_with(diff), "{given}");
}

#[test]
fn a_wrong_flag_is_a_fault() {
    for (flags, message) in [
        (
            &["engine.oil.temp=200", "alarm.volume=300"][..],
            "--set engine.oil.temp=200: engine.oil.temp cannot be '200': it takes a number from -40 \
             to 150 °C",
        ),
        (
            &["alarm.volume=3", "alarm.volune=3"],
            "--set alarm.volune=3: 'alarm.volune' is no setting. Did you mean 'alarm.volume'?",
        ),
        (&["schema=4"], "--set schema=4: schema is read-only"),
        (&["bench"], "--set bench: it is a path, a '=' and a value"),
        (
            &["plugins.a.b=1", "plugins.a.b.c=2"],
            "--set plugins.a.b.c=2: plugins.a.b.c: there is nothing inside a value of type int",
        ),
        (&["plugins.a.b.c=1", "plugins.a.b=2"], "--set plugins.a.b=2: plugins.a.b: it is a group"),
    ] {
        let mut command = settings(&[]);
        command.args(flags.iter().flat_map(|flag| ["--set", flag]));
        assert_eq!(fault(command), format!("error: {message}"));
    }
}

#[test]
fn undo_and_redo_bring_back_values_and_origins() {
    let input = "UNDO\nSET plugins.lamp.on = 1\nSET plugins.lamp.at = 2\n\
                 SET sampling.channels[0] = power\nRESET ALL\nSHOW plugins\n\
                 UNDO\nUNDO\nUNDO\nUNDO\nSHOW plugins\nREDO\nSET bench = x\nREDO\n\
                 UNDO\nUNDO\nSHOW bench\nUNDO\nRESET ALL\nUNDO\n";
    let expected = "error: there is nothing to undo\n\
                    plugins.lamp.on = 1 (prompt)\n\
                    plugins.lamp.at = 2 (prompt)\n\
                    sampling.channels[0] = power (prompt)\n\
                    sampling.channels = ['speed', 'torque'] (default)\n\
                    plugins.lamp.on is gone\n\
                    plugins.lamp.at is gone\n\
                    there are none\n\
                    sampling.channels = ['power', 'torque'] (prompt)\n\
                    plugins.lamp.on = 1 (prompt)\n\
                    plugins.lamp.at = 2 (prompt)\n\
                    sampling.channels[0] = speed (default)\n\
                    plugins.lamp.at is gone\n\
                    plugins.lamp.on is gone\n\
                    there are none\n\
                    plugins.lamp.on = 1 (prompt)\n\
                    bench = x (prompt)\n\
                    error: there is nothing to do again\n\
                    bench = bench-1 (default)\n\
                    plugins.lamp.on is gone\n\
                    bench = bench-1 (default)\n\
                    error: there is nothing to undo\n\
                    it was as by default\n\
                    error: there is nothing to undo\n";
    assert_eq!(answers("none.toml", "", input), expected);
}

#[test]
fn a_fault_of_the_file_is_one_line_with_its_place() {
    for (content, message) in [
        (
            "[engine.oil]\ntmep = 90\n",
            "2: 'engine.oil.tmep' is no setting. Did you mean 'engine.oil.temp'?",
        ),
        (
            "\n\nengine.oil.temp = 200",
            "3: engine.oil.temp cannot be '200': it takes a number from -40 to 150 °C",
        ),
        (
            "sampling.interval = 90",
            "1: sampling.interval cannot be '90': it takes a duration like 1m 30s from 1ms to 1m",
        ),
        (
            "engine.fuel = \"a\\nb\"",
            "1: engine.fuel cannot be 'a b\': it takes one of petrol, diesel, ethanol",
        ),
        (
            "alarm.volume = 0x100",
            "1: alarm.volume cannot be '256': it takes a whole number from 0 to 100 %",
        ),
        (
            "bench = 'a name of more than forty characters in all'",
            "1: bench cannot be 'a name of more than forty characters in all': it takes a text of 0 to \
             40 characters",
        ),
        ("log.keep = 9223372036854775808", "1: log.keep: the number is too large"),
        ("schema = 4", "1: schema is read-only"),
        ("alarm = true", "1: alarm is a group: its settings are set one by one"),
        (
            "alarm.volume.left = 3",
            "1: 'alarm.volume.left' is no setting. Did you mean 'alarm.volume'?",
        ),
        (
            "[plugins]\nlamp = 3",
            "2: plugins.lamp: a plug-in's setting is named plugins.plugin.name, in small letters",
        ),
        // Of several faults, the first in the file is reported.
        ("zeal = 1\nbenhc = 2", "1: 'zeal' is no setting"),
    ] {
        assert_eq!(
            fault_of("faulty.toml", content),
            format!("error: faulty.toml:{message}"),
            "{content}"
        );
    }
    let message = fault_of("faulty.toml", "bench = \n");
    assert!(message.starts_with("error: faulty.toml:1: "), "{message}");
    let message = fault(settings(&["--config", "no such.toml"]));
    assert!(message.starts_with("error: no such.toml: "), "{message}");
}

#[test]
fn a_wrong_variable_is_a_fault_and_an_unknown_one_a_warning() {
    let mut command = settings(&[]);
    command.env("APP_ALARM__VOLUME", "300");
    let refusal = "alarm.volume cannot be '300': it takes a whole number from 0 to 100 %";
    assert_eq!(fault(command), format!("error: APP_ALARM__VOLUME: {refusal}"));

    let mut command = settings(&[]);
    command.env("APP_ALARM__VOLUNE", "3").env("APP_HOME", "/").env("APP_ALARM__VOLUME", "7");
    let output = talk(command, "SHOW alarm.volume\n");
    let warnings = "warning: APP_ALARM__VOLUNE is no setting. Did you mean 'APP_ALARM__VOLUME'?\n\
                    warning: APP_HOME is no setting\n";
    assert_eq!(text(output.stderr), warnings);
    assert_eq!(text(output.stdout), "alarm.volume = 7 % (environment)\n");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_a_fault() {
    use std::os::unix::ffi::OsStrExt;
    let mut command = settings(&[]);
    command.env("APP_BENCH", std::ffi::OsStr::from_bytes(b"\xff"));
    assert_eq!(fault(command), "error: APP_BENCH: it is not UTF-8");
}

#[test]
fn lists_and_plugins_can_stand_in_variables() {
    let mut command = settings(&[]);
    command.env("APP_ALARM__RECIPIENTS", "['ana', 'bo']").env("APP_PLUGINS__LAMP__ON", "true");
    let output = talk(command, "SHOW alarm.recipients\nSHOW plugins.lamp.on\n");
    let expected =
        "alarm.recipients = ['ana', 'bo'] (environment)\nplugins.lamp.on = true (environment)\n";
    assert_eq!(text(output.stdout), expected);
}

#[test]
fn a_pipe_is_answered_line_by_line_and_nothing_else_is_said() {
    let input = "\r\n# nothing\r\n  show   alarm.volume  \r\nSHOW \u{7f}\nshow alarm.volume";
    let line = "alarm.volume = 80 % (default)\n";
    let expected = format!("{line}error: '\u{7f}' is no setting\n{line}");
    assert_eq!(answers("none.toml", "", input), expected);
    assert_eq!(answers("none.toml", "", ""), "");
    assert_eq!(answers("none.toml", "", "quit\nSHOW ALL\n"), "");
    assert_eq!(
        answers("none.toml", "", b"\xff\n"),
        "error: '\u{fffd}' is no command; HELP lists them\n"
    );
}

#[test]
fn odd_paths_are_no_settings() {
    for (path, message) in [
        ("[0]", "[0]: there is nothing inside a value of type object"),
        ("engine.oil[0]", "engine.oil[0]: there is nothing inside a value of type object"),
        ("engine..oil", "'engine..oil' is no setting. Did you mean 'engine.oil'?"),
        (".", "'.' is no setting"),
        ("alarm.volume.left", "'alarm.volume.left' is no setting. Did you mean 'alarm.volume'?"),
    ] {
        for command in ["SHOW", "EXPLAIN", "RESET"] {
            let input = format!("{command} {path}\n");
            let answer = answers("none.toml", "", &input);
            assert_eq!(answer, format!("error: {message}\n"), "{input}");
        }
    }
}

#[test]
fn what_a_plugin_names_can_be_said_in_a_variable() {
    let deep = ["a"; 40].join(".");
    for name in
        ["Lamp.on", "lamp.on__off", "lamp.on_", "lamp._on", "lamp.1st", "lamp.", "lamp.ö", &deep]
    {
        let answer = answers("none.toml", "", format!("SET plugins.{name} = 1\n"));
        let why = "a plug-in's setting is named plugins.plugin.name, in small letters";
        assert_eq!(answer, format!("error: plugins.{name}: {why}\n"));
    }
    let input = "SET plugins.lamp.a_1.b = {'x': 1}\nSET plugins.lamp.a_1.b = [{'x': 1}]\n\
                 SET plugins.lamp.a_1 = 3\nRESET ALL\nSHOW plugins\n";
    let expected = "error: plugins.lamp.a_1.b: a map is set entry by entry\n\
                    plugins.lamp.a_1.b = [{'x': 1}] (prompt)\n\
                    error: plugins.lamp.a_1: 'a_1' is a group\n\
                    plugins.lamp.a_1.b is gone\n\
                    there are none\n";
    assert_eq!(answers("none.toml", "", input), expected);
}

#[test]
fn a_text_that_would_not_be_seen_is_shown_in_quotes() {
    let given =
        answers("odd.toml", "bench = \"a\\nb\"\n", "SHOW bench\nSET bench = ''\nSHOW bench\n");
    let expected = "bench = 'a\\nb' (file)\nbench = '' (prompt)\nbench = '' (prompt)\n";
    assert_eq!(given, expected);
}

#[test]
fn a_duration_is_shown_as_it_is_read() {
    for (given, shown) in [
        ("90s", "1m 30s"),
        ("1.5s", "1s 500ms"),
        ("60m", "1h"),
        ("1m0s1ms", "1m 1ms"),
        ("0001s", "1s"),
    ] {
        let answer = answers("none.toml", "", format!("SET sampling.window = {given}\n"));
        assert_eq!(answer, format!("sampling.window = {shown} (prompt)\n"));
    }
    for given in
        ["1", "s", "1x", "1s1m", "1s1s", "-1s", "1 m", "99999999999999999999h", "9999999999999999h"]
    {
        let answer = answers("none.toml", "", format!("SET sampling.window = {given}\n"));
        assert!(answer.starts_with("error: sampling.window cannot be "), "{answer}");
    }
}

#[test]
fn completion_offers_commands_steps_and_words() {
    let known: [completion::Known; 5] = [
        ("bench".to_owned(), vec![]),
        ("engine.fuel".to_owned(), vec!["petrol", "diesel"]),
        ("engine.oil.temp".to_owned(), vec![]),
        ("engine.oil.grade".to_owned(), vec![]),
        ("alarm.enabled".to_owned(), vec!["true", "false"]),
    ];
    let commands = ["SET", "SHOW", "RESET", "EXPLAIN", "QUIT"];
    for (line, start, words) in [
        ("s", 0, &["SET ", "SHOW "][..]),
        ("  ex", 2, &["EXPLAIN "]),
        ("show ", 5, &["bench", "engine.", "alarm.", "ALL"]),
        ("SHOW engine.", 5, &["engine.fuel", "engine.oil."]),
        ("SHOW a", 5, &["alarm.", "ALL"]),
        ("EXPLAIN a", 8, &["alarm."]),
        ("SET engine.oil.t", 4, &["engine.oil.temp = "]),
        ("SET engine.fuel = d", 18, &["diesel"]),
        ("SET engine.fuel =", 17, &["petrol", "diesel"]),
        ("SET bench = ", 12, &[]),
        ("SHOW bench ", 5, &[]),
        ("QUIT b", 5, &[]),
        ("nothing b", 8, &[]),
    ] {
        let offered = completion::complete(line, &commands, &known);
        assert_eq!(
            (offered.0, &*offered.1),
            (start, &*words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()),
            "{line}"
        );
    }
}
