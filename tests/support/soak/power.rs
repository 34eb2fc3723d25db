//! Power cuts: what a day wrote and synced is recorded (`tests/power/recorder.c`), and the record is cut at random. What
//! was synced stays; of what was not, nothing, all, some sectors or a torn beginning is left, in any order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use super::{Dice, Outcome, Told, unsound};

/// A disk writes so many bytes or none of them.
const SECTOR: usize = 512;

/// A record of the log.
#[derive(Debug)]
enum Record {
    Write { path: String, at: usize, data: Vec<u8> },
    Truncate { path: String, length: usize },
    Sync { path: String },
    Unlink { path: String },
    Rename { from: String, to: String },
    Said { text: String },
}

/// A recorded day.
#[derive(Debug)]
pub struct Day {
    records: Vec<Record>,
    root: String,
}

/// What cuts came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Cuts after which everything that was told was there.
    pub intact: usize,
    /// Cuts after which something told was lost.
    pub lost: usize,
    /// Cuts that left an unsound library.
    pub corrupt: usize,
    /// What was wrong with the first few.
    pub wrong: Vec<String>,
}

/// Builds the recorder; none where there is no compiler for it (it is for Linux).
pub fn recorder(folder: &Path) -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let library = folder.join("recorder.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("power/recorder.c");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status();
    built.is_ok_and(|status| status.success()).then_some(library)
}

/// Lives a day of so many acts under the recorder.
///
/// # Errors
/// When the day could not be lived or recorded.
pub fn record(program: &Path, recorder: &Path, folder: &Path, seed: u64, acts: usize) -> Outcome<Day> {
    let root = folder.join("library");
    let log = folder.join("power.log");
    let status = Command::new(program)
        .arg("live")
        .arg(&root)
        .args([seed.to_string(), acts.to_string()])
        .env("LD_PRELOAD", recorder)
        .env("POWER_ROOT", &root)
        .env("POWER_LOG", &log)
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("the day ended with {status}").into());
    }
    let bytes = std::fs::read(&log)?;
    let mut records = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((head, after)) = rest.split_at_checked(21) {
        let number = |from: usize| -> Outcome<usize> {
            Ok(usize::try_from(u64::from_ne_bytes(head.get(from..from + 8).ok_or("cut short")?.try_into()?))?)
        };
        let name = usize::try_from(u32::from_ne_bytes(head.get(1..5).ok_or("cut short")?.try_into()?))?;
        let (at, length) = (number(5)?, number(13)?);
        let (path, after) = after.split_at_checked(name).ok_or("cut short")?;
        let (data, after) = after.split_at_checked(length).ok_or("cut short")?;
        let path = String::from_utf8(path.to_vec())?;
        records.push(match head.first() {
            Some(b'W') => Record::Write { path, at, data: data.to_vec() },
            Some(b'T') => Record::Truncate { path, length: at },
            Some(b'S') => Record::Sync { path },
            Some(b'U') => Record::Unlink { path },
            Some(b'R') => Record::Rename { from: path, to: String::from_utf8(data.to_vec())? },
            _ => Record::Said { text: String::from_utf8_lossy(data).into_owned() },
        });
        rest = after;
    }
    Ok(Day { records, root: root.display().to_string() })
}

/// A change of a file that may not be on the disk yet.
#[derive(Debug, Clone, Copy)]
enum Pending<'a> {
    Write(usize, &'a [u8]),
    Truncate(usize),
}

#[derive(Debug, Default, Clone)]
struct Stored<'a> {
    bytes: Vec<u8>,
    pending: Vec<Pending<'a>>,
    /// Unlinked, and its folder not synced since.
    unlinked: bool,
}

fn apply(bytes: &mut Vec<u8>, change: Pending<'_>) {
    match change {
        Pending::Write(at, data) => {
            if bytes.len() < at + data.len() {
                bytes.resize(at + data.len(), 0);
            }
            if let Some(place) = bytes.get_mut(at..at + data.len()) {
                place.copy_from_slice(data);
            }
        }
        Pending::Truncate(length) => bytes.resize(length, 0),
    }
}

impl Stored<'_> {
    /// The file as a cut may leave it.
    fn after_cut(&self, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        match dice.below(4) {
            0 => {}
            1 => self.pending.iter().for_each(|change| apply(&mut bytes, *change)),
            2 => {
                for change in &self.pending {
                    match change {
                        Pending::Write(at, data) => {
                            for (n, sector) in data.chunks(SECTOR).enumerate() {
                                if dice.below(2) == 0 {
                                    apply(&mut bytes, Pending::Write(at + n * SECTOR, sector));
                                }
                            }
                        }
                        Pending::Truncate(_) if dice.below(2) == 0 => apply(&mut bytes, *change),
                        Pending::Truncate(_) => {}
                    }
                }
            }
            _ => {
                let whole = dice.below(self.pending.len() + 1);
                for (n, change) in self.pending.iter().enumerate().take(whole + 1) {
                    match change {
                        Pending::Write(at, data) if n == whole => {
                            let torn = data.get(..dice.below(data.len() + 1)).unwrap_or_default();
                            apply(&mut bytes, Pending::Write(*at, torn));
                        }
                        _ if n < whole => apply(&mut bytes, *change),
                        _ => {}
                    }
                }
            }
        }
        bytes
    }
}

