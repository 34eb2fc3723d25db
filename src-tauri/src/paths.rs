//! Where the library is, and which running app it belongs to.

use std::hash::{Hash as _, Hasher as _};
use std::path::PathBuf;

use warraq_core::APP_IDENTIFIER;

/// Names a library's folder in place of the app's own: for the demo, for tests, for a library on another disk.
pub(crate) const LIBRARY_VARIABLE: &str = "WARRAQ_LIBRARY";

/// Hosts (`host` or `host:port`, separated by commas) that may be on this machine or in a private network although the
/// reader did not type them. Only heard together with [`LIBRARY_VARIABLE`], so that nothing in an ordinary session's
/// environment can open the private network to a feed.
pub(crate) const PRIVATE_HOSTS_VARIABLE: &str = "WARRAQ_PRIVATE_HOSTS";

/// A library's folder and what came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Library {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// Private hosts that feeds may lead to.
    pub(crate) private_hosts: Vec<String>,
}

impl Library {
    /// The app's own, in the folder that the system has for it.
    pub(crate) fn of_the_app() -> Option<Self> {
        warraq_core::default_library().map(|folder| Self { folder, private_hosts: Vec::new() })
    }

    /// The one that the environment names, if it names one.
    pub(crate) fn from_environment() -> Option<Self> {
        let folder = std::env::var_os(LIBRARY_VARIABLE).filter(|f| !f.is_empty())?;
        let hosts = std::env::var(PRIVATE_HOSTS_VARIABLE).unwrap_or_default();
        let folder = std::path::absolute(&folder).unwrap_or_else(|_| PathBuf::from(&folder));
        Some(Self { folder, private_hosts: hosts_of(&hosts) })
    }
}

fn hosts_of(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|host| !host.is_empty()).map(str::to_owned).collect()
}

/// The name under which a running app of this library can be found by the next start; none where the platform knows
/// one name only and this library is not the app's own (the library's lock then keeps the second one out).
pub(crate) fn instance_id(explicit: Option<&Library>) -> Option<String> {
    match explicit {
        None => Some(APP_IDENTIFIER.to_owned()),
        Some(library) if cfg!(target_os = "linux") => {
            let folder = library.folder.canonicalize().unwrap_or_else(|_| library.folder.clone());
            let mut hasher = std::hash::DefaultHasher::new();
            folder.hash(&mut hasher);
            Some(format!("{APP_IDENTIFIER}.library{:016x}", hasher.finish()))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Library, hosts_of, instance_id};

    #[test]
    fn the_apps_own_library_allows_no_private_host() {
        assert!(Library::of_the_app().is_none_or(|library| library.private_hosts.is_empty()));
    }

    #[test]
    fn hosts_are_a_list_with_commas() {
        assert_eq!(hosts_of(" 127.0.0.1, localhost:8700 ,,"), ["127.0.0.1", "localhost:8700"]);
        assert!(hosts_of("").is_empty());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn two_libraries_are_two_apps_and_one_library_is_one() {
        let library = |folder: &str| Library { folder: folder.into(), private_hosts: Vec::new() };
        let id = |folder: &str| instance_id(Some(&library(folder)));
        assert_eq!(id("/a"), id("/a"));
        assert_ne!(id("/a"), id("/b"));
        assert_ne!(id("/a"), instance_id(None));
    }
}
