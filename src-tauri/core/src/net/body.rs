//! Taking a body in: one layer of encoding, undone while it arrives, so that neither the bytes on the wire nor those
//! they grow into pass their bounds (promise N5).

use std::io::{self, Write};

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::{Decompress, FlushDecompress, Status};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use tokio::time::{Instant, timeout_at};

use super::{FetchError, Kind, NetOptions, failure};

/// Room for what comes out of a decoder at a time.
const BLOCK: usize = 32 * 1024;
/// A decoder is fed so much at a time; deflate grows at most 1,032-fold, so that at most 4 MB appear between checks.
const MORSEL: usize = 4 * 1024;
/// Up to here, in bytes, a body may have grown in any proportion …
const FREE_GROWTH: u64 = 4_000_000;
/// … and from there on it may be so many times as large as what came over the wire. Feeds grow about tenfold.
const MOST_GROWTH: u64 = 200;
/// So many bytes of a body are its beginning.
const BEGINNING: usize = 64 * 1024;
/// No more is set aside for a body because of what `Content-Length` says.
const TRUSTED_LENGTH: u64 = 256 * 1024;

/// Bounds of a body in bytes.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    wire: u64,
    inflated: u64,
}

impl Bounds {
    fn of(kind: Kind) -> Self {
        let (wire, inflated) = match kind {
            Kind::Feed | Kind::Address => (20, 50),
            Kind::Page => (10, 10),
            Kind::Picture => (15, 15),
            Kind::Sound => (150, 150),
        };
        Self { wire: wire * 1_000_000, inflated: inflated * 1_000_000 }
    }
}

/// Reads the body of `response`.
pub(super) async fn read(
    mut response: reqwest::Response,
    kind: Kind,
    options: &NetOptions,
) -> Result<Vec<u8>, FetchError> {
    let bounds = Bounds::of(kind);
    let announced = response.content_length();
    if announced.is_some_and(|length| length > bounds.wire) {
        return Err(FetchError::TooLarge { limit: bounds.wire });
    }
    let mut body = Body::new(response.headers(), kind, announced.unwrap_or(0))?;
    let window = options.rate_window;
    let least = options.min_rate.saturating_mul(u64::try_from(window.as_millis()).unwrap_or(u64::MAX)) / 1_000;
    let (mut window_ends, mut counted_from) = (Instant::now() + window, 0);
    loop {
        match timeout_at(window_ends, response.chunk()).await {
            Ok(Ok(Some(chunk))) => body.push(&chunk)?,
            Ok(Ok(None)) => return body.finish(),
            Ok(Err(error)) => return Err(failure::broken(error)),
            Err(_) => {
                if body.wire - counted_from < least {
                    return Err(FetchError::Timeout("rate"));
                }
                (window_ends, counted_from) = (Instant::now() + window, body.wire);
            }
        }
    }
}

/// The beginning of a body that nobody waits for the end of; nothing where even that is damaged.
pub(super) async fn beginning(mut response: reqwest::Response, kind: Kind) -> Vec<u8> {
    let Ok(mut body) = Body::new(response.headers(), kind, 0) else { return Vec::new() };
    let bytes = loop {
        if body.bytes.len() >= BEGINNING || body.wire >= BEGINNING as u64 {
            break body.bytes;
        }
        match response.chunk().await {
            Ok(Some(chunk)) => {
                if body.push(&chunk).is_err() {
                    break body.bytes;
                }
            }
            Ok(None) => break body.finish().unwrap_or_default(),
            Err(_) => break body.bytes,
        }
    };
    bytes.into_iter().take(BEGINNING).collect()
}

/// A body under way.
struct Body {
    bounds: Bounds,
    wire: u64,
    decoder: Decoder,
    bytes: Vec<u8>,
}

enum Decoder {
    Plain,
    /// The first two bytes are awaited: they tell what the body really is.
    Waiting(Coding, Vec<u8>),
    Gzip(Box<flate2::write::GzDecoder<Vec<u8>>>),
    Deflate(Box<Decompress>),
    Brotli(Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>),
    /// The encoded stream has ended; what follows is padding.
    Ended,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
}

