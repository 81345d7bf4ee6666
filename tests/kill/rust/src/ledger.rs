//! The file that tells who acted on which key. Nobody checks it while workers run.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::process;

pub struct Ledger {
    file: File,
    acts: u64,
}

impl Ledger {
    pub fn open(path: &Path) -> Result<Self, String> {
        let opened = OpenOptions::new().append(true).create(true).open(path);
        let file = opened.map_err(|problem| format!("open {}: {problem}", path.display()))?;
        Ok(Ledger { file, acts: 0 })
    }

    /// Acts on a key, in one write, so that lines of several workers stay whole, and returns a text that no other act has.
    pub fn act(&mut self, key: &str) -> io::Result<String> {
        self.acts += 1;
        let act = format!("rust-{}-{}", process::id(), self.acts);
        self.file.write_all(format!("{key}\t{act}\n").as_bytes())?;
        Ok(act)
    }
}
