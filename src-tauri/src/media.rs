//! `warraq-media://localhost/HASH` (`http://warraq-media.localhost/HASH` on Windows): pictures of the library, by the
//! hash of their bytes. Never the network, never another file: a path that is not a hash has nowhere to lead.

use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};
use warraq_core::model::MediaHash;

use crate::engine::Engine;

/// The scheme's name, which the content security policy in `tauri.conf.json` admits for pictures.
pub(crate) const SCHEME: &str = "warraq-media";

/// Answers one request of the window.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let picture = match (hash_of(request.uri().path()), app.try_state::<Engine>().map(|engine| engine.core(false)))
        {
            (Some(hash), Some(Ok(core))) => core.media(hash).await,
            _ => None,
        };
        responder.respond(response(picture));
    });
}

fn hash_of(path: &str) -> Option<MediaHash> {
    MediaHash::parse(path.strip_prefix('/')?)
}

/// The picture, which never changes under its name; or an empty 404 (with a body the page would draw it).
fn response(picture: Option<(Vec<u8>, String)>) -> Response<Vec<u8>> {
    let answer = match picture {
        Some((bytes, media_type)) if media_type.starts_with("image/") => Response::builder()
            .header(header::CONTENT_TYPE, media_type)
            .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            // An SVG opened as a document instead of a picture would be one: it may do nothing then.
            .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
            .body(bytes),
        _ => Response::builder().status(StatusCode::NOT_FOUND).body(Vec::new()),
    };
    // A media type with a line break in it makes no header; such a picture is as good as missing.
    answer.unwrap_or_else(|_| {
        let mut empty = Response::new(Vec::new());
        *empty.status_mut() = StatusCode::NOT_FOUND;
        empty
    })
}

#[cfg(test)]
mod tests {
    use super::{StatusCode, hash_of, header, response};

    #[test]
    fn only_a_hash_is_a_path() {
        let hash = "0a".repeat(32);
        assert!(hash_of(&format!("/{hash}")).is_some());
        for bad in
            ["", "/", "/../x", "//", &hash, &format!("/{hash}/"), &format!("/{hash}?x"), &format!("/%2e%2e/{hash}")]
        {
            assert!(hash_of(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_picture_comes_with_its_type_and_is_kept() {
        let answer = response(Some((vec![1, 2], "image/png".to_owned())));
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/png");
        assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(answer.headers()[header::CACHE_CONTROL].to_str().is_ok_and(|v| v.contains("immutable")));
        assert_eq!(answer.body(), &[1, 2]);
    }

    #[test]
    fn anything_else_is_an_empty_404() {
        let not_a_picture = Some((b"<script>".to_vec(), "text/html".to_owned()));
        let not_a_header = Some((vec![1], "image/png\r\nX: y".to_owned()));
        for picture in [None, not_a_picture, not_a_header] {
            let answer = response(picture);
            assert_eq!((answer.status(), answer.body().len()), (StatusCode::NOT_FOUND, 0));
        }
    }
}
