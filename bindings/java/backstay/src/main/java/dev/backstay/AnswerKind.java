// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/**
 * What came of a call under an idempotency key; the names and numbers are the same in every
 * language.
 */
public enum AnswerKind {
  /** What the call returned. */
  VALUE(0, "value"),

  /** How the call failed, which is its answer from now on. */
  FAILURE(1, "failure"),

  /** The call was made, and nobody can say again what it answered. */
  NOT_KEPT(2, "not_kept");

  private final int value;
  private final String label;

  AnswerKind(int value, String label) {
    this.value = value;
    this.label = label;
  }

  /** Returns the number in the C interface. */
  public int value() {
    return value;
  }

  /** Returns the name as configuration, snapshots, metrics and other languages write it. */
  public String label() {
    return label;
  }

  /** Returns the constant with this label. */
  public static AnswerKind of(String label) {
    for (AnswerKind known : values()) {
      if (known.label.equals(label)) {
        return known;
      }
    }
    throw new IllegalArgumentException("no AnswerKind: " + label);
  }

  @Override
  public String toString() {
    return label;
  }
}
