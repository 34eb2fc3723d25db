//! From a command's name and JSON to its function and back.

use serde_json::Value;
use ts_rs::TS;

use super::*;
use crate::Core;

/// A command as the generators and the tests see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandInfo {
    /// Its name.
    pub name: &'static str,
    /// The TypeScript name of its request.
    pub request: &'static str,
    /// The TypeScript name of its answer.
    pub answer: &'static str,
    /// What it does.
    pub doc: &'static str,
}

macro_rules! dispatcher {
    ($( #[doc = $doc:literal] $name:ident ( $request:ident ) -> $answer:ident, )*) => {
        /// Every command, in the order of the list.
        pub const COMMANDS: &[CommandInfo] = &[$(CommandInfo {
            name: stringify!($name),
            request: stringify!($request),
            answer: stringify!($answer),
            doc: $doc,
        }),*];

        /// Calls `command`. An unknown name or a request that does not fit is `invalid_request`.
        pub(crate) async fn dispatch(core: &Core, command: &str, request: Value) -> Result<Value, ApiError> {
            match command {
                $(stringify!($name) => answer(core.$name(read::<$request>(request)?).await?),)*
                _ => Err(ApiError::new(ErrorCode::InvalidRequest, "no such command").with("command", truncated(command))),
            }
        }

        /// Writes every type that a command takes or gives to `types`, for the TypeScript bindings.
        pub fn export_types(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
            $(<$request as TS>::export_all(config)?; <$answer as TS>::export_all(config)?;)*
            <ApiError as TS>::export_all(config)?;
            <crate::model::CoreEvent as TS>::export_all(config)
        }
    };
}

crate::with_commands!(dispatcher);

fn read<R: serde::de::DeserializeOwned>(request: Value) -> Result<R, ApiError> {
    let request = if request.is_null() { Value::Object(serde_json::Map::new()) } else { request };
    serde_json::from_value(request).map_err(|error| ApiError::from_chain(ErrorCode::InvalidRequest, &error))
}

fn answer<A: serde::Serialize>(value: A) -> Result<Value, ApiError> {
    serde_json::to_value(value).map_err(|error| ApiError::from_chain(ErrorCode::Internal, &error))
}

/// A name from outside, short enough for a message.
fn truncated(name: &str) -> String {
    name.chars().take(64).collect()
}
