"""The exception classes of the Java binding, and what makes them from a status or a reason; used by java.py."""

import textwrap
from typing import Any

Catalogue = dict[str, Any]

BASE = """/** Base of every exception of Backstay; unchecked. */
public class BackstayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with the library's own text. */
  public BackstayException(String message) {
    super(message);
  }

  BackstayException(Throwable cause, boolean writableStackTrace) {
    super(null, cause, true, writableStackTrace);
  }
}"""

REJECTED = """import java.time.Duration;
import java.util.Optional;

/**
 * {meaning}.
 *
 * <p>A refusal must be cheap, so it has no stack trace, unless the system property {{@code
 * backstay.stackTraces}} is {{@code true}}; its message is made when it is read.
 */
public class RejectedException extends BackstayException {{
  private static final long serialVersionUID = 1L;
  private static final boolean TRACES = Boolean.getBoolean("backstay.stackTraces");
  private static final long UNKNOWN = -1;

  private final String policy;
  private final String key;
  private final Reason reason;
  private final long retryAfterNanos;

  /**
   * Makes a refusal.
   *
   * @param policy the policy's name
   * @param key the key of the policy's instance, null where it has none
   * @param reason why
   * @param retryAfterNanos nanoseconds until a call may pass, -1 where that is not known
   */
  public RejectedException(String policy, String key, Reason reason, long retryAfterNanos) {{
    this(policy, key, reason, retryAfterNanos, null);
  }}

  RejectedException(
      String policy, String key, Reason reason, long retryAfterNanos, Throwable cause) {{
    super(cause, TRACES);
    this.policy = policy;
    this.key = key;
    this.reason = reason;
    this.retryAfterNanos = retryAfterNanos;
  }}

  /** Returns the policy's name. */
  public String policy() {{
    return policy;
  }}

  /** Returns the key of the policy's instance, where it has one. */
  public Optional<String> key() {{
    return Optional.ofNullable(key);
  }}

  /** Returns why the call was refused. */
  public Reason reason() {{
    return reason;
  }}

  /** Returns how long until a call may pass, where that is known. */
  public Optional<Duration> retryAfter() {{
    return retryAfterNanos == UNKNOWN
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(retryAfterNanos));
  }}

  @Override
  public String getMessage() {{
    String wait =
        retryAfterNanos == UNKNOWN ? "" : "; retry after " + Duration.ofNanos(retryAfterNanos);
    return instance() + " refused the call (" + reason + ")" + wait;
  }}

  final String instance() {{
    return key == null ? policy : policy + "[" + key + "]";
  }}
}}"""

EXHAUSTED = """import java.time.Duration;
import java.util.Optional;

{meaning}
public class RetriesExhaustedException extends RejectedException {{
  private static final long serialVersionUID = 1L;

  private final int attempts;
  private final Duration elapsed;
  private final transient Object result;

  /**
   * Makes one.
   *
   * @param policy the policy's name
   * @param key the key of the policy's instance, null where it has none
   * @param reason why there is no other attempt
   * @param attempts how many there were
   * @param elapsed the time since the call began
   * @param lastError what the last attempt threw, null where it returned a bad result
   * @param result that bad result
   */
  public RetriesExhaustedException(
      String policy,
      String key,
      Reason reason,
      int attempts,
      Duration elapsed,
      Throwable lastError,
      Object result) {{
    super(policy, key, reason, -1, lastError);
    this.attempts = attempts;
    this.elapsed = elapsed;
    this.result = result;
  }}

  /** Returns how many attempts were made. */
  public int attempts() {{
    return attempts;
  }}

  /** Returns the time from the beginning of the call to its end. */
  public Duration elapsed() {{
    return elapsed;
  }}

  /** Returns what the last attempt returned, where that counts as a failure; not serialized. */
  public Optional<Object> result() {{
    return Optional.ofNullable(result);
  }}

  @Override
  public String getMessage() {{
    String last = getCause() == null ? "" : "; last error: " + getCause();
    return instance()
        + " gave up after "
        + attempts
        + " attempts in "
        + elapsed
        + " ("
        + reason()
        + ")"
        + last;
  }}
}}"""

REFUSAL = """{doc}
public class {name} extends {parent} {{
  private static final long serialVersionUID = 1L;

  /**
   * Makes a refusal.
   *
   * @param policy the policy's name
   * @param key the key of the policy's instance, null where it has none
   * @param reason why
   * @param retryAfterNanos nanoseconds until a call may pass, -1 where that is not known
   */
  public {name}(String policy, String key, Reason reason, long retryAfterNanos) {{
    super(policy, key, reason, retryAfterNanos);
  }}
}}"""

FAILURE = """{doc}
public class {name} extends {parent} {{
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public {name}(String message) {{
    super(message);
  }}
}}"""

IN_FLIGHT = """import java.time.Duration;
import java.util.Optional;

{doc}
public class {name} extends {parent} implements RetryAfter {{
  private static final long serialVersionUID = 1L;
  private static final long UNKNOWN = -1;

  private final long retryAfterNanos;

  /** Makes one with the library's own text. */
  public {name}(String message) {{
    this(message, UNKNOWN);
  }}

  /**
   * Makes one with the library's own text.
   *
   * @param message what is wrong
   * @param retryAfterNanos nanoseconds until the other lease would run out, -1 where that is not
   *     known
   */
  public {name}(String message, long retryAfterNanos) {{
    super(message);
    this.retryAfterNanos = retryAfterNanos;
  }}

  /** Returns how long the key is somebody else's at most, where that is known. */
  @Override
  public Optional<Duration> retryAfter() {{
    return retryAfterNanos == UNKNOWN
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(retryAfterNanos));
  }}
}}"""

