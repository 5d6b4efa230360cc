//! Fuzzing: mutated fixtures go through worker processes, by kind, and whatever ends its worker is kept.
//!
//! `fuzz/run` builds and starts it. Seeds make inputs: the same seeds are the same inputs on every machine. What a document comes to must
//! be a record that is JSON, or a reason that is not its worker's end; anything else is written to `fuzz/found`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tool for developers fails by panicking"
)]

mod archive;
mod markup;
mod mutate;
mod pdf;

use mutate::{Kind, Random};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use yomitori::digest::sha256;
use yomitori::form::DAIKO_KIKAN;
use yomitori::reading::Source;
use yomitori::worker::{Answer, Launch, Pool, Reply, Task};

/// What a document may take in its worker: more than this is a find.
const MEMORY: &str = "--max-memory=1073741824";
const SECONDS: u64 = 10;
/// Inputs that a worker is given at a time.
const BATCH: u64 = 16;
/// One batch of so many is read twice, and must come to the same bytes.
const TWICE: u64 = 8;

struct Plan {
    program: PathBuf,
    seeds: std::ops::Range<u64>,
    until: Option<Instant>,
    jobs: usize,
}

fn main() {
    let mut plan = Plan { program: "target/release/yomitori".into(), seeds: 0..1000, until: None, jobs: 2 };
    for argument in std::env::args().skip(1) {
        let (name, value) = argument.split_once('=').expect("--name=value");
        match name {
            "--program" => plan.program = value.into(),
            "--first" => plan.seeds.start = value.parse().unwrap(),
            "--inputs" => plan.seeds.end = value.parse().unwrap(),
            "--minutes" => plan.until = Some(Instant::now() + Duration::from_secs(60 * value.parse::<u64>().unwrap())),
            "--jobs" => plan.jobs = value.parse().unwrap(),
            _ => panic!("{name}: --program, --first, --inputs, --minutes and --jobs are known"),
        }
    }
    plan.seeds.end = plan.seeds.end.saturating_add(plan.seeds.start);
    let found = run(&plan);
    std::process::exit(i32::from(found > 0));
}

/// Reads the inputs of all seeds, prints what they came to, and returns how many are finds.
fn run(plan: &Plan) -> usize {
    let launch = Launch {
        program: plan.program.canonicalize().expect("the program is built"),
        arguments: ["worker", MEMORY, &format!("--max-time={SECONDS}"), "--today=2026-11-20"].map(Into::into).into(),
        form_hash: sha256(DAIKO_KIKAN.as_bytes()),
        time: Duration::from_secs(SECONDS + 2),
        output: 64 << 20,
    };
    let pool = Pool::start(&launch).expect("workers start");
    let originals = mutate::originals(Path::new("fixtures"));
    let (next, tally) = (AtomicU64::new(plan.seeds.start), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..plan.jobs {
            scope.spawn(|| {
                while plan.until.is_none_or(|until| Instant::now() < until) {
                    let first = next.fetch_add(BATCH, Ordering::Relaxed);
                    if first >= plan.seeds.end {
                        return;
                    }
                    let seeds = first..(first + BATCH).min(plan.seeds.end);
                    let inputs: Vec<_> =
                        seeds.map(|seed| (seed, mutate::mutant(&originals, &mut Random::new(seed)))).collect();
                    let replies = read(&pool, &inputs);
                    let again = (first / BATCH).is_multiple_of(TWICE).then(|| read(&pool, &inputs));
                    let mut tally = tally.lock().unwrap();
                    for (index, ((seed, (kind, bytes)), reply)) in inputs.iter().zip(&replies).enumerate() {
                        let differs = again.as_ref().is_some_and(|again| &again[index] != reply);
                        tally.take(*seed, *kind, bytes, reply, differs);
                    }
                }
            });
        }
    });
    let tally = tally.into_inner().unwrap();
    tally.print(plan);
    tally.found
}

fn read(pool: &Pool<'_>, inputs: &[(u64, (Kind, Vec<u8>))]) -> Vec<Reply> {
    let source = |(seed, (kind, bytes)): &(u64, (Kind, Vec<u8>))| Source {
        name: format!("{seed}.{}", kind.ending()),
        sha256: String::new(),
        bytes: bytes.clone(),
    };
    pool.perform(&Task::Records { pretty: false, only: false }, inputs.iter().map(source).collect())
}

/// What the inputs came to.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<(Kind, String), u64>,
    found: usize,
    /// The digests of all answers, summed up: the same for the same inputs, in whatever order and by however many jobs.
    sum: u64,
}

impl Tally {
    fn take(&mut self, seed: u64, kind: Kind, bytes: &[u8], reply: &Reply, differs: bool) {
        let (outcome, mut is_find) = match reply {
            Ok(Answer::Records { json, .. }) => {
                let is_json = json.iter().all(|json| serde_json::from_slice::<serde_json::Value>(json).is_ok());
                (if is_json { "read" } else { "no JSON" }, !is_json)
            }
            Ok(_) => ("another answer", true),
            Err(unread) => {
                let reason = unread.failure.reason;
                // Time is no find by itself where the machine is busy; see what `--max-time` is for.
                (reason.name(), reason.is_of_worker() || matches!(reason.name(), "engine.panic" | "source.limit"))
            }
        };
        is_find |= differs;
        let answer = match reply {
            Ok(Answer::Records { json, .. }) => json.concat(),
            other => format!("{other:?}").into_bytes(),
        };
        let digest = sha256(&[&seed.to_be_bytes(), &answer[..]].concat());
        self.sum = self.sum.wrapping_add(u64::from_str_radix(&digest[..16], 16).unwrap());
        *self.counts.entry((kind, outcome.to_owned())).or_default() += 1;
        if is_find {
            self.found += 1;
            let file = format!("fuzz/found/{seed}.{}", kind.ending());
            std::fs::create_dir_all("fuzz/found").unwrap();
            std::fs::write(&file, bytes).unwrap();
            let message = reply.as_ref().err().map(|unread| unread.failure.to_string()).unwrap_or_default();
            println!("{file}: {outcome}{}: {message}", if differs { ", and not the same twice" } else { "" });
        }
    }

    fn print(&self, plan: &Plan) {
        let total: u64 = self.counts.values().sum();
        println!("{total} inputs from seed {}; {} found; answers {:016x}", plan.seeds.start, self.found, self.sum);
        for ((kind, outcome), count) in &self.counts {
            println!("{:10}{outcome:22}{count:>8}", kind.ending());
        }
    }
}
