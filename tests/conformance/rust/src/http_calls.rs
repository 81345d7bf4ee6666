//! The calls about requests of HTTP, and what they tell.

use backstay::{HttpRequest, OnUnavailable, Runtime, Served, Status, TriedToServe};
use serde_json::{Map, Value, json};

use crate::answers::{Refused, done, wait_of};
use crate::claim_calls::{idempotency_of, part};
use crate::guarded::block_on;
use crate::interpreter::{duration, required, text};

const USUAL_KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";

/// A request has a key unless its vector says null.
fn key_of(args: &Value) -> Option<&[u8]> {
    match args.get("key_header") {
        None => Some(USUAL_KEY.as_bytes()),
        Some(key) => key.as_str().map(str::as_bytes),
    }
}

fn method_of(args: &Value) -> &str {
    text(args, "method").unwrap_or("POST")
}

pub fn wants(runtime: &Runtime, args: &Value) -> Result<Value, Refused> {
    let idempotency = idempotency_of(runtime, args)?;
    Ok(json!({
        "wanted": idempotency.wants(method_of(args), key_of(args))?,
        "key_header": idempotency.key_header(),
        "maximum_body": idempotency.maximum_body(),
    }))
}

/// One try.
pub fn serve(runtime: &Runtime, args: &Value, asynchronous: bool) -> Result<TriedToServe, Refused> {
    let mut request = HttpRequest::new(method_of(args), text(args, "target").unwrap_or("/orders"))
        .key_header(key_of(args))
        .route(part(args, "route"))
        .tenant(part(args, "tenant"))
        .principal(part(args, "principal"))
        .credentials(part(args, "credentials"))
        .body(part(args, "body"))
        .waited(duration(args, "waited_ns")?.unwrap_or_default());
    if let Some(declared) = args["declared_length"].as_i64() {
        request = request.declared_length(u64::try_from(declared).map_err(|_| Refused::unrepresentable("declared_length", declared))?);
    }
    let idempotency = idempotency_of(runtime, args)?;
    Ok(if asynchronous { block_on(idempotency.try_serve(&request)) } else { idempotency.try_serve_blocking(&request) }?)
}

pub fn shown(tried: &TriedToServe) -> Value {
    let what =
        |action: &str, status: Status| json!({"action": action, "status": status.as_str(), "retry_after_ns": null, "again_ns": null});
    let mut observed;
    match tried {
        TriedToServe::Again(pause) => {
            observed = what("again", Status::InFlight);
            observed["again_ns"] = wait_of(Some(*pause));
        }
        TriedToServe::Served(Served::Pass) => observed = what("pass", Status::Ok),
        TriedToServe::Served(Served::Hold(claim)) => {
            observed = what("hold", claim.status().into());
            observed["takeovers"] = json!(claim.takeovers());
            observed["recovery_point"] = json!(claim.recovery_point());
        }
        TriedToServe::Served(Served::Reply(reply)) => {
            observed = what("reply", reply.status);
            observed["retry_after_ns"] = wait_of(reply.retry_after);
            observed["status_code"] = json!(reply.status_code);
            observed["headers"] = by_name(&reply.headers);
            observed["body"] = json!(String::from_utf8_lossy(&reply.body));
            if observed["headers"]["content-type"] == json!(["application/problem+json"]) {
                observed["problem"] = serde_json::from_slice(&reply.body).unwrap_or_default();
            }
        }
    }
    observed
}

fn by_name(headers: &[(String, String)]) -> Value {
    let mut named = Map::new();
    for (name, value) in headers {
        let values = named.entry(name.as_str()).or_insert_with(|| json!([]));
        values.as_array_mut().into_iter().for_each(|values| values.push(json!(value)));
    }
    Value::Object(named)
}

/// The answer of a handler, as a vector gives it.
pub struct Response<'a> {
    pub status_code: u16,
    pub headers: Vec<(String, String)>,
    pub body: Option<&'a [u8]>,
}

impl<'a> Response<'a> {
    pub fn given(args: &'a Value) -> Result<Self, Refused> {
        let status_code = args["status_code"].as_i64().unwrap_or(200);
        let text_of = |field: &Value, place: usize| field[place].as_str().unwrap_or_default().to_owned();
        let headers = args["headers"].as_array().into_iter().flatten();
        Ok(Response {
            status_code: u16::try_from(status_code).map_err(|_| Refused::outside("status_code", status_code, "100 to 999"))?,
            headers: headers.map(|field| (text_of(field, 0), text_of(field, 1))).collect(),
            body: (args["kept"] != false).then_some(part(args, "body").as_bytes()),
        })
    }
}

pub fn set_on_unavailable(runtime: &Runtime, args: &Value) -> Result<Value, Refused> {
    let mode = match required(args, "mode")? {
        "refuse" => Some(OnUnavailable::Refuse),
        "run" => Some(OnUnavailable::Run),
        _ => None,
    };
    idempotency_of(runtime, args)?.set_on_unavailable(mode, required(args, "reason")?)?;
    Ok(done())
}
