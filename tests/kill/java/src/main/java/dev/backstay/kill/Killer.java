package dev.backstay.kill;

import java.io.IOException;

/**
 * The process that kills this one: Java sends no signals, and a ProcessHandle spares its own.
 *
 * <p>It stands ready from the beginning and waits for one line, since to start it takes longer than
 * to complete a claim, which then would never be caught on its way. It goes with this process.
 */
final class Killer implements AutoCloseable {
  private final Process shell;

  Killer() throws IOException {
    String kill = "read -r now && kill -9 " + ProcessHandle.current().pid();
    shell =
        new ProcessBuilder("sh", "-c", kill)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  /** Never returns. */
  void strike() throws IOException, InterruptedException {
    shell.getOutputStream().write('\n');
    shell.getOutputStream().flush();
    int status = shell.waitFor();
    throw new IOException("kill ended with " + status + ", and this process is still there");
  }

  /** Sends it away. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
  }
}
