//! A body whose beginning was read, and which is handed on as if it had not been.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};

/// What was read of a body, and the rest of it.
pub(super) struct ReadBody<B: Body> {
    data: Bytes,
    trailers: Option<HeaderMap>,
    failure: Option<B::Error>,
    /// What was not read.
    rest: Option<Pin<Box<B>>>,
}

impl<B: Body> ReadBody<B> {
    /// Of these bytes, all read.
    pub(super) fn whole(data: Bytes) -> Self {
        ReadBody { data, trailers: None, failure: None, rest: None }
    }

    /// Of a body that is not read yet.
    pub(super) fn unread(body: B) -> Self {
        ReadBody { rest: Some(Box::pin(body)), ..ReadBody::whole(Bytes::new()) }
    }

    /// What was read.
    pub(super) fn data(&self) -> &[u8] {
        &self.data
    }

    /// Whether it broke off with an error, which whom it is handed on to will see.
    pub(super) fn is_broken(&self) -> bool {
        self.failure.is_some()
    }

    /// Whether nothing is left to read.
    pub(super) fn is_whole(&self) -> bool {
        self.rest.is_none() && self.failure.is_none()
    }

    pub(super) fn is_at_end(&self) -> bool {
        let read = self.data.is_empty() && self.trailers.is_none() && self.failure.is_none();
        read && self.rest.as_ref().is_none_or(|rest| rest.is_end_stream())
    }

    pub(super) fn left(&self) -> SizeHint {
        let rest = self.rest.as_ref().map_or_else(|| SizeHint::with_exact(0), |rest| rest.size_hint());
        let read = self.data.len() as u64;
        let mut left = SizeHint::new();
        left.set_lower(read.saturating_add(rest.lower()));
        // Nobody knows how much a body would have had that broke off.
        if let Some(upper) = rest.upper().filter(|_| !self.is_broken()) {
            left.set_upper(read.saturating_add(upper));
        }
        left
    }
}

impl<B: Body<Data = Bytes>> ReadBody<B> {
    /// Reads the body to its end, or until more than `most` bytes are here.
    pub(super) async fn read(body: B, most: u64) -> Self {
        let mut read = ReadBody::unread(body);
        let (mut pieces, mut length) = (Vec::new(), 0);
        while let Some(rest) = read.rest.as_mut().filter(|_| length <= most) {
            match poll_fn(|context| rest.as_mut().poll_frame(context)).await {
                None => read.rest = None,
                Some(Err(failure)) => (read.failure, read.rest) = (Some(failure), None),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => {
                        length += data.len() as u64;
                        pieces.push(data);
                    }
                    Err(frame) => read.trailers = frame.into_trailers().ok(),
                },
            }
        }
        // One piece is the rule, and is not copied.
        read.data = if pieces.len() == 1 { pieces.swap_remove(0) } else { pieces.concat().into() };
        read
    }

    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        if !self.data.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.data)))));
        }
        if let Some(rest) = &mut self.rest {
            return rest.as_mut().poll_frame(context);
        }
        let trailers = self.trailers.take().map(|trailers| Ok(Frame::trailers(trailers)));
        Poll::Ready(trailers.or_else(|| self.failure.take().map(Err)))
    }
}