impl Body {
    fn new(headers: &HeaderMap, kind: Kind, announced: u64) -> Result<Self, FetchError> {
        let mut layers: Vec<String> = Vec::new();
        for value in headers.get_all(CONTENT_ENCODING) {
            let names = value.to_str().unwrap_or_default().split(',').map(|name| name.trim().to_ascii_lowercase());
            layers.extend(names.filter(|name| !name.is_empty() && name != "identity"));
        }
        if layers.len() > 1 {
            return Err(damaged("more than one content encoding"));
        }
        let decoder = match layers.first().map(String::as_str) {
            Some("gzip" | "x-gzip") => Decoder::Waiting(Coding::Gzip, Vec::new()),
            Some("deflate") => Decoder::Waiting(Coding::Deflate, Vec::new()),
            Some("br") => Decoder::Brotli(Box::new(BrotliState::new_strict(
                StandardAlloc::default(),
                StandardAlloc::default(),
                StandardAlloc::default(),
            ))),
            // `feed.xml.gz`, served as the file that it is: no feed begins with gzip's two bytes otherwise.
            None if matches!(kind, Kind::Feed | Kind::Address) => Decoder::Waiting(Coding::Gzip, Vec::new()),
            // Servers write `utf-8` or `none` here. An encoding nobody asked for shows when the body is read.
            Some(_) | None => Decoder::Plain,
        };
        let room = usize::try_from(announced.min(TRUSTED_LENGTH)).unwrap_or(0);
        Ok(Self { bounds: Bounds::of(kind), wire: 0, decoder, bytes: Vec::with_capacity(room) })
    }

    fn push(&mut self, chunk: &[u8]) -> Result<(), FetchError> {
        self.wire += chunk.len() as u64;
        if self.wire > self.bounds.wire {
            return Err(FetchError::TooLarge { limit: self.bounds.wire });
        }
        if let Decoder::Waiting(coding, head) = &mut self.decoder {
            head.extend_from_slice(chunk);
            let [first, second, ..] = head[..] else { return Ok(()) };
            let (coding, head) = (*coding, std::mem::take(head));
            self.decoder = decoder_for(coding, first, second);
            return self.decode(&head);
        }
        self.decode(chunk)
    }

    fn decode(&mut self, chunk: &[u8]) -> Result<(), FetchError> {
        for morsel in chunk.chunks(MORSEL) {
            match &mut self.decoder {
                Decoder::Plain => self.bytes.extend_from_slice(morsel),
                Decoder::Ended | Decoder::Waiting(..) => {}
                Decoder::Gzip(_) => self.gunzip(morsel)?,
                Decoder::Deflate(_) => self.inflate(morsel)?,
                Decoder::Brotli(_) => self.unbrotli(morsel)?,
            }
            self.check_growth()?;
        }
        Ok(())
    }

    fn gunzip(&mut self, mut rest: &[u8]) -> Result<(), FetchError> {
        let Decoder::Gzip(decoder) = &mut self.decoder else { return Ok(()) };
        while !rest.is_empty() {
            let taken = decoder.write(rest).map_err(broken)?;
            self.bytes.append(decoder.get_mut());
            rest = rest.get(taken..).unwrap_or_default();
            if taken == 0 {
                // The member's end, its checksum included. Another may follow (RFC 1952 §2.2); anything else is
                // padding.
                decoder.try_finish().map_err(broken)?;
                self.bytes.append(decoder.get_mut());
                if rest.first() != Some(&0x1f) {
                    self.decoder = Decoder::Ended;
                    return Ok(());
                }
                **decoder = flate2::write::GzDecoder::new(Vec::new());
            }
        }
        Ok(())
    }

