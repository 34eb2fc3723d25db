//! A whole library as one file, for moving house: a tar archive (POSIX.1-1988 `ustar`) of the database and the stored
//! files, named by the hashes of their bytes.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};

use super::open::{DATABASE, sync_folder};
use super::{StoreError, pictures};
use crate::model::MediaHash;

/// A block of an archive.
const BLOCK: usize = 512;
/// A stored file of more bytes is none of ours.
const LARGEST_FILE: u64 = 200_000_000;

/// Writes `database` and, where they are wanted, the files that it names to an archive at `target`: beside its place,
/// synced, renamed. Answers how many files went in.
pub(crate) fn write(
    database: &Path,
    media: impl Fn(&str) -> PathBuf,
    with_media: bool,
    target: &Path,
) -> Result<u32, StoreError> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = target.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = fill(database, &media, with_media, &beside);
    match written {
        Ok(count) => {
            fs::rename(&beside, target).map_err(StoreError::io(target))?;
            sync_folder(folder)?;
            Ok(count)
        }
        Err(error) => {
            let _ = fs::remove_file(&beside);
            Err(error)
        }
    }
}

fn fill(database: &Path, media: &impl Fn(&str) -> PathBuf, with_media: bool, beside: &Path) -> Result<u32, StoreError> {
    let mut archive = BufWriter::new(File::create(beside).map_err(StoreError::io(beside))?);
    let failed = || StoreError::io(beside);
    let mut count = 0;
    append(&mut archive, DATABASE, database).map_err(failed())?;
    if with_media {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(database, flags)?;
        let mut select = db.prepare("SELECT hash FROM media ORDER BY hash")?;
        let hashes = select.query_map([], |row| row.get::<_, String>(0))?;
        for hash in hashes {
            let hash = hash?;
            let path = media(&hash);
            if path.exists() {
                append(&mut archive, &format!("media/{hash}"), &path).map_err(failed())?;
                count += 1;
            }
        }
    }
    archive.write_all(&[0; 2 * BLOCK]).map_err(failed())?;
    let file = archive.into_inner().map_err(|error| StoreError::io(beside)(error.into_error()))?;
    file.sync_all().map_err(failed())?;
    Ok(count)
}

fn append(archive: &mut impl Write, name: &str, path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut head = [0_u8; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(place) = head.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    };
    put(0, name.as_bytes());
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    if length < 1 << 33 {
        put(124, format!("{length:011o}\0").as_bytes());
    } else {
        // Beyond eight gigabytes: base 256, as every present reader knows it.
        put(124, &[0x80, 0, 0, 0]);
        put(128, &length.to_be_bytes());
    }
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
    if let Some(place) = head.get_mut(148..156) {
        place.copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    archive.write_all(&head)?;
    let copied = io::copy(&mut file.take(length), archive)?;
    if copied != length {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    archive.write_all(&vec![0; padding(length)])
}

fn padding(length: u64) -> usize {
    let over = usize::try_from(length % BLOCK as u64).unwrap_or(0);
    if over == 0 { 0 } else { BLOCK - over }
}

/// Takes an archive apart: its database to `database`, its files to their places. A file whose bytes are not what its
/// name says is left out, as is whatever else the archive holds. Answers how many files are there now.
pub(crate) fn read(archive: &Path, database: &Path, media: impl Fn(&str) -> PathBuf) -> Result<u32, StoreError> {
    let failed = || StoreError::io(archive);
    let mut from = BufReader::new(File::open(archive).map_err(failed())?);
    let (mut count, mut found) = (0, false);
    let mut head = [0_u8; BLOCK];
    loop {
        from.read_exact(&mut head).map_err(failed())?;
        if head.iter().all(|byte| *byte == 0) {
            break;
        }
        let field = |at: usize, length: usize| head.get(at..at + length).unwrap_or_default();
        if field(257, 5) != b"ustar" {
            return Err(StoreError::Damaged);
        }
        let name = field(0, 100).split(|byte| *byte == 0).next().unwrap_or_default().to_vec();
        let name = String::from_utf8(name).map_err(|_| StoreError::Damaged)?;
        let size = field(124, 12);
        let length = if size.first() == Some(&0x80) {
            size.get(4..12).and_then(|bytes| Some(u64::from_be_bytes(bytes.try_into().ok()?)))
        } else {
            let digits = String::from_utf8_lossy(size);
            u64::from_str_radix(digits.trim_matches(|c: char| c == '\0' || c == ' '), 8).ok()
        };
        let length = length.ok_or(StoreError::Damaged)?;
        let mut body = from.by_ref().take(length);
        let hash = name.strip_prefix("media/").and_then(MediaHash::parse);
        if name == DATABASE && !found {
            let mut file = File::create(database).map_err(StoreError::io(database))?;
            if io::copy(&mut body, &mut file).map_err(failed())? != length {
                return Err(StoreError::Damaged);
            }
            file.sync_all().map_err(StoreError::io(database))?;
            found = true;
        } else if let Some(hash) = hash.filter(|_| length <= LARGEST_FILE) {
            let mut bytes = Vec::new();
            body.read_to_end(&mut bytes).map_err(failed())?;
            let digits: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            if digits == hash.as_str() {
                pictures::write_file(&media(hash.as_str()), &bytes)?;
                count += 1;
            }
        } else {
            io::copy(&mut body, &mut io::sink()).map_err(failed())?;
        }
        io::copy(&mut from.by_ref().take(padding(length) as u64), &mut io::sink()).map_err(failed())?;
    }
    if found { Ok(count) } else { Err(StoreError::Damaged) }
}
