//! The `yomitori` command.
fn main() {}
