//! What came of the work that a key stands for.

use crate::catalogue::AnswerKind;

const JSON: &str = "application/json";

/// What is stored under a key, for everybody who asks again.
///
/// ```
/// let created = backstay::Answer::new("7").content_type("text/plain").status_code(201);
/// assert_eq!((created.body.as_slice(), created.status_code), (&b"7"[..], 201));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// Whether it is a value or a failure, and whether it was kept.
    pub kind: AnswerKind,
    /// The status of HTTP, 0 to 999; 0 where there is none.
    pub status_code: u16,
    /// The media type of the body, at most 255 bytes.
    pub content_type: String,
    /// Headers in a form of the caller's, at most 64 KiB.
    pub headers: String,
    /// Any bytes; above the configured `maximum_body` they are not kept.
    pub body: Vec<u8>,
}

impl Answer {
    /// A value of these bytes.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        Answer { kind: AnswerKind::Value, status_code: 0, content_type: String::new(), headers: String::new(), body: body.into() }
    }

    /// A value that is JSON already.
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Answer::new(body).content_type(JSON)
    }

    /// That the work was done, and nobody can say again what it answered.
    pub fn not_kept() -> Self {
        Answer { kind: AnswerKind::NotKept, ..Answer::new("") }
    }

    /// With a status of HTTP.
    pub fn status_code(mut self, status_code: u16) -> Self {
        self.status_code = status_code;
        self
    }

    /// With the media type of the body.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// With headers, in a form of the caller's.
    pub fn headers(mut self, headers: impl Into<String>) -> Self {
        self.headers = headers.into();
        self
    }
}
