//! What the server answers: a well-formed answer with parts that can be made wrong, or a script of bytes.

use std::io::Write;
use std::time::Duration;

use tokio::sync::watch;

/// A door that holds answers back until the test opens it: the way to have requests in flight without waiting.
#[derive(Debug, Clone)]
pub struct Gate(watch::Sender<bool>);

impl Default for Gate {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Gate {
    /// A closed door.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets everything through, now and later.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Waits until the door is open.
    pub async fn passed(&self) {
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}

/// A step of a script.
#[derive(Debug, Clone)]
pub enum Step {
    /// Writes these bytes.
    Bytes(Vec<u8>),
    /// Writes these bytes again and again until the reader goes away.
    Forever(Vec<u8>),
    /// Writes these bytes again and again, with a pause after each time, until the reader goes away.
    Drip(Vec<u8>, Duration),
    /// Says nothing for so long.
    Pause(Duration),
    /// Says nothing more and keeps the connection open until the reader goes away.
    Hang,
    /// Waits for the door.
    Wait(Gate),
    /// Ends the connection with a TCP reset.
    Reset,
    /// Ends the connection in good order.
    Close,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    /// Whether the true `Content-Length` is written.
    with_length: bool,
    validators: Option<(Option<String>, Option<String>)>,
    gate: Option<Gate>,
    pause: Option<Duration>,
    script: Option<Vec<Step>>,
}

impl Default for Answer {
    fn default() -> Self {
        Self::status(200)
    }
}

impl Answer {
    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            with_length: true,
            validators: None,
            gate: None,
            pause: None,
            script: None,
        }
    }

    /// 200 with a body and its media type.
    pub fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::status(200).header("content-type", content_type).body(body)
    }

    /// 200 with an RSS document.
    pub fn rss(body: impl Into<Vec<u8>>) -> Self {
        Self::ok("application/rss+xml; charset=utf-8", body)
    }

    /// 200 with an HTML page.
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::ok("text/html; charset=utf-8", body)
    }

    /// A redirect; `to` is written as it is.
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).header("location", to)
    }

    /// What a café's network answers to everything before one has paid.
    pub fn captive_portal() -> Self {
        Self::html("<!doctype html><title>Welcome</title><form action=/login><input name=room></form>")
    }

    /// A script of bytes; the connection ends with it.
    pub fn script(steps: Vec<Step>) -> Self {
        Self { script: Some(steps), ..Self::status(200) }
    }

    /// A script that begins with the head of a 200, these header lines, and the empty line.
    pub fn after_head(lines: &[&str], steps: Vec<Step>) -> Self {
        let mut head = String::from("HTTP/1.1 200 OK\r\n");
        for line in lines {
            head.push_str(line);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        let mut all = vec![Step::Bytes(head.into_bytes())];
        all.extend(steps);
        Self::script(all)
    }

    /// Takes the request and never says a word.
    pub fn never() -> Self {
        Self::script(vec![Step::Hang])
    }

    /// A header more. A character is a byte (ISO 8859-1), so that any bytes can be written.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let bytes = value.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        self.headers.push((name.to_owned(), bytes));
        self
    }

    /// The body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The body, compressed, with its `Content-Encoding`.
    pub fn gzipped(self, body: &[u8]) -> Self {
        self.header("content-encoding", "gzip").body(gzip(body))
    }

    /// Leaves `Content-Length` to the headers written by hand; the connection ends with the body.
    pub fn without_length(mut self) -> Self {
        self.with_length = false;
        self
    }

    /// Sends these validators, and 304 to a request that brings all of them back byte for byte.
    pub fn conditional(mut self, etag: Option<&str>, last_modified: Option<&str>) -> Self {
        self.validators = Some((etag.map(str::to_owned), last_modified.map(str::to_owned)));
        self
    }

    /// Answers when the door is open.
    pub fn behind(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// Answers after so long.
    pub fn after(mut self, pause: Duration) -> Self {
        self.pause = Some(pause);
        self
    }

    /// The steps for this request, and whether the connection may be used again after them.
    pub(super) fn steps(mut self, request: &super::Recorded) -> (Vec<Step>, bool) {
        let mut steps: Vec<Step> = self.gate.take().map(Step::Wait).into_iter().collect();
        steps.extend(self.pause.map(Step::Pause));
        if let Some(script) = self.script {
            steps.extend(script);
            return (steps, false);
        }
        if let Some((etag, last_modified)) = self.validators.take() {
            let same =
                |header: &str, value: &Option<String>| value.is_none() || value.as_deref() == request.header(header);
            if same("if-none-match", &etag) && same("if-modified-since", &last_modified) {
                self.status = 304;
                self.body.clear();
            }
            if let Some(etag) = etag {
                self = self.header("etag", &etag);
            }
            if let Some(last_modified) = last_modified {
                self = self.header("last-modified", &last_modified);
            }
        }
        let mut bytes = format!("HTTP/1.1 {} Scripted\r\n", self.status).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        if self.with_length && self.status != 304 {
            bytes.extend_from_slice(format!("content-length: {}\r\n", self.body.len()).as_bytes());
        }
        if !self.with_length {
            bytes.extend_from_slice(b"connection: close\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        if request.method != "HEAD" {
            bytes.extend_from_slice(&self.body);
        }
        steps.push(Step::Bytes(bytes));
        (steps, self.with_length)
    }
}

/// gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// zlib, which is what HTTP calls `deflate`.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// A brotli stream that holds `bytes` as they are, in uncompressed meta-blocks of at most 65,536 bytes (RFC 7932 §9.2).
pub fn brotli_stored(bytes: &[u8]) -> Vec<u8> {
    // WBITS = 16 is the single bit 0. Each meta-block: ISLAST 0, MNIBBLES 00 (four), MLEN − 1 in 16 bits,
    // ISUNCOMPRESSED 1, then padding to the byte. The stream ends with ISLAST 1, ISLASTEMPTY 1.
    let mut out = Vec::new();
    let (mut held, mut filled) = (0u32, 1u32);
    for block in bytes.chunks(65_536) {
        let length = u32::try_from(block.len() - 1).unwrap_or(0);
        held |= (length << 3 | 1 << 19) << filled;
        filled += 20;
        let whole = filled.div_ceil(8) as usize;
        out.extend_from_slice(held.to_le_bytes().get(..whole).unwrap_or_default());
        out.extend_from_slice(block);
        (held, filled) = (0, 0);
    }
    out.push(u8::try_from(held | 3 << filled).unwrap_or(3));
    out
}
