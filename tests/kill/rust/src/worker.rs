//! Claims keys until each is settled.

use std::error::Error;
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use backstay::{Answer, Claim, ClaimStatus, Idempotency, Status};
use serde_json::json;

use crate::chance::Chance;
use crate::death::{Death, Phase, die};
use crate::ledger::Ledger;

/// How long a worker sleeps after a round that settled nothing.
const PAUSE: Duration = Duration::from_millis(5);

pub struct Worker {
    pub orders: Idempotency,
    pub ledger: Ledger,
    pub death: Death,
}

impl Worker {
    /// Goes through the keys, in another order of chance each round, until all are settled.
    pub async fn settle_all(&mut self, keys: usize, seed: u64) -> Result<(), Box<dyn Error>> {
        let mut chance = Chance(seed);
        let mut open: Vec<String> = (0..keys).map(|number| format!("k{number}")).collect();
        while !open.is_empty() {
            chance.shuffle(&mut open);
            let left = self.round(&open).await?;
            if left.len() == open.len() {
                tokio::time::sleep(PAUSE).await;
            }
            open = left;
        }
        Ok(())
    }

    /// Tries each key once, and returns those to come back to.
    async fn round(&mut self, open: &[String]) -> Result<Vec<String>, Box<dyn Error>> {
        let mut left = Vec::new();
        for key in open {
            if !self.settle(key).await.map_err(|problem| format!("{key}: {problem}"))? {
                left.push(key.clone());
            }
        }
        Ok(left)
    }

    async fn settle(&mut self, key: &str) -> Result<bool, Box<dyn Error>> {
        let claim = self.orders.claim(key, None).await?;
        match claim.status() {
            ClaimStatus::New | ClaimStatus::TakenOver => self.act(&claim, key).await,
            ClaimStatus::Replay => Ok(true),
            ClaimStatus::InFlight => Ok(false),
            status => Err(format!("the claim ended as {status:?}: {}", claim.message()).into()),
        }
    }

    async fn act(&mut self, claim: &Claim, key: &str) -> Result<bool, Box<dyn Error>> {
        self.death.pass(Phase::Claimed);
        let act = self.ledger.act(key)?;
        self.death.pass(Phase::Acted);
        let answer = Answer::json(json!(act).to_string());
        if self.death.due(Phase::Completing) {
            die_completing(claim, &answer).await;
        }
        match claim.complete(&answer).await {
            Err(error) if error.status() == Status::LostLease => return Ok(false),
            ended => ended?,
        }
        self.death.pass(Phase::Completed);
        Ok(true)
    }
}

/// Dies while complete is on its way: the first poll submits it, and there is no second one.
async fn die_completing(claim: &Claim, answer: &Answer) {
    let mut completing = pin!(claim.complete(answer));
    poll_fn(|context| {
        let _ = completing.as_mut().poll(context);
        die()
    })
    .await
}
