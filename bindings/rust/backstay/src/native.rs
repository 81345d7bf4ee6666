//! What calling the C interface takes: text in, owned bytes out, and statuses as `Result`.

use std::time::Duration;

use backstay_sys as sys;

use crate::Error;
use crate::catalogue::Status;

/// A duration or an instant of the C interface that is not known or not given.
pub(crate) const UNKNOWN: i64 = -1;

/// A duration as nanoseconds; what is too long for them is as long as they go, and the core refuses it where that matters.
pub(crate) fn nanoseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)
}

/// Nanoseconds as a duration, `None` where they are not known.
pub(crate) fn known(nanoseconds: i64) -> Option<Duration> {
    u64::try_from(nanoseconds).ok().map(Duration::from_nanos)
}

/// A number of the user's; one that is too large becomes the largest, which the core refuses by name.
pub(crate) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Any bytes with their length, as the C interface takes them.
pub(crate) fn bytes(value: &[u8]) -> (*const core::ffi::c_char, i64) {
    (value.as_ptr().cast(), value.len() as i64)
}

/// The same where they may be absent.
pub(crate) fn optional_bytes(value: Option<&[u8]>) -> (*const core::ffi::c_char, i64) {
    value.map_or((core::ptr::null(), 0), bytes)
}

/// Text with its length, as the C interface takes it. NUL bytes in it are the core's to judge.
pub(crate) fn text(value: &str) -> (*const core::ffi::c_char, i64) {
    bytes(value.as_bytes())
}

/// The same where the text may be absent.
pub(crate) fn optional_text(value: Option<&str>) -> (*const core::ffi::c_char, i64) {
    value.map_or((core::ptr::null(), 0), text)
}

/// Makes a call and turns a negative status into the core's own words; any other is given back. `call` passes the error on to one C
/// function.
pub(crate) fn checked(call: impl FnOnce(*mut sys::backstay_error) -> i32) -> Result<i32, Error> {
    let mut error = sys::backstay_error { struct_size: size_of::<sys::backstay_error>() as i64, code: 0, reserved: 0, message: [0; 1008] };
    let status = call(&mut error);
    if status >= 0 {
        return Ok(status);
    }
    let message: Vec<u8> = error.message.iter().take_while(|&&byte| byte != 0).map(|&byte| byte as u8).collect();
    Err(Error::new(Status::from_value(status).unwrap_or(Status::Internal), String::from_utf8_lossy(&message)))
}

/// The same where every other status says the same.
pub(crate) fn check(call: impl FnOnce(*mut sys::backstay_error) -> i32) -> Result<(), Error> {
    checked(call).map(drop)
}

/// Makes a call that fills bytes, and takes them over.
pub(crate) fn taken(call: impl FnOnce(*mut sys::backstay_bytes, *mut sys::backstay_error) -> i32) -> Result<Vec<u8>, Error> {
    let mut bytes = sys::backstay_bytes { struct_size: size_of::<sys::backstay_bytes>() as i64, length: 0, data: core::ptr::null_mut() };
    check(|error| call(&mut bytes, error))?;
    let length = usize::try_from(bytes.length).unwrap_or(0);
    let copy = if bytes.data.is_null() {
        Vec::new()
    } else {
        // SAFETY: the call succeeded, so `data` holds `length` bytes until they are freed below.
        unsafe { core::slice::from_raw_parts(bytes.data.cast::<u8>(), length) }.to_vec()
    };
    // SAFETY: `bytes` was filled by the library or is empty.
    unsafe { sys::backstay_bytes_free(&mut bytes) };
    Ok(copy)
}

/// The same for text.
pub(crate) fn filled(call: impl FnOnce(*mut sys::backstay_bytes, *mut sys::backstay_error) -> i32) -> Result<String, Error> {
    String::from_utf8(taken(call)?).map_err(|_| Error::new(Status::Internal, "the core wrote text that is no UTF-8"))
}

/// Reads a document of the core.
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|problem| Error::new(Status::Internal, format!("the core wrote JSON that can't be read: {problem}")))
}

/// Refuses a library that is older than this crate.
pub(crate) fn check_abi(found: i64) -> Result<(), Error> {
    if found >= sys::BACKSTAY_ABI_VERSION {
        return Ok(());
    }
    Err(Error::new(
        Status::Unsupported,
        format!(
            "libbackstay is too old: its ABI version is {found}, and this crate needs {} or later; install backstay {} or newer, or \
             build without the feature `pkg-config`",
            sys::BACKSTAY_ABI_VERSION,
            sys::BACKSTAY_VERSION
        ),
    ))
}

/// Refuses the linked library where it is older than this crate.
pub(crate) fn check_library() -> Result<(), Error> {
    // SAFETY: takes nothing and only reads a constant.
    check_abi(unsafe { sys::backstay_abi_version() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_library_is_refused_in_words() {
        let error = check_abi(0).unwrap_err();
        assert_eq!(error.status(), Status::Unsupported);
        assert!(error.to_string().contains("ABI version is 0"), "{error}");
        assert!(check_abi(sys::BACKSTAY_ABI_VERSION + 1).is_ok());
        assert!(check_library().is_ok());
    }

    #[test]
    fn durations_keep_to_what_the_core_can_hold() {
        assert_eq!(nanoseconds(Duration::MAX), i64::MAX);
        assert_eq!(known(nanoseconds(Duration::from_micros(7))), Some(Duration::from_micros(7)));
        assert_eq!(known(UNKNOWN), None);
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        let error = parsed::<Vec<String>>("[1").unwrap_err();
        assert_eq!(error.status(), Status::Internal);
    }
}
