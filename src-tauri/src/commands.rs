//! The handlers, all from the core's one list: each passes its request to the core and gives back the answer.

use serde_json::Value;
use tauri::State;
use warraq_core::api::ApiError;

use crate::engine::Engine;

macro_rules! handlers {
    ($( #[doc = $doc:literal] $name:ident ( $request:ident ) -> $answer:ident, )*) => {
        $(
            #[doc = $doc]
            #[tauri::command]
            async fn $name(engine: State<'_, Engine>, request: Value) -> Result<Value, ApiError> {
                engine.call(stringify!($name), request).await
            }
        )*

        /// Every command of the core and nothing else.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),*]
        }
    };
}

warraq_core::with_commands!(handlers);
