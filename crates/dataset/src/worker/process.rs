//! A worker as its starter has it: it is started, given documents, and ended when it does not answer.

pub use super::protocol::Reply;
use super::protocol::{Request, receive, receive_reply, send_request};
use super::task::Task;
use crate::failure::{Failure, Reason};
use crate::reading::Source;
use std::ffi::OsString;
use std::io::{self, BufReader, BufWriter, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a worker may take to start.
const START_TIME: Duration = Duration::from_secs(30);

/// How long a process whose pipes are broken may take to end: the system may write down its memory.
const END_TIME: Duration = Duration::from_secs(5);

/// How often an ending process is looked at.
const PAUSE: Duration = Duration::from_millis(5);

/// How much of what a worker writes to its standard error is kept, in bytes.
const KEPT_WORDS: u64 = 4096;

/// What Rust's allocator writes when it gets no memory, before it aborts.
const NO_MEMORY: &str = "memory allocation of";

/// What Rust writes when a stack overflows, before it aborts.
const NO_STACK: &str = "overflowed its stack";

/// How workers are started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// The hash of the form that it must say it has.
    pub form_hash: String,
    /// How long a document may take before the worker is ended.
    pub time: Duration,
    /// Bytes that a record may have.
    pub output: usize,
}

/// A worker that does tasks for documents, one after the other. When a document ends its process, the next gets a new one.
#[derive(Debug)]
pub struct Worker<'a> {
    launch: &'a Launch,
    process: Option<Process>,
}

impl<'a> Worker<'a> {
    /// Starts a worker.
    ///
    /// # Errors
    /// When it can't be started or has another form.
    pub fn start(launch: &'a Launch) -> Result<Self, Failure> {
        Ok(Self { launch, process: Some(Process::start(launch)?) })
    }

    /// A worker that is started with its first document.
    #[must_use]
    pub fn new(launch: &'a Launch) -> Self {
        Self { launch, process: None }
    }

    /// Does a task for some documents, which are handed over together: the process need not wait for the next. The replies
    /// come in their order; the end of the process is the reply to the document that it was at. One that crashed or was killed
    /// may not have ended by the document's fault: so that is handed over once more, to a new process.
    pub fn perform(&mut self, task: &Task, sources: Vec<Arc<Source>>) -> Vec<Reply> {
        let mut replies: Vec<Reply> = Vec::with_capacity(sources.len());
        let mut again = None;
        while let Some(rest) = sources.get(replies.len()..).filter(|rest| !rest.is_empty()) {
            match self.process.take().map_or_else(|| Process::start(self.launch), Ok) {
                Ok(process) => self.converse(process, task, rest, &mut replies),
                Err(failure) => replies.push(Err(failure.into())),
            }
            let last = replies.len().checked_sub(1);
            if replies.last().is_some_and(has_crashed) && again != last {
                replies.pop();
                again = last;
            }
        }
        replies
    }

    /// Hands documents over and takes replies until all are there, or the process is no more of use.
    fn converse(&mut self, mut process: Process, task: &Task, rest: &[Arc<Source>], replies: &mut Vec<Reply>) {
        process.request(task, rest);
        for _ in rest {
            match process.reply(self.launch.time) {
                Ok((reply, is_last)) => {
                    replies.push(reply);
                    if is_last {
                        return;
                    }
                }
                Err(silence) => return replies.push(Err(process.end(&silence).into())),
            }
        }
        self.process = Some(process);
    }
}

/// Whether a process ended on a document without a limit being the cause.
fn has_crashed(reply: &Reply) -> bool {
    reply.as_ref().is_err_and(|unread| unread.failure.reason == Reason::WorkerCrashed)
}

/// Why no reply came.
#[derive(Debug)]
enum Silence {
    /// The time was over.
    Timeout(Duration),
    /// What came is no reply.
    Garbled(io::Error),
    /// The process is over, or nearly so.
    Ended,
}

/// What comes from a process: its hello first, then a reply for each document, and whether it is the last of this process.
enum FromProcess {
    Hello,
    Reply(Box<Reply>, bool),
}

/// A running process. The pipes have threads of their own, so that waiting for them can be given up.
#[derive(Debug)]
struct Process {
    child: Child,
    requests: Sender<Request>,
    said: Receiver<io::Result<FromProcess>>,
    last_words: Option<JoinHandle<String>>,
}

