//! Header fields and responses between the crate `http` and the core's own forms.

use http::header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Response, StatusCode};
use http_body::Body;

use super::body::ResponseBody;
use crate::{Error, HttpReply};

/// So much of a key the core takes. Much less is too long for any key, so what is cut off makes no other key of it.
const KEY_TAKEN: usize = 1024 * 1024;

/// The value of the header that holds the key; several ones are joined. `None`: it is absent.
pub(super) fn key_of(headers: &HeaderMap, name: &str) -> Option<Vec<u8>> {
    let mut key = joined(headers.get_all(name).iter(), b", ")?;
    key.truncate(KEY_TAKEN);
    Some(key)
}

/// Authorization, a line feed, and Cookie.
pub(super) fn credentials_of(headers: &HeaderMap) -> Vec<u8> {
    let mut credentials = joined(headers.get_all(AUTHORIZATION).iter(), b", ").unwrap_or_default();
    credentials.push(b'\n');
    credentials.extend(joined(headers.get_all(COOKIE).iter(), b"; ").unwrap_or_default());
    credentials
}

fn joined<'v>(mut values: impl Iterator<Item = &'v HeaderValue>, between: &[u8]) -> Option<Vec<u8>> {
    let mut all = values.next()?.as_bytes().to_vec();
    for value in values {
        all.extend_from_slice(between);
        all.extend_from_slice(value.as_bytes());
    }
    Some(all)
}

pub(super) fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Values are Latin-1, whose bytes are the first characters of Unicode.
pub(super) fn fields_of(headers: &HeaderMap) -> Vec<(String, String)> {
    let latin1 = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), latin1(value))).collect()
}

/// What an answer of another service's is that HTTP can't carry is left out.
fn field(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let latin1: Result<Vec<u8>, _> = value.chars().map(u8::try_from).collect();
    let value = latin1.map_or_else(|_| HeaderValue::from_bytes(value.as_bytes()), |bytes| HeaderValue::from_bytes(&bytes));
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, value.ok()?))
}

/// Whether an answer has no body, whatever its fields say of one (RFC 9110, 6.4.1).
pub(super) fn has_no_body(method: &Method, status: StatusCode) -> bool {
    method == Method::HEAD || status.is_informational() || status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED
}

pub(super) fn replied<A: Body>(method: &Method, reply: HttpReply) -> Response<ResponseBody<A>> {
    let status = StatusCode::from_u16(reply.status_code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = if has_no_body(method, status) { Vec::new() } else { reply.body };
    let mut response = answer(status, ResponseBody::whole(body));
    response.headers_mut().extend(reply.headers.iter().filter_map(|(name, value)| field(name, value)));
    response
}

/// The client's body broke off.
pub(super) fn unread<A: Body>() -> Response<ResponseBody<A>> {
    answer(StatusCode::BAD_REQUEST, ResponseBody::whole(Vec::new()))
}

/// The runtime is closed, or something was misused; the client is told nothing of it.
pub(super) fn unserved<A: Body>(error: Error) -> Response<ResponseBody<A>> {
    let mut response = answer(StatusCode::INTERNAL_SERVER_ERROR, ResponseBody::whole(Vec::new()));
    response.extensions_mut().insert(error);
    response
}

fn answer<A: Body>(status: StatusCode, body: ResponseBody<A>) -> Response<ResponseBody<A>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(fields: &[(&'static str, &[u8])]) -> HeaderMap {
        fields.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap())).collect()
    }

    #[test]
    fn several_fields_of_a_key_are_joined() {
        let mut twice = headers(&[("idempotency-key", b"a")]);
        twice.append("idempotency-key", HeaderValue::from_static("b"));
        assert_eq!(key_of(&twice, "Idempotency-Key").unwrap(), b"a, b");
        assert_eq!(key_of(&twice, "X-Key"), None);
        assert_eq!(key_of(&headers(&[("x-key", b"")]), "X-Key").unwrap(), b"");
    }

    #[test]
    fn credentials_tell_which_of_the_two_they_are() {
        assert_eq!(credentials_of(&headers(&[("authorization", b"Bearer a"), ("cookie", b"b=c")])), b"Bearer a\nb=c");
        assert_eq!(credentials_of(&headers(&[("cookie", b"b=c")])), b"\nb=c");
        assert_eq!(credentials_of(&HeaderMap::new()), b"\n");
    }

    #[test]
    fn latin_1_goes_there_and_back() {
        let sent = headers(&[("x-name", b"Ren\xe9e")]);
        let fields = fields_of(&sent);
        assert_eq!(fields, [("x-name".to_owned(), "Renée".to_owned())]);
        assert_eq!(field("x-name", &fields[0].1).unwrap().1, sent["x-name"]);
        assert_eq!(field("x-name", "€").unwrap().1.as_bytes(), "€".as_bytes());
        assert!(field("no name", "").is_none() && field("x-name", "a\nb").is_none());
    }
}
