//! The TypeScript side of the contract, generated from the core's one list of commands.

use std::fmt::Write as _;
use std::path::Path;

use warraq_core::api::{COMMANDS, export_types};

const HEAD: &str = "// Generated from src-tauri/core/src/api by `make bindings`. Never edited by hand.\n";

/// Writes `types.ts` and `commands.ts` into `folder`.
pub fn write(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let types = folder.join("types.ts");
    if types.exists() {
        std::fs::remove_file(&types)?;
    }
    export_types(&ts_rs::Config::default().with_out_dir(folder))?;
    std::fs::write(folder.join("commands.ts"), commands())?;
    Ok(())
}

/// The command table as a TypeScript interface: name, request, answer.
fn commands() -> String {
    let mut names: Vec<&str> = COMMANDS.iter().flat_map(|c| [c.request, c.answer]).collect();
    names.sort_unstable();
    names.dedup();
    let mut text = format!("{HEAD}\nimport type {{ {} }} from './types';\n\n", names.join(", "));
    text.push_str("/** Every command of the core: what it takes and what it gives. */\nexport interface Commands {\n");
    for command in COMMANDS {
        let _ = writeln!(
            text,
            "  /**{} */\n  {}: {{ request: {}; answer: {} }};",
            command.doc, command.name, command.request, command.answer
        );
    }
    text.push_str("}\n\n/** The commands' names. */\nexport const COMMANDS = [\n");
    for command in COMMANDS {
        let _ = writeln!(text, "  '{}',", command.name);
    }
    text.push_str("] as const;\n");
    text
}
