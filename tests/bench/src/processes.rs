//! What processes use, read from `/proc` (proc(5)). Nothing is found where there is no such thing.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Clock ticks a second in `/proc`: `USER_HZ`, 100 on every Linux that this runs on.
const TICKS: u32 = 100;

/// Processor time that this process has used, in user and kernel mode.
pub(crate) fn own_cpu() -> Option<Duration> {
    let fields = stat("self")?;
    let ticks: u32 = fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?;
    Some(Duration::from_secs(1) * ticks / TICKS)
}

/// Processor time that the children of this process used that have ended, and theirs (what getrusage gives).
pub(crate) fn children_cpu() -> Option<Duration> {
    let fields = stat("self")?;
    let ticks: u32 = fields.get(13)?.parse::<u32>().ok()? + fields.get(14)?.parse::<u32>().ok()?;
    Some(Duration::from_secs(1) * ticks / TICKS)
}

/// The most memory that a process had resident at a time so far, in MB (10⁶ bytes).
pub(crate) fn peak_memory(pid: u32) -> Option<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?, "VmHWM:")
}

/// The most memory that this process had resident at a time, in MB (10⁶ bytes).
pub(crate) fn own_peak_memory() -> Option<f64> {
    kilobytes(&fs::read_to_string("/proc/self/status").ok()?, "VmHWM:")
}

/// The share of memory (PSS) of a process, in MB: its own pages, and of shared pages its part.
pub(crate) fn memory(pid: u32) -> Option<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?, "Pss:")
}

/// A process's name in `ps`.
pub(crate) fn name(pid: u32) -> String {
    fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default().trim().to_owned()
}

/// When a process was started; correct to a hundredth of a second.
pub(crate) fn started(pid: u32) -> Option<SystemTime> {
    let ticks: u32 = stat(&pid.to_string())?.get(19)?.parse().ok()?;
    let uptime = fs::read_to_string("/proc/uptime").ok()?;
    let uptime: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    let age = uptime - f64::from(ticks) / f64::from(TICKS);
    SystemTime::now().checked_sub(Duration::try_from_secs_f64(age).ok()?)
}

/// A process and everything that it and its children started.
pub(crate) fn tree(root: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().filter_map(|entry| {
        let pid: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
        Some((pid, stat(&pid.to_string())?.get(1)?.parse::<u32>().ok()?))
    });
    let parents: Vec<(u32, u32)> = all.collect();
    let mut tree = vec![root];
    let mut next = 0;
    while let Some(parent) = tree.get(next).copied() {
        tree.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        next += 1;
    }
    tree
}

/// The program that a process runs.
pub(crate) fn program(pid: u32) -> Option<PathBuf> {
    fs::read_link(Path::new("/proc").join(pid.to_string()).join("exe")).ok()
}

/// The fields of `/proc/<pid>/stat` behind the name, which may hold spaces: state, parent, …
fn stat(pid: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn kilobytes(text: &str, key: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? * 1024.0 / 1e6)
}

/// This machine in a line.
pub(crate) fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).and_then(|rest| rest.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = fs::read_to_string("/proc/meminfo").ok().and_then(|text| kilobytes(&text, "MemTotal:"));
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).map(|name| name.trim_matches('"'));
    format!(
        "{}, {cores} cores, {:.0} GB, {}",
        model.unwrap_or(std::env::consts::ARCH),
        memory.unwrap_or(0.0) / 1e3,
        system.unwrap_or(std::env::consts::OS)
    )
}
