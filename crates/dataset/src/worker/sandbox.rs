//! What a worker gives up before it reads its first document, where the system knows how: writing and starting files, and the
//! network. Nothing that is read needs them, and a document that could take the process over could not either.

use serde::Serialize;

/// What was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sandbox {
    /// All of it.
    Full,
    /// Writing and starting files; this kernel can't take the network away.
    Files,
    /// Nothing: this system has no such means.
    None,
}

impl Sandbox {
    /// What that means for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Full => "workers can't write files, start programs or use the network (Landlock)",
            Self::Files => {
                "workers can't write files or start programs (Landlock); this kernel leaves them the network"
            }
            Self::None => "this system offers no Landlock: workers have limits on time and memory only",
        }
    }

    /// What a worker on this system gives up, tried in a thread of its own, which alone is restricted by it.
    #[must_use]
    pub fn offered() -> Self {
        std::thread::spawn(enter).join().unwrap_or(Self::None)
    }
}

/// Gives up what is not needed, in this thread and all that it starts. A system without the means is no failure.
#[cfg(target_os = "linux")]
pub(super) fn enter() -> Sandbox {
    restricted().unwrap_or(Sandbox::None)
}

#[cfg(target_os = "linux")]
fn restricted() -> Result<Sandbox, landlock::RulesetError> {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus};
    let files = AccessFs::from_write(ABI::V3) | AccessFs::Execute;
    let ruleset = Ruleset::default().handle_access(files)?.handle_access(AccessNet::from_all(ABI::V4))?;
    Ok(match ruleset.create()?.restrict_self()?.ruleset {
        RulesetStatus::FullyEnforced => Sandbox::Full,
        RulesetStatus::PartiallyEnforced => Sandbox::Files,
        RulesetStatus::NotEnforced => Sandbox::None,
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn enter() -> Sandbox {
    Sandbox::None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_up_is_given_up_in_its_thread_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        let inside = std::thread::scope(|scope| {
            scope
                .spawn(|| (enter(), std::fs::write(&file, "x").is_ok(), std::fs::read("/proc/self/status").is_ok()))
                .join()
        });
        let (sandbox, writes, reads) = inside.unwrap();
        assert_eq!(writes, sandbox == Sandbox::None);
        assert!(reads);
        assert!(std::fs::write(&file, "x").is_ok());
    }
}
