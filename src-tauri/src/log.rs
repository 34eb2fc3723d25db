//! The log: what went wrong, on the terminal and in a file that stays small. No article's text goes there.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::prelude::*;

/// Chooses what is logged, in the notation of `tracing_subscriber::EnvFilter`.
const FILTER_VARIABLE: &str = "WARRAQ_LOG";
const FILTER: &str = "warn,warraq_app=info,warraq_core=info";

/// The size at which the file is put aside; the one put aside before is dropped. So both take at most twice this.
const FULL: u64 = 1_000_000;

/// Starts logging. Without a file (a folder that can't be written) the terminal is left.
pub(crate) fn start(folder: &Path) {
    let filter = EnvFilter::try_from_env(FILTER_VARIABLE).unwrap_or_else(|_| EnvFilter::new(FILTER));
    let file = BoundedFile::open(folder.join("warraq.log"), FULL);
    let (file, failure) = match file {
        Ok(file) => (Some(tracing_subscriber::fmt::layer().with_ansi(false).with_writer(file)), None),
        Err(error) => (None, Some(error)),
    };
    let terminal = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let registry = tracing_subscriber::registry().with(filter).with(file).with(terminal);
    if registry.try_init().is_ok() {
        std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    }
    if let Some(error) = failure {
        tracing::warn!(%error, folder = %folder.display(), "no log file");
    }
}

/// A file that never grows past its bound.
#[derive(Clone)]
struct BoundedFile(Arc<Mutex<Open>>);

struct Open {
    path: PathBuf,
    file: File,
    written: u64,
    full: u64,
}

impl BoundedFile {
    fn open(path: PathBuf, full: u64) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let written = file.metadata()?.len();
        Ok(Self(Arc::new(Mutex::new(Open { path, file, written, full }))))
    }
}

impl Open {
    /// Puts the full file aside as `warraq.log.old` and begins a new one.
    fn turn(&mut self) -> io::Result<()> {
        let mut old = self.path.clone().into_os_string();
        old.push(".old");
        std::fs::rename(&self.path, old)?;
        self.file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        self.written = 0;
        Ok(())
    }
}

impl Write for BoundedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if open.written.saturating_add(bytes.len() as u64) > open.full {
            open.turn()?;
        }
        // One line can't break the bound either.
        let part = bytes.get(..usize::try_from(open.full).unwrap_or(usize::MAX)).unwrap_or(bytes);
        open.file.write_all(part)?;
        open.written += part.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).file.flush()
    }
}

impl<'a> MakeWriter<'a> for BoundedFile {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{BoundedFile, Write as _};

    #[test]
    fn the_log_stays_small_and_keeps_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs/warraq.log");
        let mut log = BoundedFile::open(path.clone(), 100).unwrap();
        for line in 0..1000 {
            log.write_all(format!("line {line}\n").as_bytes()).unwrap();
        }
        log.write_all(&[b'x'; 500]).unwrap();
        let sizes: Vec<u64> = std::fs::read_dir(folder.path().join("logs"))
            .unwrap()
            .map(|f| f.unwrap().metadata().unwrap().len())
            .collect();
        assert_eq!(sizes.len(), 2);
        assert!(sizes.iter().all(|size| *size <= 100), "{sizes:?}");
        assert!(std::fs::read_to_string(path.with_extension("log.old")).unwrap().contains("line 999"));
    }

    #[test]
    fn a_log_from_before_is_continued() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("warraq.log");
        for line in ["one\n", "two\n"] {
            BoundedFile::open(path.clone(), 100).unwrap().write_all(line.as_bytes()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), "one\ntwo\n");
    }
}