REFUSALS = """import dev.backstay.BackstayException;
import dev.backstay.Reason;
{imports}
/** Makes the exception of a reason. */
public final class Refusals {{
  private static final Reason[] REASONS = reasons();

  private Refusals() {{}}

  /** Returns the exception of a reason; {{@code waitNanos}} is -1 where it is unknown. */
  public static BackstayException of(int reason, String policy, String key, long waitNanos) {{
    switch (reason) {{
{cases}
      default:
        return new RejectedException(policy, key, reason(reason), waitNanos);
    }}
  }}

  /** Returns the reason of a number. */
  public static Reason reason(int value) {{
    return value >= 0 && value < REASONS.length ? REASONS[value] : Reason.UNKNOWN;
  }}

  private static Reason[] reasons() {{
    Reason[] byValue = new Reason[128];
    java.util.Arrays.fill(byValue, Reason.UNKNOWN);
    for (Reason reason : Reason.values()) {{
      byValue[reason.value()] = reason;
    }}
    return byValue;
  }}
}}"""

FAILURES = """import dev.backstay.BackstayException;
{imports}
/** Makes the exception of a status that is not what the caller wanted. */
public final class Failures {{
  private Failures() {{}}

  /** Returns the exception of a status, with the library's text. */
  public static BackstayException of(int status, String message) {{
    switch (status) {{
{cases}
      default:
        return new BackstayException(message);
    }}
  }}
}}"""

EXHAUSTED_NAME = "RetriesExhaustedError"
# Failures with more to tell than their message.
TELLING = {"InFlightError": IN_FLIGHT}


def java_name(name: str) -> str:
    """CircuitOpenError is CircuitOpenException; Error is BackstayException."""
    return "BackstayException" if name == "Error" else f"{name.removesuffix('Error')}Exception"


def is_refusal(known: Catalogue, name: str) -> bool:
    return any(entry["name"] == name and entry["parent"] == "RejectedError" for entry in known["exceptions"])


def doc(meaning: str) -> str:
    text = meaning[0].upper() + meaning[1:] + "."
    if len(text) + 7 <= 100:
        return f"/** {text} */"
    return "\n".join(["/**", *(f" * {line}" for line in textwrap.wrap(text, 97)), " */"])


def classes(known: Catalogue) -> dict[str, list[str]]:
    """Lines of every exception class, by its name."""
    made = {"BackstayException": BASE}
    for entry in known["exceptions"]:
        name, meaning = entry["name"], entry["meaning"]
        if name in ("RejectedError", EXHAUSTED_NAME):
            exhausted = name == EXHAUSTED_NAME
            told = doc(meaning) if exhausted else meaning[0].upper() + meaning[1:]
            text = (EXHAUSTED if exhausted else REJECTED).format(meaning=told)
        else:
            template = TELLING.get(name) or (REFUSAL if entry["parent"] == "RejectedError" else FAILURE)
            text = template.format(name=java_name(name), parent=java_name(entry["parent"]), doc=doc(meaning))
        made[java_name(name)] = text
    return {name: text.splitlines() for name, text in made.items()}


def imports(names: set[str]) -> str:
    return "".join(f"import dev.backstay.{java_name(name)};\n" for name in sorted(names, key=java_name))


def refusals(known: Catalogue) -> list[str]:
    """The factory by reason. What retry gives up has more to tell, and is made where that is known."""
    cases, used = [], {"RejectedError"}
    for entry in known["reasons"]:
        name = entry["exception"]
        if name is None or name == EXHAUSTED_NAME:
            continue
        used.add(name)
        if is_refusal(known, name):
            made = f"{java_name(name)}(policy, key, reason(reason), waitNanos)"
        else:
            made = f'{java_name(name)}("policy " + policy + ": {entry["meaning"]}")'
        statement = f"        return new {made};"
        if len(statement) > 100:
            statement = statement.replace("(", "(\n            ", 1)
        cases.append(f"      case Codes.REASON_{entry['name'].upper()}:\n{statement}")
    text = REFUSALS.format(imports=imports(used), cases="\n".join(cases))
    return merged(text)


def failures(known: Catalogue) -> list[str]:
    """The factory by status."""
    entries = [entry for entry in known["statuses"] if entry.get("exception")]
    cases = [
        f"      case Codes.STATUS_{entry['name'].upper()}:\n        return new {java_name(entry['exception'])}(message);"
        for entry in entries
    ]
    text = FAILURES.format(imports=imports({entry["exception"] for entry in entries}), cases="\n".join(cases))
    return merged(text)


def merged(text: str) -> list[str]:
    """The lines, with the imports in order."""
    lines = text.splitlines()
    ordered = sorted(line for line in lines if line.startswith("import "))
    rest = [line for line in lines if not line.startswith("import ")]
    return [*ordered, *rest]
