//! Claims each key until it is settled, writes down what it did, and kills itself where it is told to.

mod chance;
mod death;
mod ledger;
mod order;
mod worker;

use std::error::Error;
use std::process::ExitCode;

use backstay::Runtime;

use ledger::Ledger;
use order::Order;
use worker::Worker;

/// What a worker ends with that was not told right what to do.
const MISTOLD: u8 = 2;
/// What a worker ends with that met what it should not.
const UNEXPECTED: u8 = 3;

fn main() -> ExitCode {
    let order = match Order::read(std::env::args().skip(1)) {
        Ok(order) => order,
        Err(problem) => return ended(&*problem, MISTOLD),
    };
    match work(order) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => ended(&*problem, UNEXPECTED),
    }
}

fn ended(problem: &dyn Error, code: u8) -> ExitCode {
    eprintln!("kill: {problem}");
    ExitCode::from(code)
}

fn work(order: Order) -> Result<(), Box<dyn Error>> {
    let runtime = Runtime::from_json(&order.config())?;
    let mut worker = Worker { orders: runtime.idempotency("orders")?, ledger: Ledger::open(&order.ledger)?, death: order.death };
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    tokio.block_on(worker.settle_all(order.keys, order.seed))
}
