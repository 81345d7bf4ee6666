//! Compiles the core of Backstay, or links an installed one with the feature `pkg-config`.
//!
//! A checkout compiles its own `core` and `capi`; a package the copy in `vendor`. Either needs a C++20 compiler, OpenSSL's
//! libcrypto and, with the features `sqlite` and `postgres`, SQLite and libpq. They are linked as the system has them, so that they are
//! the same ones that other crates use.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_PKG_CONFIG").is_some() {
        pkg_config::Config::new().atleast_version("0.1.0").probe("backstay")?;
        return Ok(());
    }
    let source = source()?;
    let libpq = if with_postgres() { link("libpq", "14", "pq") } else { Vec::new() };
    compile(&source, &libpq)?;
    link("libcrypto", "3.0", "crypto");
    if with_sqlite() {
        link("sqlite3", "3.35", "sqlite3");
    }
    Ok(())
}

fn with_sqlite() -> bool {
    env::var_os("CARGO_FEATURE_SQLITE").is_some()
}

fn with_postgres() -> bool {
    env::var_os("CARGO_FEATURE_POSTGRES").is_some()
}

/// Where the C++ sources are: in the checkout around this crate, else in the package.
fn source() -> Result<PathBuf, Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let checkout = here.join("../../..");
    let found = [checkout, here.join("vendor")].into_iter().find(|place| place.join("capi/include/backstay/policy.h").is_file());
    // Without its detours, so that a compiler cache knows the files again wherever the checkout lies.
    Ok(fs::canonicalize(found.ok_or("the C++ sources are neither in vendor nor in a checkout around this crate")?)?)
}

fn compile(source: &Path, libpq: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    for folder in ["core", "capi/src", "capi/include"] {
        println!("cargo::rerun-if-changed={}", source.join(folder).display());
    }
    let files = [one_file(source, "core")?, one_file(source, "capi/src")?];
    let mut build = cc::Build::new();
    build
        .cpp(true)
        .std("c++20")
        .files(files)
        .include(source)
        .include(source.join("capi/src"))
        .include(source.join("capi/include"))
        // In the package; a checkout takes the system's nlohmann_json.
        .include(source.join("third_party"))
        .flag("-fvisibility=hidden")
        .flag("-fvisibility-inlines-hidden")
        .warnings(false)
        // The same in every profile: a debug build of the user's is no reason for a slow guard.
        .opt_level(2)
        .debug(false);
    if with_sqlite() {
        build.define("BACKSTAY_SQLITE", "1");
    }
    if with_postgres() {
        build.define("BACKSTAY_POSTGRESQL", "1").includes(libpq);
    }
    build.try_compile("backstay")?;
    Ok(())
}

/// A file that includes every source below the folder: headers are read once, which is most of the work.
fn one_file(source: &Path, folder: &str) -> Result<PathBuf, Box<dyn Error>> {
    let mut files = Vec::new();
    add_sources(&source.join(folder), &mut files)?;
    if !with_sqlite() {
        files.retain(|file| !file.starts_with(source.join("core/store/sqlite")));
    }
    // Not in the crate: its users would need hiredis.
    files.retain(|file| !file.starts_with(source.join("core/store/redis")));
    if !with_postgres() {
        files.retain(|file| !file.starts_with(source.join("core/store/postgres")));
    }
    files.sort();
    let mut text = String::new();
    for file in &files {
        text += &format!("#include \"{}\"\n", file.strip_prefix(source)?.display());
    }
    let path = PathBuf::from(env::var("OUT_DIR")?).join(folder.replace('/', "_")).with_extension("cpp");
    fs::write(&path, text)?;
    Ok(path)
}

fn add_sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add_sources(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "cpp") {
            files.push(path);
        }
    }
    Ok(())
}

/// A library as pkg-config knows it, and where its headers are; without pkg-config the linker's own search path must do.
fn link(package: &str, oldest: &str, library: &str) -> Vec<PathBuf> {
    match pkg_config::Config::new().atleast_version(oldest).probe(package) {
        Ok(found) => found.include_paths,
        Err(_) => {
            println!("cargo::rustc-link-lib={library}");
            Vec::new()
        }
    }
}