    fn inflate(&mut self, mut rest: &[u8]) -> Result<(), FetchError> {
        let Decoder::Deflate(decoder) = &mut self.decoder else { return Ok(()) };
        let mut block = Vec::with_capacity(BLOCK);
        loop {
            block.clear();
            let before = decoder.total_in();
            let status = decoder.decompress_vec(rest, &mut block, FlushDecompress::None).map_err(broken)?;
            let taken = usize::try_from(decoder.total_in() - before).unwrap_or(rest.len());
            rest = rest.get(taken..).unwrap_or_default();
            self.bytes.extend_from_slice(&block);
            if status == Status::StreamEnd {
                self.decoder = Decoder::Ended;
                return Ok(());
            }
            // All taken in and room left: more has to arrive. With room left alone it is not enough: the decoder may have
            // given out what it still held before it takes anything in.
            if rest.is_empty() && block.len() < block.capacity() {
                return Ok(());
            }
            if taken == 0 && block.is_empty() {
                return Err(damaged("not a deflate stream"));
            }
        }
    }

    fn unbrotli(&mut self, morsel: &[u8]) -> Result<(), FetchError> {
        let Decoder::Brotli(state) = &mut self.decoder else { return Ok(()) };
        let (mut left, mut at, mut block) = (morsel.len(), 0, vec![0; BLOCK]);
        loop {
            let (mut room, mut written, mut total) = (BLOCK, 0, 0);
            let result = BrotliDecompressStream(
                &mut left,
                &mut at,
                morsel,
                &mut room,
                &mut written,
                &mut block,
                &mut total,
                state,
            );
            self.bytes.extend_from_slice(block.get(..written).unwrap_or_default());
            // Brotli grows without bound within a few bytes, so that each block is checked.
            check_growth(self.bytes.len() as u64, self.wire, self.bounds)?;
            match result {
                BrotliResult::NeedsMoreOutput => {}
                BrotliResult::NeedsMoreInput => return Ok(()),
                BrotliResult::ResultSuccess => {
                    self.decoder = Decoder::Ended;
                    return Ok(());
                }
                BrotliResult::ResultFailure => return Err(damaged("not a brotli stream")),
            }
        }
    }

    fn check_growth(&self) -> Result<(), FetchError> {
        check_growth(self.bytes.len() as u64, self.wire, self.bounds)
    }

    fn finish(mut self) -> Result<Vec<u8>, FetchError> {
        match &mut self.decoder {
            // A label on an empty body, or on a single byte that can't be what the label says.
            Decoder::Waiting(_, head) => self.bytes.append(head),
            Decoder::Gzip(decoder) => {
                decoder.try_finish().map_err(broken)?;
                self.bytes.append(decoder.get_mut());
                self.check_growth()?;
            }
            Decoder::Brotli(_) if self.wire == 0 => {}
            Decoder::Deflate(_) | Decoder::Brotli(_) => return Err(damaged("the encoded stream is cut short")),
            Decoder::Plain | Decoder::Ended => {}
        }
        Ok(self.bytes)
    }
}

/// What a body so labelled really is. Plain text under a gzip label is common enough to be taken as it is; `deflate`
/// means zlib (RFC 9110 §8.4.1.2) but some servers send it bare.
fn decoder_for(coding: Coding, first: u8, second: u8) -> Decoder {
    match coding {
        Coding::Gzip if (first, second) == (0x1f, 0x8b) => {
            Decoder::Gzip(Box::new(flate2::write::GzDecoder::new(Vec::new())))
        }
        Coding::Gzip => Decoder::Plain,
        Coding::Deflate => {
            let zlib = first & 0x0f == 8 && u16::from_be_bytes([first, second]).is_multiple_of(31);
            Decoder::Deflate(Box::new(Decompress::new(zlib)))
        }
    }
}

fn check_growth(grown: u64, wire: u64, bounds: Bounds) -> Result<(), FetchError> {
    if grown > bounds.inflated {
        return Err(FetchError::TooLarge { limit: bounds.inflated });
    }
    if grown > FREE_GROWTH.max(wire.saturating_mul(MOST_GROWTH)) {
        return Err(FetchError::TooLarge { limit: FREE_GROWTH });
    }
    Ok(())
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> FetchError {
    FetchError::Broken(Box::new(error))
}

fn damaged(reason: &'static str) -> FetchError {
    broken(io::Error::new(io::ErrorKind::InvalidData, reason))
}
