//! The body of a request: how large it may be, and how slow.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use crate::config::Config;
use crate::problem::{Kind, Problem};

/// The largest body of somebody who shows nothing that could let them in.
const MOST_OF_STRANGERS: usize = 1 << 20;
/// How long a body may take from its beginning, whatever its size.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes a second below which a larger body is too slow.
const SLOWEST: usize = 8 << 10;

/// How large a body may be.
pub(crate) fn most(config: &Config, headers: &HeaderMap) -> usize {
    let known = headers.contains_key(header::AUTHORIZATION) || headers.contains_key(header::COOKIE);
    if known { config.most_body } else { config.most_body.min(MOST_OF_STRANGERS) }
}

/// The body, as long as it is not larger than allowed and keeps coming.
pub(crate) async fn take(body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    take_within(body, most, PATIENCE).await
}

async fn take_within(body: Body, most: usize, patience: Duration) -> Result<Vec<u8>, Problem> {
    let start = Instant::now();
    let (mut taken, mut chunks) = (Vec::new(), body.into_data_stream());
    loop {
        let until = start + patience + Duration::from_secs((taken.len() / SLOWEST) as u64);
        match timeout_at(until, chunks.next()).await {
            Err(_) => return Err(Problem::new(Kind::TooSlow)),
            Ok(None) => return Ok(taken),
            Ok(Some(Err(_))) => return Err(Problem::new(Kind::CutShort)),
            Ok(Some(Ok(chunk))) if taken.len() + chunk.len() > most => {
                return Err(Problem::new(Kind::TooLarge).with("most", most));
            }
            Ok(Some(Ok(chunk))) => taken.extend_from_slice(&chunk),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    type Chunk = Result<Vec<u8>, std::io::Error>;

    async fn check(chunks: Vec<Chunk>, expect: Result<usize, Kind>) {
        let body = Body::from_stream(stream::iter(chunks));
        let taken = take(body, 100).await;
        assert_eq!(taken.map(|bytes| bytes.len()).map_err(|problem| problem.kind), expect);
    }

    #[tokio::test]
    async fn bodies_have_a_size_and_an_end() {
        check(vec![], Ok(0)).await;
        check(vec![Ok(vec![0; 60]), Ok(vec![0; 40])], Ok(100)).await;
        check(vec![Ok(vec![0; 60]), Ok(vec![0; 41])], Err(Kind::TooLarge)).await;
        check(vec![Ok(vec![0; 60]), Err(std::io::Error::other("gone"))], Err(Kind::CutShort)).await;
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let body = Body::from_stream(stream::pending::<Chunk>());
        assert_eq!(take_within(body, 100, Duration::ZERO).await.map_err(|problem| problem.kind), Err(Kind::TooSlow));
    }
}
