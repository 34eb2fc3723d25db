//! How a request and an answer are written down: one macro, so that each derives the same.

/// `request` refuses unknown fields; `answer` is only ever written.
macro_rules! dto {
    ($(#[$doc:meta])* request $name:ident { $($(#[$field_doc:meta])* $field:ident : $ty:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(deny_unknown_fields)]
        #[ts(export_to = "types.ts", optional_fields = nullable)]
        pub struct $name { $($(#[$field_doc])* pub $field: $ty),* }
    };
    ($(#[$doc:meta])* answer $name:ident { $($(#[$field_doc:meta])* $field:ident : $ty:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, TS)]
        #[ts(export_to = "types.ts")]
        pub struct $name { $($(#[$field_doc])* pub $field: $ty),* }
    };
}

pub(super) use dto;
