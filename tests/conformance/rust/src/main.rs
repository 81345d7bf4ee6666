//! One vector a line in, one `{"id", "steps"}` a line out, at once. With `--asynchronous` entering is awaited, and guarded calls are
//! futures.

use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asynchronous = std::env::args().any(|argument| argument == "--asynchronous");
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let observed = backstay_conformance::run(&serde_json::from_str(&line?)?, asynchronous);
        writeln!(out, "{observed}")?;
        out.flush()?;
    }
    Ok(())
}
