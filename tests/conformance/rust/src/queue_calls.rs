//! The calls about completion queues: a queue by its tokens, one step below the futures that users await.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::os::fd::{AsRawFd, RawFd};
use std::time::Duration;

use backstay::queue::{Completion, Queue, echo};
use backstay::{Error, Runtime};
use serde_json::{Value, json};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::answers::{Refused, absent, done};
use crate::guarded::block_on;
use crate::interpreter::required;

/// What a `drain` asks for by default.
const MOST: u64 = 64;

pub struct QueueCalls {
    runtime: Runtime,
    asynchronous: bool,
    queues: HashMap<String, Queue>,
    /// The drained completions, by queue and token.
    results: HashMap<(String, i64), Completion>,
}

struct Watched(RawFd);

impl AsRawFd for Watched {
    fn as_raw_fd(&self) -> RawFd {
        self.0
    }
}

impl QueueCalls {
    pub fn new(runtime: &Runtime, asynchronous: bool) -> Self {
        QueueCalls { runtime: runtime.clone(), asynchronous, queues: HashMap::new(), results: HashMap::new() }
    }

    pub fn answer(&mut self, call: &str, args: &Value, name: &str) -> Result<Value, Refused> {
        if call == "queue" {
            let capacity = args["capacity"].as_i64().unwrap_or_default();
            let places = u64::try_from(capacity).map_err(|_| Refused::unrepresentable("capacity", capacity))?;
            self.queues.insert(name.to_owned(), Queue::new(&self.runtime, places)?);
            return Ok(done());
        }
        let name = required(args, "queue")?;
        let token = args["token"].as_i64().unwrap_or_default();
        let Some(queue) = self.queues.get(name) else {
            return Err(Refused::interpreter(&format!("no queue {name}")));
        };
        Ok(match call {
            "submit" => {
                let how = if args["held"] == true { echo::How::Held } else { echo::How::AtOnce };
                let accepted = echo::submit(queue, token, required(args, "data")?.as_bytes(), how)?;
                if accepted { json!({"accepted": true}) } else { json!({"full": true}) }
            }
            "complete" => json!({"completed": echo::complete(queue, token)?}),
            "cancel" => json!({"cancelled": queue.cancel(token)?}),
            "drain" => {
                let drained = queue.drain(args["most"].as_u64().unwrap_or(MOST) as usize)?;
                self.keep(name, drained)
            }
            "take" => match self.results.get_mut(&(name.to_owned(), token)) {
                None => absent(),
                Some(result) => json!({"data": String::from_utf8_lossy(&result.take()?)}),
            },
            "drop_result" => match self.results.get_mut(&(name.to_owned(), token)) {
                None => absent(),
                // Rust's own function tells by false that there is none.
                Some(result) => match result.discard() {
                    true => done(),
                    false => {
                        return Err(Refused(json!({"error": "invalid_argument", "message": "result: there is none any more"})));
                    }
                },
            },
            "readable" => json!({"readable": self.is_readable(queue)?}),
            "close_queue" => {
                queue.close()?;
                done()
            }
            _ => return Err(Refused::interpreter(&format!("unknown call {call}"))),
        })
    }

    /// The later record of a token takes the place of the earlier one.
    fn keep(&mut self, name: &str, drained: Vec<Completion>) -> Value {
        let mut records = Vec::new();
        for completion in drained {
            let (token, status) = (completion.token(), completion.status());
            records.push(json!({"token": token, "status": status.as_str(), "length": completion.length()}));
            let has_result = status == backstay::Status::Ok;
            match self.results.entry((name.to_owned(), token)) {
                Entry::Occupied(entry) if !has_result => drop(entry.remove()),
                Entry::Occupied(mut entry) => drop(entry.insert(completion)),
                Entry::Vacant(entry) if has_result => drop(entry.insert(completion)),
                Entry::Vacant(_) => {}
            }
        }
        json!({"records": records})
    }

    fn is_readable(&self, queue: &Queue) -> Result<bool, Error> {
        let descriptor = queue.descriptor()?;
        if !self.asynchronous {
            return Ok(matches!(queue.wait(Some(Duration::ZERO)), Ok(true) | Err(_)));
        }
        Ok(block_on(async {
            // What is to replace it is not there before Tokio 1.54; the queue keeps its descriptor open.
            #[allow(deprecated)]
            let watched = AsyncFd::with_interest(Watched(descriptor), Interest::READABLE);
            let Ok(watched) = watched else { return false };
            // A few turns of the loop, in which it looks at its descriptors.
            tokio::time::timeout(Duration::from_millis(1), watched.readable()).await.is_ok()
        }))
    }
}
