//! One binary of behaviour tests; a module a behaviour.

mod architecture;
mod arranging;
mod articles;
mod backups;
mod command_line;
mod commenting;
mod contract;
mod copies;
mod crashes;
mod exporting;
mod extracting;
mod extraction_scores;
mod faults;
mod front_pages;
mod identity;
mod ipc_contract;
mod keeping;
mod library;
mod lists;
mod moving;
mod net;
mod net_address;
mod net_exchange;
mod net_tls;
mod offline;
mod opml;
mod packs;
mod reading;
mod refreshing;
mod scheduling;
mod searching;
mod shelves;
mod sources;
mod stories;
mod subjects;
mod subscribing;
mod versions;
mod wordpress;
mod wordpress_comments;
mod world;

/// What a test may end with.
type Outcome = Result<(), Box<dyn std::error::Error>>;
