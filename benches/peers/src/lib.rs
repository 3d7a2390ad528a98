//! Nothing: the benches are all that is here.
