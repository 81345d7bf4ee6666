//! A stranger's program: three failures in a row, then a refusal.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = r#"{"version": 1, "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 3}}}}"#;
    let runtime = backstay::Runtime::from_json(config)?;
    let payments = runtime.policy("payments")?;
    let mut failed = 0;
    for _ in 0..3 {
        failed += i32::from(payments.call(|| Err::<(), _>(std::fmt::Error)).is_err());
    }
    let refused = payments.call(|| Ok::<_, std::fmt::Error>(())).unwrap_err();
    println!("{failed} calls failed, then: {refused}");
    Ok(())
}
