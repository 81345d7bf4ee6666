package dev.backstay.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Loads the native library, once.
 *
 * <p>{@code backstay.library.path} names a file: that one is loaded, and nothing else is tried.
 * Else the jar's own library for this platform is unpacked into {@code backstay.library.directory},
 * by default one in {@code java.io.tmpdir}.
 */
public final class NativeLibrary {
  /** System property: the library file to load. */
  public static final String PATH = "backstay.library.path";

  /** System property: the directory to unpack the library into. */
  public static final String DIRECTORY = "backstay.library.directory";

  private static final String NAME = "libbackstay_java.so";
  private static volatile boolean loaded;

  private NativeLibrary() {}

  /** Loads the library where that has not happened yet; throws UnsatisfiedLinkError in words. */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  // Nobody parks in here, so a monitor is good enough for virtual threads too.
  private static synchronized void loadOnce() {
    if (loaded) {
      return;
    }
    String explicit = System.getProperty(PATH);
    Path file = explicit == null ? unpack(Platform.current()) : Path.of(explicit).toAbsolutePath();
    String means = explicit == null ? "unpacked from the jar" : "named by the property " + PATH;
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError error) {
      throw failed(file + ", " + means + ", can't be loaded: " + error.getMessage(), error);
    }
    requireAbi(file + ", " + means + ",");
    loaded = true;
  }

  private static void requireAbi(String file) {
    long version;
    try {
      version = Flat.abi_version();
    } catch (UnsatisfiedLinkError error) {
      throw failed(file + " is no library of Backstay for Java", error);
    }
    requireAbi(file, version);
  }

  static void requireAbi(String file, long version) {
    if (version < Codes.ABI_VERSION) {
      throw failed(
          file
              + " has the ABI version "
              + version
              + "; this jar needs "
              + Codes.ABI_VERSION
              + " or newer",
          null);
    }
  }

  private static Path unpack(Platform platform) {
    String folder = "/dev/backstay/native/" + platform + "/";
    byte[] content = resource(folder + NAME);
    byte[] hash = resource(folder + NAME + ".sha256");
    if (content == null || hash == null) {
      throw failed("this jar has no native library for it", null);
    }
    String expected = new String(hash, StandardCharsets.US_ASCII).strip();
    if (!expected.equals(UnpackedLibrary.hashOf(content))) {
      throw failed("the jar is damaged: its library has not the hash that it names", null);
    }
    Path base = directory();
    try {
      return UnpackedLibrary.in(base, NAME, content, expected);
    } catch (IOException error) {
      throw failed("the library can't be unpacked into " + base + ": " + error.getMessage(), error);
    }
  }

  private static Path directory() {
    String explicit = System.getProperty(DIRECTORY);
    return explicit != null
        ? Path.of(explicit).toAbsolutePath()
        : Path.of(System.getProperty("java.io.tmpdir"))
            .toAbsolutePath()
            .resolve("backstay-" + System.getProperty("user.name", "").replaceAll("[^\\w-]", "_"));
  }

  private static byte[] resource(String name) {
    try (InputStream in = NativeLibrary.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException error) {
      throw failed(name + " can't be read: " + error.getMessage(), error);
    }
  }

  private static UnsatisfiedLinkError failed(String what, Throwable cause) {
    UnsatisfiedLinkError error =
        new UnsatisfiedLinkError(
            "Backstay's native library ("
                + Platform.current()
                + "): "
                + what
                + ". Set the system property "
                + PATH
                + " to a library file for this platform and C library, or "
                + DIRECTORY
                + " to a private directory from which code may be run.");
    error.initCause(cause);
    return error;
  }
}
