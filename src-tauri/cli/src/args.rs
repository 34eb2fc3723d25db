//! The command line's grammar.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Warraq's engine on a command line.
#[derive(Debug, Parser)]
#[command(name = "warraq-cli", version, about, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// The library's folder; the app's own when left out.
    #[arg(long, value_name = "DIR", global = false)]
    pub(crate) library: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What an article is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One HTML file that loads nothing.
    Html,
    /// Markdown, its pictures in a folder beside it.
    Md,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Follow the feed of a site or a feed's address.
    Add {
        /// The address.
        address: String,
        /// The category to put it in.
        #[arg(long)]
        category: Option<String>,
    },
    /// Fetch all feeds now.
    Refresh,
    /// List feeds.
    Feeds,
    /// List articles, newest first.
    List {
        /// `all`, `today`, `breaking`, `kept`, `feed:N`, `category:N` or `subject:KEY`.
        #[arg(long, default_value = "all")]
        scope: String,
        /// Only unread ones.
        #[arg(long)]
        unread: bool,
        /// How many at the most.
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Print an article from the library: never the network.
    Read {
        /// Its number.
        id: i64,
    },
    /// Print the comments of an article from the library; with --fetch, from the site.
    Comments {
        /// Its number.
        id: i64,
        /// Ask the site first.
        #[arg(long)]
        fetch: bool,
    },
    /// Keep an article and fetch all of it.
    Keep {
        /// Its number.
        id: i64,
    },
    /// Keep the page at an address, from no feed, and fetch all of it.
    KeepPage {
        /// The address.
        address: String,
    },
    /// Look whether everything that is kept is really here, file by file; fails when something says so and is not.
    OfflineCheck,
    /// Keep the articles of a file that Pocket, Instapaper, Omnivore, wallabag, Karakeep or a browser wrote.
    ImportArticles {
        /// The file.
        file: PathBuf,
        /// Only say what that would do.
        #[arg(long)]
        preview: bool,
    },
    /// Write the whole library to one file.
    ExportLibrary {
        /// The file.
        file: PathBuf,
        /// Leave pictures and sounds out.
        #[arg(long)]
        without_pictures: bool,
    },
    /// Put the library of such a file in the place of this one.
    ImportLibrary {
        /// The file.
        file: PathBuf,
    },
    /// Make a backup of the library now.
    Backup,
    /// List the backups.
    Backups,
    /// Put a backup in the library's place.
    Restore {
        /// Its name, as `backups` lists it.
        name: String,
    },
    /// Set a damaged library aside and put the newest sound backup in its place, with what can still be read.
    Recover {
        /// Another backup than the newest sound one.
        #[arg(long)]
        backup: Option<String>,
        /// Only say what there is.
        #[arg(long)]
        look: bool,
    },
    /// Let a kept article go.
    Unkeep {
        /// Its number.
        id: i64,
    },
    /// Follow the feeds of an OPML file.
    ImportOpml {
        /// The file.
        file: PathBuf,
    },
    /// Write all feeds as OPML to standard output.
    ExportOpml,
    /// Write an article to a file with its parts and pictures: never the network.
    Export {
        /// Its number.
        #[arg(long)]
        id: i64,
        /// What it is written as.
        #[arg(long, value_enum)]
        format: Format,
        /// The file; or a folder, in which it gets a name of its own.
        #[arg(long, value_name = "PATH")]
        out: PathBuf,
    },
    /// Call any command of the core with a JSON request.
    Call {
        /// Its name.
        command: String,
        /// The request.
        #[arg(default_value = "{}")]
        request: String,
    },
    /// Read feeds: {id, b64, ctype?, url?} a line.
    ParseFeed {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// Find articles in pages: {id, url, html} a line.
    Extract {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// Make markup safe: {id, payload, base?} a line.
    Sanitise {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// Say what articles are about: {id, title, text, categories?, source?} a line.
    Classify {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// Say whether texts answer questions, as the search would: {id, query, text} a line.
    Match {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// Search the library: {id, query, sort?, limit?} a line; `sort` is `relevant` or `newest`.
    Search {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// Put articles into the library: {id, title, body or html, url, source, category?, date} a line.
    Load {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// Find neighbours of loaded articles: {id} a line, as they were loaded.
    Related {
        /// JSON lines in and out.
        #[arg(long, required = true)]
        batch: bool,
    },
    /// List stories, a line each: {story, ids}; an article that is in none is a line of its own.
    Stories,
}
