//! Work for several threads whose results are taken in order, while no more of them wait than a few for each thread.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::{Builder, scope};

/// Batches that each thread may be ahead of the one whose turn it is: threads seldom wait for a long document then, and
/// results do not pile up.
const AHEAD: usize = 4;
/// Items of a batch at most.
const BATCH: usize = 16;
/// Batches that each thread gets at least, where there are few items.
const SHARES: usize = 4;

/// How far the threads are.
struct ThreadsState {
    next: usize,
    taken: usize,
    is_over: bool,
}

/// Has `work` done for `count` items in batches, by so many threads, and hands what comes of the items to `take` in their order.
///
/// # Errors
/// That of `take`, which ends the work; and of the system, when no thread can be started.
pub(super) fn in_order<T: Send, E: From<std::io::Error>>(
    jobs: usize,
    count: usize,
    work: impl Fn(Range<usize>) -> Vec<T> + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let size = count.div_ceil(jobs.saturating_mul(SHARES).max(1)).clamp(1, BATCH);
    let batches = count.div_ceil(size);
    let state = Mutex::new(ThreadsState { next: 0, taken: 0, is_over: false });
    let turn = Condvar::new();
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let claim = || {
        let ahead = |state: &mut ThreadsState| !state.is_over && state.next >= state.taken + jobs * AHEAD;
        let mut state = turn.wait_while(lock(), ahead).unwrap_or_else(PoisonError::into_inner);
        let batch = state.next;
        state.next += 1;
        (batch < batches && !state.is_over).then_some(batch)
    };
    let end = || {
        lock().is_over = true;
        turn.notify_all();
    };
    let (sender, receiver) = channel();
    scope(|scope| {
        for _ in 0..jobs.min(batches) {
            let (sender, claim, work) = (sender.clone(), &claim, &work);
            let started = Builder::new().spawn_scoped(scope, move || {
                while let Some(batch) = claim() {
                    let items = batch * size..((batch + 1) * size).min(count);
                    if sender.send((batch, work(items))).is_err() {
                        return;
                    }
                }
            });
            if let Err(error) = started {
                end();
                return Err(error.into());
            }
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut taken = 0;
        let mut outcome = Ok(());
        'batches: for (batch, results) in receiver {
            early.insert(batch, results);
            while let Some(results) = early.remove(&taken) {
                for result in results {
                    outcome = take(result);
                    if outcome.is_err() {
                        break 'batches;
                    }
                }
                taken += 1;
                lock().taken = taken;
                turn.notify_all();
            }
        }
        end();
        outcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_an_error_ends_the_work() {
        for (jobs, count) in [(1, 0), (1, 5), (3, 1000), (8, 3)] {
            let mut taken = Vec::new();
            let work = |items: Range<usize>| {
                std::thread::yield_now();
                items.collect()
            };
            in_order(jobs, count, work, |item| {
                taken.push(item);
                Ok::<_, std::io::Error>(())
            })
            .unwrap();
            assert_eq!(taken, (0..count).collect::<Vec<_>>());
        }
        let mut left = 40;
        let ended = in_order(
            4,
            10_000,
            |items| items.collect(),
            |_: usize| {
                left -= 1;
                if left == 0 { Err(std::io::Error::other("enough")) } else { Ok(()) }
            },
        );
        assert!(ended.is_err());
    }
}
