//! What a worker is told to do.

use std::error::Error;
use std::path::PathBuf;
use std::str::FromStr;

use serde_json::json;

use crate::death::{Death, Phase};

pub struct Order {
    pub store: String,
    pub ledger: PathBuf,
    pub keys: usize,
    pub lease_ms: u64,
    pub seed: u64,
    pub death: Death,
}

impl Order {
    /// Reads `--name value` pairs; where one is not told, it is the smallest that makes sense.
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let death = Death { at: Phase::None, after: 1 };
        let mut order = Order { store: "memory:".into(), ledger: "ledger".into(), keys: 1, lease_ms: 1000, seed: 0, death };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} has no value"))?;
            order.take(&name, &value).map_err(|problem| format!("{name} {value}: {problem}"))?;
        }
        Ok(order)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Box<dyn Error>> {
        match name {
            "--store" => set(&mut self.store, value),
            "--ledger" => set(&mut self.ledger, value),
            "--keys" => set(&mut self.keys, value),
            "--lease-ms" => set(&mut self.lease_ms, value),
            "--seed" => set(&mut self.seed, value),
            "--phase" => set(&mut self.death.at, value),
            "--after" => set(&mut self.death.after, value),
            _ => Err("there is no such option".into()),
        }
    }

    pub fn config(&self) -> String {
        let lease = format!("{}ms", self.lease_ms);
        json!({"stores": {"main": self.store}, "idempotency": {"orders": {"lease": lease, "ttl": "1h"}}}).to_string()
    }
}

fn set<T: FromStr<Err: Error + 'static>>(place: &mut T, value: &str) -> Result<(), Box<dyn Error>> {
    *place = value.parse()?;
    Ok(())
}
