//! Settings, and what the window remembers of itself.

use serde_json::Value;

use crate::Core;
use crate::api::*;
use crate::model::CoreEvent;
use crate::settings;
use crate::store::{self, Durability};

/// What the window remembers may take so many bytes.
const MAX_UI_STATE: usize = 64 * 1024;
const UI_STATE: &str = "ui.state";

impl Core {
    /// The settings.
    pub async fn get_settings(&self, _: Nothing) -> Result<Settings, ApiError> {
        settings::read(self).await
    }

    /// Changes settings; none of them when one is refused.
    pub async fn update_settings(&self, request: SettingsPatch) -> Result<Settings, ApiError> {
        let mut current = settings::read(self).await?;
        settings::apply(&mut current, &request)?;
        let patch =
            serde_json::to_value(&request).map_err(|error| ApiError::from_chain(ErrorCode::Internal, &error))?;
        let (interval, now) = (request.refresh_minutes, self.now());
        self.inner
            .store
            .write(Durability::Full, move |db| {
                if let Some(minutes) = interval {
                    store::feeds::reschedule(db, minutes, now)?;
                }
                for (key, value) in patch.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
                    store::settings::set(db, key, value)?;
                }
                Ok(())
            })
            .await?;
        self.emit(CoreEvent::SettingsChanged);
        self.inner.wake.notify_one();
        Ok(current)
    }

    /// Remembers what the window wants to find again.
    pub async fn save_ui_state(&self, request: UiState) -> Result<Done, ApiError> {
        if request.json.len() > MAX_UI_STATE {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "more than the window may remember"));
        }
        self.inner
            .store
            .write(Durability::Normal, move |db| store::settings::set(db, UI_STATE, &Value::String(request.json)))
            .await?;
        Ok(Done {})
    }

    pub(super) async fn ui_state(&self) -> Result<Option<String>, ApiError> {
        let stored = self.inner.store.read(|db| store::settings::get(db, UI_STATE)).await?;
        Ok(stored.and_then(|value| value.as_str().map(str::to_owned)))
    }
}
