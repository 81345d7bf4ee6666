//! Taking turns, and tables.

use std::thread;
use std::time::{Duration, Instant};

/// How long one turn takes.
const TURN: Duration = Duration::from_millis(20);
const TURNS: usize = 15;

/// One figure of a table: its name, its aim where it is ours, and what is done so many times.
pub struct Row<'a> {
    pub name: &'static str,
    pub aim: &'static str,
    pub act: Box<dyn FnMut(u64) + 'a>,
}

impl<'a> Row<'a> {
    pub fn new(name: &'static str, aim: &'static str, mut act: impl FnMut() + 'a) -> Self {
        Row { name, aim, act: Box::new(move |times| (0..times).for_each(|_| act())) }
    }
}

fn time(act: &mut dyn FnMut(u64), times: u64) -> f64 {
    let start = Instant::now();
    act(times);
    start.elapsed().as_nanos() as f64 / times as f64
}

/// So many times fill a turn.
fn times_of_turn(act: &mut dyn FnMut(u64)) -> u64 {
    let mut times = 64;
    while time(act, times) * (times as f64) < TURN.as_nanos() as f64 / 4.0 {
        times *= 2;
    }
    times * 4
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The median nanoseconds of each row.
pub fn medians(rows: &mut [Row<'_>]) -> Vec<f64> {
    let times: Vec<u64> = rows.iter_mut().map(|row| times_of_turn(&mut row.act)).collect();
    let mut figures = vec![Vec::new(); rows.len()];
    for _ in 0..TURNS {
        for (index, row) in rows.iter_mut().enumerate() {
            figures[index].push(time(&mut row.act, times[index]));
        }
    }
    figures.into_iter().map(median).collect()
}

/// A table of nanoseconds, each also as a multiple of the first row's.
pub fn table(title: &str, mut rows: Vec<Row<'_>>) {
    let figures = medians(&mut rows);
    println!("\n| {title} | ns | × ours | aim (ns) |\n|---|---:|---:|---|");
    for (row, figure) in rows.iter().zip(&figures) {
        println!("| {} | {figure:.1} | {:.1} | {} |", row.name, figure / figures[0], row.aim);
    }
}

/// Throughput of two threads as a multiple of one's.
pub fn scaling(act: &(impl Fn() + Sync)) -> f64 {
    let times = times_of_turn(&mut |times| (0..times).for_each(|_| act()));
    let rate = |threads: usize| {
        let start = Instant::now();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| (0..times).for_each(|_| act()));
            }
        });
        (threads as u64 * times) as f64 / start.elapsed().as_secs_f64()
    };
    median((0..TURNS).map(|_| rate(2) / rate(1)).collect())
}
