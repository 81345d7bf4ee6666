//! The completion queue on threads and on Tokio.

use std::sync::Arc;
use std::time::Duration;

use backstay::queue::echo::{self, How};
use backstay::queue::{AsyncQueue, Queue, QueueError};
use backstay::{Runtime, Status, testing};

fn runtime() -> Runtime {
    testing::runtime(r#"{"policies": {}}"#).unwrap()
}

#[test]
fn a_thread_waits_for_its_answer() {
    let queue = Queue::new(&runtime(), 4).unwrap();
    assert!(!queue.wait(Some(Duration::ZERO)).unwrap());
    assert!(echo::submit(&queue, 7, b"hello", How::OnThread).unwrap());
    while !queue.wait(None).unwrap() {}
    let mut completions = queue.drain(4).unwrap();
    assert_eq!((completions[0].token(), completions[0].status(), completions[0].length()), (7, Status::Ok, 5));
    assert_eq!(completions[0].take().unwrap(), b"hello");
    assert_eq!(completions[0].take().unwrap_err().status(), Status::InvalidArgument);
}

#[test]
fn a_dropped_completion_frees_its_place() {
    let queue = Queue::new(&runtime(), 1).unwrap();
    for token in 0..3 {
        assert!(echo::submit(&queue, token, b"x", How::AtOnce).unwrap());
        assert!(!echo::submit(&queue, -1, b"x", How::AtOnce).unwrap());
        assert_eq!(queue.drain(8).unwrap().len(), 1);
    }
}

#[test]
fn a_completion_outlives_its_queue() {
    let queue = Queue::new(&runtime(), 1).unwrap();
    echo::submit(&queue, 1, b"kept", How::AtOnce).unwrap();
    let mut completions = queue.drain(1).unwrap();
    drop(queue);
    assert_eq!(completions[0].take().unwrap(), b"kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_tasks_share_one_queue() {
    let queue = Arc::new(AsyncQueue::new(&runtime(), 1024).unwrap());
    let tasks: Vec<_> = (0..256u32)
        .map(|number| {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move {
                for turn in 0..20u32 {
                    let sent = format!("{number}.{turn}");
                    let how = if turn % 2 == 0 { How::OnThread } else { How::AtOnce };
                    assert_eq!(queue.echo(sent.as_bytes(), how).await.unwrap(), sent.as_bytes());
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_full_queue_is_an_error() {
    let queue = AsyncQueue::new(&runtime(), 1).unwrap();
    let held = queue.echo(b"held", How::Held);
    tokio::pin!(held);
    assert!(tokio::time::timeout(Duration::ZERO, &mut held).await.is_err());
    assert_eq!(queue.echo(b"more", How::AtOnce).await, Err(QueueError::Full));
}

#[tokio::test]
async fn a_dropped_operation_is_cancelled() {
    let queue = AsyncQueue::new(&runtime(), 1).unwrap();
    assert!(tokio::time::timeout(Duration::ZERO, queue.echo(b"held", How::Held)).await.is_err());
    // Its place comes back once the watching task has seen the record.
    let answer = loop {
        match queue.echo(b"next", How::AtOnce).await {
            Err(QueueError::Full) => tokio::task::yield_now().await,
            other => break other,
        }
    };
    assert_eq!(answer.unwrap(), b"next");
}

#[tokio::test]
async fn closing_ends_what_is_in_flight() {
    let runtime = runtime();
    let queue = Arc::new(AsyncQueue::new(&runtime, 4).unwrap());
    let waiter = Arc::clone(&queue);
    let held = tokio::spawn(async move { waiter.echo(b"held", How::Held).await });
    tokio::task::yield_now().await;
    runtime.close().unwrap();
    assert!(matches!(held.await.unwrap(), Err(QueueError::Failed(error)) if error.status() == Status::Closed));
    assert!(matches!(queue.echo(b"late", How::AtOnce).await, Err(QueueError::Failed(error)) if error.status() == Status::Closed));
    queue.close().unwrap();
}
