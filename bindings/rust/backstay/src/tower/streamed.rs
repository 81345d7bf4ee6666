//! A response that is passed on as the service sends it, and is reported before its last byte is sent.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::exchange::Report;
use super::read::ReadBody;

type Polled<A> = Option<Result<Frame<Bytes>, <A as Body>::Error>>;

pub(super) struct Streamed<A: Body> {
    body: ReadBody<A>,
    /// Bytes until its end, where that is known: a server sends no more than it has declared, and then asks for nothing more.
    left: Option<u64>,
    state: State<A>,
}

enum State<A: Body> {
    Open(Report),
    /// What came last is sent once the report is there.
    Reporting(Pin<Box<dyn Future<Output = ()> + Send>>, Polled<A>),
    Reported,
}

impl<A: Body<Data = Bytes>> Streamed<A> {
    pub(super) fn new(body: ReadBody<A>, report: Report) -> Self {
        Streamed { left: body.left().exact(), body, state: State::Open(report) }
    }

    pub(super) fn is_at_end(&self) -> bool {
        matches!(self.state, State::Reported) && self.body.is_at_end()
    }

    pub(super) fn left(&self) -> SizeHint {
        match &self.state {
            // It was taken out of the body, and is not sent yet.
            State::Reporting(_, Some(Ok(frame))) => SizeHint::with_exact(frame.data_ref().map_or(0, |data| data.len() as u64)),
            _ => self.body.left(),
        }
    }

    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Polled<A>> {
        if let State::Reported = self.state {
            return self.body.poll_next(context);
        }
        if let State::Open(_) = self.state {
            let polled = ready!(self.body.poll_next(context));
            if !self.is_last(&polled) {
                return Poll::Ready(polled);
            }
            if let State::Open(report) = std::mem::replace(&mut self.state, State::Reported) {
                let broken = matches!(polled, Some(Err(_)));
                let reporting = async move { if broken { report.broke().await } else { report.streamed().await } };
                self.state = State::Reporting(Box::pin(reporting), polled);
            }
        }
        if let State::Reporting(reporting, _) = &mut self.state {
            ready!(reporting.as_mut().poll(context));
        }
        match std::mem::replace(&mut self.state, State::Reported) {
            State::Reporting(_, last) => Poll::Ready(last),
            _ => Poll::Ready(None),
        }
    }

    /// Whether nothing more of the body is to be sent after it.
    fn is_last(&mut self, polled: &Polled<A>) -> bool {
        let Some(Ok(frame)) = polled else { return true };
        let (Some(data), Some(left)) = (frame.data_ref(), &mut self.left) else { return false };
        *left = left.saturating_sub(data.len() as u64);
        *left == 0
    }
}
