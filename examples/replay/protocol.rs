//! The form of requests and results.
//!
//! ```text
//! {"id": …, "classes": [{"name", "bases", "slots", "attrs"}…], "ops": [{"op", …}…]}
//! {"id": …, "classes": [{"name", RESULT}…], "ops": [RESULT…]}
//! ```
//!
//! `slots` is `null` without a statement, a text, or a list. A result is `{"value": …}`,
//! `{"error": …, "message": …, "did_you_mean": …}` or `{"skipped": why}`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// One request: classes, then operations on their objects.
#[derive(Deserialize)]
pub(crate) struct Request {
    #[serde(default)]
    pub(crate) id: Json,
    #[serde(default)]
    pub(crate) classes: Vec<Statement>,
    #[serde(default)]
    pub(crate) ops: Vec<Op>,
}

/// A request with the results that CPython gave.
#[derive(Deserialize)]
pub(crate) struct Pair {
    pub(crate) request: Request,
    pub(crate) result: Json,
}

/// A class statement.
#[derive(Deserialize, Serialize)]
pub(crate) struct Statement {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) bases: Vec<String>,
    #[serde(default)]
    pub(crate) slots: Json,
    #[serde(default)]
    pub(crate) attrs: Map<String, Json>,
}

/// An operation: which one is in `op`, and it has those of the others that it needs.
#[derive(Deserialize, Serialize, Default)]
#[serde(default)]
pub(crate) struct Op {
    pub(crate) op: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cls: Option<String>,
    pub(crate) obj: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Json::is_null")]
    pub(crate) value: Json,
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    pub(crate) copy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tag: Option<String>,
}

/// The results of a request.
#[derive(Serialize)]
pub(crate) struct Results {
    pub(crate) id: Json,
    pub(crate) classes: Vec<ClassResult>,
    pub(crate) ops: Vec<Answer>,
}

/// The result of a class statement.
#[derive(Serialize)]
pub(crate) struct ClassResult {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) result: Answer,
}

/// A result.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Answer {
    Value {
        value: Json,
    },
    Error {
        error: &'static str,
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        did_you_mean: Option<String>,
    },
    Skipped {
        skipped: String,
    },
}

impl Answer {
    pub(crate) fn value(value: impl Into<Json>) -> Self {
        Answer::Value { value: value.into() }
    }

    pub(crate) fn skipped(why: impl Into<String>) -> Self {
        Answer::Skipped { skipped: why.into() }
    }

    pub(crate) fn error(error: &'static str, message: impl Into<String>) -> Self {
        Answer::Error { error, message: message.into(), did_you_mean: None }
    }
}
