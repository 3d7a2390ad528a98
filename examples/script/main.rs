//! A script engine over slotted objects: the airports, their routes, and scripts that read, write and
//! call them. No type of object has code for the engine.
//!
//! `cargo run --features wait --example script -- FILE.rhai…` runs each file on a thread of its own,
//! all over one graph.

mod airport;
mod bridge;
mod data;

use std::error::Error;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use rhai::{Dynamic, Engine, Map, Scope};
use slotted::Value;
use slotted::prelude::*;

use crate::airport::{Airport, Route};
use crate::data::Airports;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: script FILE.rhai…");
        return ExitCode::from(2);
    }
    match run(&files) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("script: {error}");
            ExitCode::from(2)
        }
    }
}

/// Runs the scripts side by side. Returns how many failed.
fn run(files: &[String]) -> Result<usize, Box<dyn Error>> {
    let airports = data::read()?;
    let mut engine = bridge::engine(&[Airport::LAYOUT, Route::LAYOUT]);
    engine.on_print(|text| println!("{text}"));
    let mut scripts = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        scripts.push((file, engine.compile(text).map_err(|error| format!("{file}: {error}"))?));
    }
    // The map keeps the airports alive: the links between them are weak.
    let graph = Mutex::new(airports);
    let failed = Mutex::new(0);
    let (engine, graph, failed_ref) = (&engine, &graph, &failed);
    thread::scope(|threads| {
        for (file, script) in &scripts {
            threads.spawn(move || {
                if let Err(error) = evaluate(engine, script, graph) {
                    eprintln!("{file}: {error}");
                    *failed_ref.lock().unwrap_or_else(|panic| panic.into_inner()) += 1;
                }
            });
        }
    });
    Ok(failed.into_inner()?)
}

fn evaluate(
    engine: &Engine,
    script: &rhai::AST,
    graph: &Mutex<Airports>,
) -> Result<(), Box<rhai::EvalAltResult>> {
    let mut scope = Scope::new();
    let map: Map = graph
        .lock()
        .unwrap_or_else(|panic| panic.into_inner())
        .iter()
        .map(|(code, airport)| (code.as_str().into(), bridge::dynamic(Value::from(airport))))
        .collect();
    scope.push_constant_dynamic("airports", Dynamic::from_map(map));
    engine.run_ast_with_scope(&mut scope, script)
}
