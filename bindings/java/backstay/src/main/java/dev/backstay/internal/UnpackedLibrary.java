package dev.backstay.internal;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * The jar's library in a directory of this user alone. The directory is named by the content, is
 * kept, and is verified each time; any number of processes may start at once.
 */
final class UnpackedLibrary {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private UnpackedLibrary() {}

  /** Returns a file with this content below {@code base}, written where it is not there yet. */
  static Path in(Path base, String name, byte[] content, String hash) throws IOException {
    Path directory = privateDirectory(privateDirectory(base).resolve(hash));
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !hash.equals(hashOf(file))) {
      write(directory, file, content);
    }
    return file;
  }

  static String hashOf(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException("every JDK has SHA-256", error);
    }
  }

  private static String hashOf(Path file) throws IOException {
    return hashOf(Files.readAllBytes(file));
  }

  private static void write(Path directory, Path file, byte[] content) throws IOException {
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    Path written = Files.createTempFile(directory, "unpacking", ".tmp", mode);
    try {
      Files.write(written, content);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException error) {
      throw new IOException(directory + " can't replace files atomically", error);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /**
   * Makes the directory, or checks that it is ours: in a shared temporary directory another user
   * may have been faster.
   */
  private static Path privateDirectory(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException there) {
      requireOwn(directory);
    }
    return directory;
  }

  private static void requireOwn(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(directory + " is no directory");
    }
    Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw new IOException(directory + " belongs to another user");
    }
    if (!Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
      throw new IOException(directory + " is open to other users; it must have the mode 0700");
    }
  }
}
