package dev.backstay.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What this JVM runs on, in the words of the jar's folders: {@code linux-x86_64-glibc}. */
record Platform(String os, String arch, String libc) {
  static Platform current() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).replace(' ', '_');
    String arch = System.getProperty("os.arch", "");
    return new Platform(os, arch.equals("amd64") ? "x86_64" : arch, libcOf(os));
  }

  /** The C library that this process has loaded; a machine may have both. */
  private static String libcOf(String os) {
    if (!os.equals("linux")) {
      return "system";
    }
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.anyMatch(line -> line.contains("ld-musl")) ? "musl" : "glibc";
    } catch (IOException error) {
      return "glibc";
    }
  }

  @Override
  public String toString() {
    return os + "-" + arch + "-" + libc;
  }
}
