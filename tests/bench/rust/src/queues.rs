//! The way back into Tokio from another thread, with 256 operations in flight.

use std::sync::Arc;
use std::time::Instant;

use backstay::Runtime;
use backstay::queue::AsyncQueue;
use backstay::queue::echo::How;

const IN_FLIGHT: usize = 256;
const EACH: usize = 400;
const TURNS: usize = 5;

async fn rate<F, Fut>(operation: F) -> f64
where
    F: Fn() -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let start = Instant::now();
    let tasks: Vec<_> = (0..IN_FLIGHT)
        .map(|_| {
            let operation = operation.clone();
            tokio::spawn(async move {
                for _ in 0..EACH {
                    operation().await;
                }
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.is_ok());
    }
    (IN_FLIGHT * EACH) as f64 / start.elapsed().as_secs_f64()
}

pub fn in_flight() -> Result<(), Box<dyn std::error::Error>> {
    let executor = tokio::runtime::Builder::new_multi_thread().worker_threads(1).max_blocking_threads(1).enable_all().build()?;
    let runtime = Runtime::from_json(r#"{"policies": {}}"#)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    executor.block_on(async {
        let queue = Arc::new(AsyncQueue::new(&runtime, 1024)?);
        for _ in 0..TURNS {
            let queue = Arc::clone(&queue);
            let echo = move || {
                let queue = Arc::clone(&queue);
                async move { assert!(queue.echo(b"hello", How::OnThread).await.is_ok()) }
            };
            ours.push(rate(echo).await);
            theirs.push(rate(|| async { assert!(tokio::task::spawn_blocking(|| b"hello".to_vec()).await.is_ok()) }).await);
        }
        Ok::<_, backstay::Error>(())
    })?;
    ours.sort_by(f64::total_cmp);
    theirs.sort_by(f64::total_cmp);
    println!("\n| Rust, 256 tasks await an echo of another thread | operations a second | × ours |\n|---|---:|---:|");
    println!("| backstay `AsyncQueue` | {:.0} | 1.0 |", ours[TURNS / 2]);
    println!("| `spawn_blocking` on one thread | {:.0} | {:.1} |", theirs[TURNS / 2], theirs[TURNS / 2] / ours[TURNS / 2]);
    Ok(())
}
