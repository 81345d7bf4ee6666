package dev.backstay.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backstay.Backstay;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library is loaded once a JVM, so each case has a JVM of its own. */
class LoaderTest {
  private static final String NAME = "libbackstay_java.so";

  @TempDir Path directory;

  /** What another JVM runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try {
        System.out.println("version " + Backstay.version());
      } catch (UnsatisfiedLinkError first) {
        System.out.println(first.getMessage());
        try {
          Backstay.version();
        } catch (UnsatisfiedLinkError second) {
          System.out.println("again: " + second.getMessage().equals(first.getMessage()));
        }
      }
    }
  }

  private Process start(String... properties) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + directory));
    Stream.of(properties).map(property -> "-D" + property).forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private String run(String... properties) throws Exception {
    Process process = start(properties);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static byte[] ownLibrary() throws Exception {
    String name = "/dev/backstay/native/" + Platform.current() + "/" + NAME;
    try (InputStream in = LoaderTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private List<Path> unpacked() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("backstay"))
          .toList();
    }
  }

  @Test
  void theJarsLibraryIsUnpackedOnceAndKept() throws Exception {
    assertTrue(run().startsWith("version "));
    List<Path> files = unpacked();
    assertEquals(1, files.size(), files.toString());
    Path file = files.get(0);
    Path private0700 = file.getParent().getParent();
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(private0700)));
    assertEquals(UnpackedLibrary.hashOf(ownLibrary()), file.getParent().getFileName().toString());
    Object written = Files.getLastModifiedTime(file);
    assertTrue(run().startsWith("version "));
    assertEquals(written, Files.getLastModifiedTime(file));
  }

  @Test
  void aDamagedFileIsReplaced() throws Exception {
    run();
    Path file = unpacked().get(0);
    Files.writeString(file, "no library");
    assertTrue(run().startsWith("version "));
    assertArrayEquals(ownLibrary(), Files.readAllBytes(file));
  }

  @Test
  void manyMayStartAtOnce() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(start());
    }
    for (Process one : all) {
      String said = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(said.startsWith("version "), said);
    }
    assertEquals(1, unpacked().size());
  }

  @Test
  void aDirectoryThatIsOpenToOthersIsRefused() throws Exception {
    Path open = Files.createDirectory(directory.resolve("shared"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    String said = run("backstay.library.directory=" + open);
    assertTrue(said.contains(open + " is open to other users; it must have the mode 0700"), said);
    assertTrue(said.contains("(" + Platform.current() + ")"), said);
    assertTrue(said.contains("backstay.library.path"), said);
    assertTrue(said.contains("again: true"), said);
    assertEquals(List.of(), Files.list(open).toList());
  }

  @Test
  void aLinkInPlaceOfTheDirectoryIsRefused() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);
    assertTrue(run("backstay.library.directory=" + link).contains("is no directory"));
  }

  @Test
  void anExplicitPathNeedsNoDirectory() throws Exception {
    Path library = Files.write(directory.resolve("own.so"), ownLibrary());
    String said = run("backstay.library.path=" + library, "java.io.tmpdir=/no/such/directory");
    assertTrue(said.startsWith("version "), said);
    assertFalse(Files.exists(directory.resolve("backstay-" + System.getProperty("user.name"))));
  }

  @Test
  void anExplicitPathHasNoFallback() throws Exception {
    String missing = run("backstay.library.path=/no/such/library.so");
    assertTrue(
        missing.contains("/no/such/library.so, named by the property backstay.library.path,"),
        missing);
    Path text = Files.writeString(directory.resolve("text.so"), "no library");
    assertTrue(run("backstay.library.path=" + text).contains("can't be loaded"), "a text file");
    assertEquals(List.of(), unpacked());
  }

  @Test
  void aLibraryOfSomebodyElseIsTold() throws Exception {
    Path theirs = Path.of(System.getProperty("java.home"), "lib", "libprefs.so");
    Path other = Files.copy(theirs, directory.resolve("other.so"));
    String said = run("backstay.library.path=" + other);
    assertTrue(said.contains("is no library of Backstay for Java"), said);
  }

  @Test
  void anOlderLibraryIsTold() {
    NativeLibrary.requireAbi("file", Codes.ABI_VERSION);
    NativeLibrary.requireAbi("file", Codes.ABI_VERSION + 1);
    var error =
        assertThrows(
            UnsatisfiedLinkError.class,
            () -> NativeLibrary.requireAbi("file", Codes.ABI_VERSION - 1));
    assertTrue(error.getMessage().contains("has the ABI version 0; this jar needs 1 or newer"));
  }
}
