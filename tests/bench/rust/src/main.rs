//! Prints tables of what guarded calls cost, ours and the peers' taking turns in the same run.
//!
//!     cargo run --release --manifest-path tests/bench/rust/Cargo.toml

mod calls;
mod layers;
mod measure;
mod queues;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    calls::one_thread()?;
    calls::two_threads()?;
    layers::one_layer()?;
    queues::in_flight()
}
