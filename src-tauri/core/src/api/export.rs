//! An article as a file: what is stored, through the writers of `export`.

use std::path::{Path, PathBuf};

use crate::Core;
use crate::api::*;
use crate::export::{self, Document, Picture, Pictures};
use crate::store::{detail, write_whole};

/// The bytes of pictures that go into one file; those behind are said by their words. A file is held in memory and handed
/// to the window as one text.
const MOST_PICTURES: usize = 24 * 1024 * 1024;

impl Core {
    /// One article as a file: its text, its parts and its pictures.
    pub async fn export_article(&self, request: ExportArticle) -> Result<ExportedArticle, ApiError> {
        let (document, pictures) = self.exported(request.id).await?;
        let offset = request.utc_offset_minutes;
        let exported = self.offload(move || {
            let (text, ending, media_type) = match request.format {
                ExportFormat::Html => (export::html::write(&document, &pictures, offset), "html", "text/html"),
                ExportFormat::Markdown => {
                    (export::markdown::write(&document, &pictures, None, offset), "md", "text/markdown")
                }
            };
            ExportedArticle {
                text,
                file_name: format!("{}.{ending}", export::file_stem(&document.title, document.id)),
                media_type: media_type.to_owned(),
            }
        });
        exported.await
    }

    /// Writes an article to a file, or into a folder under a name of its own, whole or not at all; answers with the file.
    /// The pictures of Markdown lie in a folder beside it, `NAME-pictures`.
    pub async fn export_to(&self, request: ExportArticle, out: &Path) -> Result<PathBuf, ApiError> {
        let (document, pictures) = self.exported(request.id).await?;
        let out = out.to_owned();
        let written =
            self.offload(move || write(&document, &pictures, request.format, request.utc_offset_minutes, out));
        written.await?
    }

    async fn exported(&self, id: crate::model::EntryId) -> Result<(Document, Pictures), ApiError> {
        let article = self.inner.store.read(move |db| detail::read(db, id)).await?;
        let document = Document::of(&article);
        let mut pictures = Pictures::new();
        let mut left = MOST_PICTURES;
        for hash in document.pictures() {
            if let Some((bytes, mime)) = self.media(hash.clone()).await
                && let Some(rest) = left.checked_sub(bytes.len())
            {
                left = rest;
                pictures.insert(hash, Picture { bytes, mime });
            }
        }
        Ok((document, pictures))
    }
}

fn write(
    document: &Document,
    pictures: &Pictures,
    format: ExportFormat,
    offset: i32,
    out: PathBuf,
) -> Result<PathBuf, ApiError> {
    let ending = match format {
        ExportFormat::Html => "html",
        ExportFormat::Markdown => "md",
    };
    let file = if out.is_dir() {
        out.join(format!("{}.{ending}", export::file_stem(&document.title, document.id)))
    } else {
        out
    };
    let text = match format {
        ExportFormat::Html => export::html::write(document, pictures, offset),
        ExportFormat::Markdown => {
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let name = format!("{stem}-pictures");
            let folder = file.with_file_name(&name);
            for media in document.pictures() {
                let file = export::markdown::picture_name(document, pictures, &media);
                if let (Some(file), Some(picture)) = (file, pictures.get(&media)) {
                    write_file(&folder.join(file), &picture.bytes)?;
                }
            }
            // After its pictures: a text that is there has them.
            export::markdown::write(document, pictures, Some(&name), offset)
        }
    };
    write_file(&file, text.as_bytes())?;
    Ok(file)
}

/// A place that can't be written to is the caller's mistake, not the library's.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    write_whole(path, bytes).map_err(|error| match ApiError::from(error) {
        full if full.code == ErrorCode::StorageFull => full,
        other => {
            ApiError::new(ErrorCode::InvalidRequest, format!("{} can't be written: {}", path.display(), other.detail))
        }
    })
}
