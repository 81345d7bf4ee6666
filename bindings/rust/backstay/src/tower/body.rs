//! The bodies that pass through the layer: untouched, read before they are handed on, or watched to their end.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::read::ReadBody;
use super::streamed::Streamed;

pin_project! {
    /// The body of a request, as its client sent it.
    pub struct RequestBody<B: Body> {
        #[pin]
        body: OfRequest<B>,
    }
}

pin_project! {
    #[project = OfRequestProjection]
    enum OfRequest<B: Body> {
        Untouched { #[pin] body: B },
        Read { body: ReadBody<B> },
    }
}

impl<B: Body> RequestBody<B> {
    pub(super) fn untouched(body: B) -> Self {
        RequestBody { body: OfRequest::Untouched { body } }
    }

    pub(super) fn read(body: ReadBody<B>) -> Self {
        RequestBody { body: OfRequest::Read { body } }
    }
}

impl<B: Body<Data = Bytes>> Body for RequestBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        match self.project().body.project() {
            OfRequestProjection::Untouched { body } => body.poll_frame(context),
            OfRequestProjection::Read { body } => body.poll_next(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.body {
            OfRequest::Untouched { body } => body.is_end_stream(),
            OfRequest::Read { body } => body.is_at_end(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.body {
            OfRequest::Untouched { body } => body.size_hint(),
            OfRequest::Read { body } => body.left(),
        }
    }
}

pin_project! {
    /// The body of a response: the service's, or a stored one.
    pub struct ResponseBody<A: Body> {
        #[pin]
        body: OfResponse<A>,
    }
}

pin_project! {
    #[project = OfResponseProjection]
    enum OfResponse<A: Body> {
        Untouched { #[pin] body: A },
        Read { body: ReadBody<A> },
        Streamed { body: Streamed<A> },
    }
}

impl<A: Body> ResponseBody<A> {
    pub(super) fn untouched(body: A) -> Self {
        ResponseBody { body: OfResponse::Untouched { body } }
    }

    pub(super) fn whole(bytes: Vec<u8>) -> Self {
        ResponseBody::read(ReadBody::whole(bytes.into()))
    }

    pub(super) fn read(body: ReadBody<A>) -> Self {
        ResponseBody { body: OfResponse::Read { body } }
    }

    pub(super) fn streamed(body: Streamed<A>) -> Self {
        ResponseBody { body: OfResponse::Streamed { body } }
    }
}

impl<A: Body<Data = Bytes>> Body for ResponseBody<A> {
    type Data = Bytes;
    type Error = A::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, A::Error>>> {
        match self.project().body.project() {
            OfResponseProjection::Untouched { body } => body.poll_frame(context),
            OfResponseProjection::Read { body } => body.poll_next(context),
            OfResponseProjection::Streamed { body } => body.poll_next(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.body {
            OfResponse::Untouched { body } => body.is_end_stream(),
            OfResponse::Read { body } => body.is_at_end(),
            OfResponse::Streamed { body } => body.is_at_end(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.body {
            OfResponse::Untouched { body } => body.size_hint(),
            OfResponse::Read { body } => body.left(),
            OfResponse::Streamed { body } => body.left(),
        }
    }
}
