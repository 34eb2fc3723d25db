//! Programs that end with their owner, and everything that they started with them.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything that this crate waits for may take. The machine may be slow and busy; nothing here is a measurement.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a process group of its own, its output in a file (a pipe that an orphan holds open would block the test
/// runner for ever). Dropping it ends the group.
pub(crate) struct Program {
    child: Child,
    output: PathBuf,
}

impl Program {
    /// Starts `program` with `environment` added to this process's own.
    pub(crate) fn start(
        program: &Path,
        arguments: &[&str],
        environment: &[(String, String)],
        output: PathBuf,
    ) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{} did not start: {error}", program.display());
        let file = File::create(&output).map_err(failed)?;
        let child = Command::new(program)
            .args(arguments)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(file.try_clone().map_err(failed)?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .map_err(failed)?;
        Ok(Self { child, output })
    }

    /// What it has written so far.
    pub(crate) fn output(&self) -> String {
        std::fs::read_to_string(&self.output).unwrap_or_default()
    }

    /// Writes a line to its input.
    pub(crate) fn say(&mut self, line: &str) -> Result<(), String> {
        let input = self.child.stdin.as_mut().ok_or("its input is closed")?;
        writeln!(input, "{line}").and_then(|()| input.flush()).map_err(|error| error.to_string())
    }

    /// Whether it has ended, with its status.
    pub(crate) fn ended(&mut self) -> Option<std::process::ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Ends the group at once, as a power cut would, and waits until the program is gone.
    pub(crate) fn kill(&mut self) {
        self.signal("-KILL");
        let _ = self.child.wait();
    }

    /// Asks the group to end.
    pub(crate) fn ask_to_end(&mut self) {
        self.signal("-TERM");
    }

    /// `kill` is asked because signalling a group from Rust needs unsafe code or a dependency.
    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Asks `attempt` until it gives something. An error is `what` with the last thing that it said.
pub(crate) fn wait_for<T>(what: &str, mut attempt: impl FnMut() -> Result<Option<T>, String>) -> Result<T, String> {
    let begin = Instant::now();
    loop {
        let last = match attempt() {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => String::new(),
            Err(error) => error,
        };
        if begin.elapsed() > PATIENCE {
            return Err(format!("waited {} s for {what}. {last}", PATIENCE.as_secs()));
        }
        // Between two looks at another process; nothing tells us that it moved.
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// A program of this workspace: what `variable` names, else the debug build.
pub(crate) fn built(variable: &str, name: &str) -> PathBuf {
    std::env::var_os(variable).filter(|path| !path.is_empty()).map_or_else(
        || {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
            let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
            target.join("debug").join(name)
        },
        PathBuf::from,
    )
}
