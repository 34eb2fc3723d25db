//! What the system says of the network: on Linux through GIO (NetworkManager or the desktop's portal); elsewhere nothing.
//! Asked once at the start and followed by its signals on the main thread; the core reads the last answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use warraq_core::Network;

/// Zero stands for: nothing was said.
const NO: u8 = 1;
const YES: u8 = 2;

/// The last that the system said.
#[derive(Debug, Default)]
struct Said {
    available: AtomicU8,
    metered: AtomicU8,
}

/// The system's network. Clones share what it said.
#[derive(Debug, Clone, Default)]
pub(crate) struct SystemNetwork(Arc<Said>);

impl Network for SystemNetwork {
    fn is_available(&self) -> Option<bool> {
        read(&self.0.available)
    }

    fn is_metered(&self) -> Option<bool> {
        read(&self.0.metered)
    }
}

fn read(said: &AtomicU8) -> Option<bool> {
    match said.load(Ordering::Relaxed) {
        NO => Some(false),
        YES => Some(true),
        _ => None,
    }
}

impl SystemNetwork {
    /// Follows the system's network from now on. To be called on the main thread.
    #[cfg(target_os = "linux")]
    pub(crate) fn watch() -> Self {
        use gio::prelude::NetworkMonitorExt as _;

        let network = Self::default();
        let monitor = gio::NetworkMonitor::default();
        network.hear(monitor.is_network_available(), monitor.is_network_metered());
        let said = network.clone();
        monitor.connect_network_changed(move |monitor, available| said.hear(available, monitor.is_network_metered()));
        let said = network.clone();
        monitor.connect_network_metered_notify(move |monitor| {
            said.hear(monitor.is_network_available(), monitor.is_network_metered());
        });
        network
    }

    /// Elsewhere nothing is known: the core tries and sees.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn watch() -> Self {
        Self::default()
    }

    #[cfg_attr(not(target_os = "linux"), allow(dead_code))]
    fn hear(&self, available: bool, metered: bool) {
        let write = |to: &AtomicU8, yes| to.store(if yes { YES } else { NO }, Ordering::Relaxed);
        write(&self.0.available, available);
        write(&self.0.metered, metered);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_known_before_the_system_spoke_and_the_last_word_holds() {
        let network = SystemNetwork::default();
        assert_eq!((network.is_available(), network.is_metered()), (None, None));
        let seen_by_the_core = network.clone();
        network.hear(true, true);
        assert_eq!((seen_by_the_core.is_available(), seen_by_the_core.is_metered()), (Some(true), Some(true)));
        network.hear(false, false);
        assert_eq!((seen_by_the_core.is_available(), seen_by_the_core.is_metered()), (Some(false), Some(false)));
    }
}