impl Day {
    /// Cuts the day so many times, and opens what is left.
    ///
    /// # Errors
    /// When what is left can't be written to be opened.
    pub fn cut(&self, cuts: usize, seed: u64) -> Outcome<Verdict> {
        let mut dice = Dice::new(seed);
        let mut places: Vec<usize> = (0..cuts).map(|_| dice.below(self.records.len())).collect();
        places.sort_unstable();
        let mut verdict = Verdict::default();
        let mut files: BTreeMap<&str, Stored<'_>> = BTreeMap::new();
        let mut told = Told::default();
        let mut at = 0;
        for place in places {
            while at < place {
                if let Some(record) = self.records.get(at) {
                    play(record, &mut files, &mut told);
                }
                at += 1;
            }
            let wrong = self.open(&files, &told, &mut dice)?;
            match wrong {
                None => verdict.intact += 1,
                Some((corrupt, what)) => {
                    if corrupt {
                        verdict.corrupt += 1;
                    } else {
                        verdict.lost += 1;
                    }
                    if verdict.wrong.len() < 5 {
                        verdict.wrong.push(format!("at record {place}: {what}"));
                    }
                }
            }
        }
        Ok(verdict)
    }

    fn open(
        &self,
        files: &BTreeMap<&str, Stored<'_>>,
        told: &Told,
        dice: &mut Dice,
    ) -> Outcome<Option<(bool, String)>> {
        let folder = tempfile::tempdir()?;
        for (path, stored) in files {
            let name = path.strip_prefix(&self.root).unwrap_or(path).trim_start_matches('/');
            if name.contains('/') || (stored.unlinked && dice.below(2) == 0) {
                continue;
            }
            std::fs::write(folder.path().join(name), stored.after_cut(dice))?;
        }
        let database = folder.path().join("warraq.sqlite");
        if !database.exists() {
            return Ok((told.acts > 0).then(|| (false, "there is no library".to_owned())));
        }
        let db = Connection::open(&database)?;
        // Before the first transaction is through there is nothing to be sound.
        let tables: rusqlite::Result<i64> = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0));
        match tables {
            Ok(0) if told.acts == 0 => return Ok(None),
            Err(error) => return Ok(Some((true, error.to_string()))),
            Ok(_) => {}
        }
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let started: i64 =
            db.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'versions'", [], |row| row.get(0))?;
        if started == 0 || version == 0 {
            // In the middle of the first migrations: sound is all that it must be.
            let verdict: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
            return Ok((verdict != "ok" || told.acts > 0).then_some((verdict != "ok", verdict)));
        }
        let wrong = unsound(&db)?;
        if !wrong.is_empty() {
            return Ok(Some((true, wrong.join("; "))));
        }
        let lost = told.lost(&db)?;
        Ok((!lost.is_empty()).then(|| (false, lost.join("; "))))
    }
}

fn play<'a>(record: &'a Record, files: &mut BTreeMap<&'a str, Stored<'a>>, told: &mut Told) {
    match record {
        Record::Write { path, at, data } => {
            let stored = files.entry(path).or_default();
            if std::mem::take(&mut stored.unlinked) {
                *stored = Stored::default();
            }
            stored.pending.push(Pending::Write(*at, data));
        }
        Record::Truncate { path, length } => {
            files.entry(path).or_default().pending.push(Pending::Truncate(*length));
        }
        Record::Sync { path } => {
            if let Some(stored) = files.get_mut(path.as_str()) {
                for change in std::mem::take(&mut stored.pending) {
                    apply(&mut stored.bytes, change);
                }
            } else {
                // A folder: what was unlinked in it stays so.
                files.retain(|file, stored| !(stored.unlinked && Path::new(file).parent() == Some(Path::new(path))));
            }
        }
        Record::Unlink { path } => {
            if let Some(stored) = files.get_mut(path.as_str()) {
                stored.unlinked = true;
            }
        }
        Record::Rename { from, to } => {
            if let Some(stored) = files.remove(from.as_str()) {
                files.insert(to, stored);
            }
        }
        Record::Said { text } => text.lines().for_each(|line| told.hear(line)),
    }
}
