package dev.backstay.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file in which every worker writes what it did, and which nobody reads meanwhile. */
final class Ledger implements AutoCloseable {
  private final FileChannel file;
  private long acts;

  Ledger(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Acts on a key, and returns the act: a text that no other act has. */
  String act(String key) throws IOException {
    String act = "java-" + ProcessHandle.current().pid() + "-" + ++acts;
    append(key + "\t" + act + "\n");
    return act;
  }

  /** In one write, since a second one could come after another worker's, or never. */
  private void append(String line) throws IOException {
    byte[] bytes = line.getBytes(UTF_8);
    int written = file.write(ByteBuffer.wrap(bytes));
    if (written != bytes.length) {
      throw new IOException("ledger: " + written + " of " + bytes.length + " bytes were written");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