impl Process {
    fn start(launch: &Launch) -> Result<Self, Failure> {
        let crashed = |message: &dyn std::fmt::Display| Failure::new(Reason::WorkerCrashed, message.to_string());
        let mut command = Command::new(&launch.program);
        command.args(&launch.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: Ctrl-C is for the program that started it, which lets it finish its document.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| crashed(&error))?;
        let (Some(input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(crashed(&"it has no pipes"));
        };
        let (requests, wanted) = channel();
        let (sender, said) = channel();
        let (hash, most) = (launch.form_hash.clone(), launch.output);
        std::thread::spawn(move || send_all(input, &wanted));
        std::thread::spawn(move || receive_all(output, &sender, &hash, most));
        let last_words = Some(std::thread::spawn(move || last_words(errors)));
        let mut process = Self { child, requests, said, last_words };
        match process.wait(START_TIME) {
            Ok(_) => Ok(process),
            Err(silence) => Err(process.end(&silence)),
        }
    }

    fn request(&self, task: &Task, sources: &[Arc<Source>]) {
        for source in sources {
            // A process that is over does not listen; that no reply comes tells the same.
            let _ = self.requests.send(Request { task: task.clone(), source: Arc::clone(source) });
        }
    }

    fn reply(&self, time: Duration) -> Result<(Reply, bool), Silence> {
        match self.wait(time)? {
            FromProcess::Reply(reply, is_last) => Ok((*reply, is_last)),
            FromProcess::Hello => Err(Silence::Garbled(io::ErrorKind::InvalidData.into())),
        }
    }

    fn wait(&self, time: Duration) -> Result<FromProcess, Silence> {
        match self.said.recv_timeout(time) {
            Ok(Ok(said)) => Ok(said),
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => Err(Silence::Garbled(error)),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Silence::Ended),
            Err(RecvTimeoutError::Timeout) => Err(Silence::Timeout(time)),
        }
    }

    /// Ends the process and says why.
    fn end(&mut self, silence: &Silence) -> Failure {
        let status = match silence {
            Silence::Ended => self.status(),
            _ => None,
        };
        self.kill();
        let words = self.last_words.take().and_then(|words| words.join().ok()).unwrap_or_default();
        match silence {
            Silence::Timeout(time) => {
                let message = format!("the worker did not answer in {} s and was ended", time.as_secs_f32());
                Failure::new(Reason::WorkerTimeout, message).hint("--max-time raises the limit")
            }
            Silence::Garbled(error) => Failure::new(Reason::WorkerCrashed, error.to_string()),
            Silence::Ended => death(status, &words),
        }
    }

    /// How the process ended, once it has.
    fn status(&mut self) -> Option<ExitStatus> {
        let deadline = Instant::now() + END_TIME;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < deadline => std::thread::sleep(PAUSE),
                _ => return None,
            }
        }
    }

    /// Ends the process if it still runs. What is over already needs no ending: errors say just that.
    fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Passes requests to a process until either side ends.
fn send_all(input: ChildStdin, wanted: &Receiver<Request>) {
    let mut input = BufWriter::new(input);
    while let Ok(request) = wanted.recv() {
        if send_request(&mut input, &request).is_err() {
            return;
        }
    }
}

/// Passes what a process says on until it ends, or says what it can't say.
fn receive_all(output: ChildStdout, said: &Sender<io::Result<FromProcess>>, form_hash: &str, most: usize) {
    let mut output = BufReader::new(output);
    let mut next = receive(&mut output, form_hash.len()).and_then(|hash| match hash {
        Some(hash) if hash == form_hash.as_bytes() => Ok(FromProcess::Hello),
        Some(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "the worker has another form: its file was changed")),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    });
    loop {
        let goes_on = next.is_ok();
        if said.send(next).is_err() || !goes_on {
            return;
        }
        next = receive_reply(&mut output, most).map(|(reply, is_last)| FromProcess::Reply(Box::new(reply), is_last));
    }
}

/// What a process writes to its standard error, as far as it is kept; the rest is read too, so that no write has to wait.
fn last_words(mut errors: ChildStderr) -> String {
    let mut kept = Vec::new();
    // What can't be read is not there to be told.
    let _ = errors.by_ref().take(KEPT_WORDS).read_to_end(&mut kept);
    let _ = io::copy(&mut errors, &mut io::sink());
    String::from_utf8_lossy(&kept).into_owned()
}

/// Why a process ended.
fn death(status: Option<ExitStatus>, words: &str) -> Failure {
    let line = words.lines().map(str::trim).rfind(|line| !line.is_empty());
    if let Some(line) = words.lines().find(|line| line.contains(NO_MEMORY)) {
        return Failure::new(Reason::WorkerMemory, line).hint("--max-memory raises the limit");
    }
    if words.contains(NO_STACK) {
        return Failure::new(Reason::WorkerCrashed, "the stack overflowed");
    }
    let status = status.map_or_else(|| "it does not answer any more".to_owned(), |status| status.to_string());
    Failure::new(Reason::WorkerCrashed, line.map_or_else(|| status.clone(), |line| format!("{status}: {line}")))
}
