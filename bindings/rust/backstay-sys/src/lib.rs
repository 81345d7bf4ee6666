//! The C interface of [Backstay](https://github.com/backstay-dev/backstay), as its headers declare it, and its core compiled from
//! source. Applications use the crate `backstay`, which is safe; this one is for who writes another face.
//!
//! By default the build compiles the C++ core, which is part of the package. That needs a C++20 compiler (gcc 12 or clang 14 will
//! do), OpenSSL 3's libcrypto and SQLite 3.35 with their headers (Debian: `libssl-dev`, `libsqlite3-dev`); without the default
//! feature `sqlite` nothing of SQLite. With the feature `pkg-config` it links an installed `libbackstay` instead; ask
//! [`backstay_abi_version`] then, and refuse a library that is below [`BACKSTAY_ABI_VERSION`].
//!
//! Every function may be called from any thread, none calls back, and no C++ exception leaves one.
#![no_std]
#![allow(non_camel_case_types)]

#[rustfmt::skip]
#[allow(missing_docs)] // a struct's fields are described in its header
mod bindings;
#[rustfmt::skip]
mod constants;

pub use bindings::*;
pub use constants::*;
