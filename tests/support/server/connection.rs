//! One connection: requests are read, answers played.

use std::future::Future;
use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::answer::Step;
use super::{Recorded, State};

/// The longest request that is read, in bytes.
const LONGEST_REQUEST: usize = 1 << 20;

/// What an answer needs of a socket.
pub(super) trait Socket: AsyncRead + AsyncWrite + Unpin + Send {
    /// The TCP socket below.
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Socket for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// Counts an answer as in flight for as long as it lives.
struct InFlight<'a>(&'a State);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

pub(super) async fn serve(mut socket: impl Socket, state: &State) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut socket, &mut buffer).await {
        state.begin();
        let counted = InFlight(state);
        let (steps, again) = state.answer(request.clone()).steps(&request);
        for step in steps {
            match play(&mut socket, step).await {
                Ok(true) => {}
                Ok(false) | Err(_) => return,
            }
        }
        drop(counted);
        if !again {
            let _ = socket.shutdown().await;
            return;
        }
    }
}

/// Plays a step; false when the connection is over.
async fn play(socket: &mut impl Socket, step: Step) -> io::Result<bool> {
    match step {
        Step::Bytes(bytes) => {
            socket.write_all(&bytes).await?;
            socket.flush().await?;
        }
        Step::Forever(bytes) => loop {
            socket.write_all(&bytes).await?;
        },
        Step::Drip(bytes, pause) => loop {
            socket.write_all(&bytes).await?;
            socket.flush().await?;
            if gone_before(socket, tokio::time::sleep(pause)).await {
                return Ok(false);
            }
        },
        Step::Hang => {
            gone_before(socket, std::future::pending()).await;
            return Ok(false);
        }
        Step::Pause(time) => return Ok(!gone_before(socket, tokio::time::sleep(time)).await),
        Step::Wait(gate) => return Ok(!gone_before(socket, gate.passed()).await),
        Step::Reset => {
            socket.tcp().set_zero_linger()?;
            return Ok(false);
        }
        Step::Close => {
            socket.shutdown().await?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// True when the reader goes away before `event`.
async fn gone_before(socket: &mut impl Socket, event: impl Future<Output = ()>) -> bool {
    let mut byte = [0];
    tokio::select! {
        () = event => false,
        // A byte here would be a second request in advance; no client of ours sends one.
        read = socket.read(&mut byte) => !matches!(read, Ok(1)),
    }
}

/// Reads a request; none when the connection ends or brings something else.
async fn read_request(socket: &mut impl Socket, buffer: &mut Vec<u8>) -> Option<Recorded> {
    let head_end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        more(socket, buffer).await?;
    };
    let head: String = buffer.get(..head_end)?.iter().map(|byte| char::from(*byte)).collect();
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim_matches(' ').to_owned()))
        .collect();
    let mut request = Recorded { method, target, headers, body: Vec::new() };
    let length: usize = request.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    while buffer.len() < head_end.checked_add(length)? {
        more(socket, buffer).await?;
    }
    request.body = buffer.get(head_end..head_end + length)?.to_vec();
    buffer.drain(..head_end + length);
    Some(request)
}

async fn more(socket: &mut impl Socket, buffer: &mut Vec<u8>) -> Option<()> {
    let read = socket.read_buf(buffer).await.ok()?;
    (read > 0 && buffer.len() <= LONGEST_REQUEST).then_some(())
}
