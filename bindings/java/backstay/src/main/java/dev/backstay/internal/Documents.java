package dev.backstay.internal;

/** What the library says without a runtime. */
public final class Documents {
  private Documents() {}

  /** Returns the findings about a configuration document, as JSON. */
  public static String check(String json) {
    NativeLibrary.load();
    return Results.text(Flat.config_check(Text.bytes(json)));
  }

  /** Returns the JSON Schema of the configuration. */
  public static String schema() {
    NativeLibrary.load();
    return Results.text(Flat.config_schema());
  }

  /** Returns the library's version. */
  public static String version() {
    NativeLibrary.load();
    return Results.text(Flat.version());
  }
}
