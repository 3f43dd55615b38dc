//! A client that costs next to nothing: HTTP/1.1 by hand over one kept connection.

use crate::{Stop, instant};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// One kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> Result<Self, Stop> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends one request and waits for all of its answer.
    pub(crate) async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> Result<Answer, Stop> {
        let length = body.len();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: bench\r\n{headers}content-length: {length}\r\n\r\n{body}"
        );
        self.stream.write_all(text.as_bytes()).await?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let status = head.get(9..12).and_then(|code| code.parse().ok()).ok_or("no status")?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        match length {
            Some(length) => {
                while self.buffer.len() < head_end + length {
                    self.more().await?;
                }
            }
            // Chunks end with an empty one.
            None if head.to_ascii_lowercase().contains("transfer-encoding: chunked") => {
                while !self.buffer.ends_with(b"0\r\n\r\n") {
                    self.more().await?;
                }
            }
            None => {}
        }
        let body = String::from_utf8_lossy(&self.buffer[head_end..]).into_owned();
        Ok(Answer { status, head, body })
    }

    async fn more(&mut self) -> Result<(), Stop> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }
}

/// How long requests took.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Runs one request and keeps its time.
    pub(crate) async fn time<T>(&mut self, work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
        let start = instant();
        let done = work.await?;
        self.0.push(start.elapsed());
        Ok(done)
    }

    /// Keeps a time that was taken elsewhere.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Milliseconds below which this share of requests stayed.
    pub(crate) fn quantile(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let at = ((self.0.len() as f64 * share).ceil() as usize).clamp(1, self.0.len().max(1)) - 1;
        self.0.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}
