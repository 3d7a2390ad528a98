//! Where in a file a mutant can stand: each place by the position that `cargo mutants` gives.

use std::{collections::HashMap, ops::Range};

use proc_macro2::Span;
use syn::{
    Arm, Block, Expr, ExprBinary, ExprMatch, ExprStruct, ExprUnary, spanned::Spanned, visit::Visit,
};

use crate::list::{Genre, Mutant, Position};

type Bytes = Range<usize>;

pub enum Place {
    /// The statements of a function.
    Body(Bytes),
    Binary {
        whole: Bytes,
        left: Bytes,
        right: Bytes,
        original: Bytes,
    },
    Unary {
        whole: Bytes,
        operand: Bytes,
    },
    /// An arm of a `match`: its pattern and, if it has one, its guard.
    Arm {
        pattern: Bytes,
        guard: Option<Bytes>,
    },
    /// A field in the expression of a struct that has a rest.
    Field {
        whole: Bytes,
        field: Bytes,
    },
}

/// Each place by what stands there and where.
pub type Found = HashMap<(Kind, Position), Place>;

impl Mutant {
    pub fn place(&self) -> (Kind, Position) {
        (Kind::from(self.genre), self.span.start)
    }
}

/// The places in the file `source`.
pub fn of(source: &str) -> Found {
    let file = syn::parse_file(source).expect("source that compiles");
    let mut places = Places::default();
    places.visit_file(&file);
    places.found
}

/// What stands at a position: several things may begin at the same one.
#[derive(PartialEq, Eq, Hash, Clone, Copy, Debug)]
pub enum Kind {
    Body,
    Operator,
    Arm,
    Guard,
    Field,
}

impl From<Genre> for Kind {
    fn from(genre: Genre) -> Self {
        match genre {
            Genre::FnValue => Kind::Body,
            Genre::BinaryOperator | Genre::UnaryOperator => Kind::Operator,
            Genre::MatchArm => Kind::Arm,
            Genre::MatchArmGuard => Kind::Guard,
            Genre::StructField => Kind::Field,
        }
    }
}

#[derive(Default)]
struct Places {
    found: Found,
}

impl Places {
    fn add(&mut self, kind: Kind, span: Span, place: Place) {
        let start = span.start();
        let position = Position { line: start.line, column: start.column + 1 };
        self.found.insert((kind, position), place);
    }
}

impl<'a> Visit<'a> for Places {
    fn visit_block(&mut self, block: &'a Block) {
        // The statements of any block: only those of a function are ever asked for.
        if let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) {
            let bytes = first.span().byte_range().start..last.span().byte_range().end;
            self.add(Kind::Body, first.span(), Place::Body(bytes));
        }
        syn::visit::visit_block(self, block);
    }

    fn visit_expr_binary(&mut self, expr: &'a ExprBinary) {
        // A chain of `let` is no expression that could stand in parentheses.
        if !has_let(&expr.left) && !has_let(&expr.right) {
            self.add(
                Kind::Operator,
                expr.op.span(),
                Place::Binary {
                    whole: expr.span().byte_range(),
                    left: expr.left.span().byte_range(),
                    right: expr.right.span().byte_range(),
                    original: expr.op.span().byte_range(),
                },
            );
        }
        syn::visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'a ExprUnary) {
        self.add(
            Kind::Operator,
            expr.op.span(),
            Place::Unary {
                whole: expr.span().byte_range(),
                operand: expr.expr.span().byte_range(),
            },
        );
        syn::visit::visit_expr_unary(self, expr);
    }

    fn visit_arm(&mut self, arm: &'a Arm) {
        let pattern = arm.pat.span().byte_range();
        let guard = arm.guard.as_ref().map(|(_, guard)| guard.span().byte_range());
        if let Some((_, expr)) = &arm.guard {
            let place = Place::Arm { pattern: pattern.clone(), guard: guard.clone() };
            self.add(Kind::Guard, expr.span(), place);
        }
        self.add(Kind::Arm, arm.span(), Place::Arm { pattern, guard });
        syn::visit::visit_arm(self, arm);
    }

    fn visit_expr_struct(&mut self, expr: &'a ExprStruct) {
        if expr.rest.is_some() {
            for field in expr.fields.pairs() {
                let place = Place::Field {
                    whole: expr.span().byte_range(),
                    field: field.span().byte_range(),
                };
                self.add(Kind::Field, field.span(), place);
            }
        }
        syn::visit::visit_expr_struct(self, expr);
    }
}

/// The innermost `match` in the file `source` whose operand holds `bytes`.
pub fn match_of(source: &str, bytes: &Bytes) -> Option<Bytes> {
    struct Matches<'a>(&'a Bytes, Option<Bytes>);
    impl<'a> Visit<'a> for Matches<'_> {
        fn visit_expr_match(&mut self, expr: &'a ExprMatch) {
            let operand = expr.expr.span().byte_range();
            if operand.start <= self.0.start && self.0.end <= operand.end {
                self.1 = Some(expr.span().byte_range());
            }
            syn::visit::visit_expr_match(self, expr);
        }
    }
    let mut matches = Matches(bytes, None);
    matches.visit_file(&syn::parse_file(source).ok()?);
    matches.1
}

/// Whether `expr` is a `let` of a chain, or a chain with one.
fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}
