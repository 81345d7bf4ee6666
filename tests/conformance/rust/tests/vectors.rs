//! Runs all vectors, and writes what was observed to build/conformance/rust.jsonl and rust-async.jsonl for the judge.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// All vectors of the project, the wrong ones last.
fn vectors(root: &Path) -> Vec<Value> {
    let mut found = Vec::new();
    for folder in ["vectors", "wrong"] {
        let first = found.len();
        files(&root.join("tests/conformance").join(folder), &mut found);
        found[first..].sort();
    }
    let read = |path: &PathBuf| serde_json::from_slice::<Value>(&fs::read(path).unwrap()).unwrap();
    found.iter().flat_map(|path| read(path)["vectors"].as_array().cloned().unwrap()).collect()
}

/// The vectors that the interpreter could not run; whether the answers are right is the judge's to say.
fn run_all(language: &str, asynchronous: bool) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let observed: Vec<Value> = vectors(&root).iter().map(|vector| backstay_conformance::run(vector, asynchronous)).collect();
    let lines: String = observed.iter().map(|line| format!("{line}\n")).collect();
    fs::create_dir_all(root.join("build/conformance")).unwrap();
    fs::write(root.join(format!("build/conformance/{language}.jsonl")), lines).unwrap();
    assert!(observed.len() > 100, "only {} vectors", observed.len());
    let failed = |line: &&Value| line["steps"].as_array().unwrap().iter().any(|step| step.get("interpreter").is_some());
    observed.iter().filter(failed).map(|line| line["id"].to_string()).collect()
}

#[test]
fn every_vector_runs() {
    assert_eq!(run_all("rust", false), Vec::<String>::new());
}

#[test]
fn every_vector_runs_as_futures() {
    assert_eq!(run_all("rust-async", true), Vec::<String>::new());
}
