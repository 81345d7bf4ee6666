//! A breaker opens, refuses, and closes again: `cargo run --example breaker --features testing`.

use std::time::Duration;

use backstay::{CallError, testing};

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let runtime = testing::runtime(r#"{"policies": {"payments": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}}}}"#)?;
    let payments = runtime.policy("payments")?;
    for _ in 0..3 {
        match payments.call(|| Err::<(), _>("the upstream is down")) {
            Err(CallError::Inner(error)) => println!("called: {error}"),
            Err(refused) => println!("not called: {refused}"),
            Ok(()) => println!("called: fine"),
        }
    }
    runtime.advance(Duration::from_secs(30))?;
    payments.call(|| Ok::<_, &str>(())).map_err(CallError::into_boxed)?;
    println!("{}", payments.snapshot()?.state.map_or("", |state| state.as_str()));
    for event in runtime.events(0)?.events {
        println!("{}", event.message);
    }
    Ok(())
}
