//! Workers for several threads: each takes one that is free, or starts another.

use super::process::{Launch, Reply, Worker};
use super::task::Task;
use crate::failure::Failure;
use crate::reading::Source;
use std::sync::{Arc, Mutex, PoisonError};

/// Workers that are started alike. There are as many as threads ask at the same time.
#[derive(Debug)]
pub struct Pool<'a> {
    launch: &'a Launch,
    idle: Mutex<Vec<Worker<'a>>>,
}

impl<'a> Pool<'a> {
    /// A pool with its first worker.
    ///
    /// # Errors
    /// When workers can't be started.
    pub fn start(launch: &'a Launch) -> Result<Self, Failure> {
        Ok(Self { launch, idle: Mutex::new(vec![Worker::start(launch)?]) })
    }

    /// Has a worker do a task for some documents; the replies come in their order.
    pub fn perform(&self, task: &Task, sources: Vec<Source>) -> Vec<Reply> {
        let free = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = free.unwrap_or_else(|| Worker::new(self.launch));
        let replies = worker.perform(task, sources.into_iter().map(Arc::new).collect());
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        replies
    }
}
