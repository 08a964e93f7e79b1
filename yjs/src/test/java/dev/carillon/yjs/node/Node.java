package dev.carillon.yjs.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The Yjs side: one child process that answers questions, one at a time.
///
/// A question and an answer are each a length of four bytes and that many bytes (frames.mjs).
final class Node implements AutoCloseable {
  private static final Path HOME = Path.of("src/test/node").toAbsolutePath();

  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;

  private Node(Process process) {
    this.process = process;
    this.questions = new DataOutputStream(process.getOutputStream());
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /// Starts Node.js, or skips the test where npm has not installed Yjs.
  static Node start() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(HOME.resolve("node_modules")), "npm is not installed");
    return new Node(
        new ProcessBuilder("node", "main.mjs")
            .directory(HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /// Asks and returns what follows the answer's status.
  ///
  /// @throws AssertionError when the Yjs side threw
  DataInputStream ask(Question question) throws IOException {
    byte[] body = question.toByteArray();
    questions.writeInt(body.length);
    questions.write(body);
    questions.flush();
    byte[] answer = answers.readNBytes(answers.readInt());
    var in = new DataInputStream(new ByteArrayInputStream(answer));
    if (in.readByte() != 0) {
      throw new AssertionError("The Yjs side failed: " + string(in));
    }
    return in;
  }

  static byte[] bytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  static String string(DataInputStream in) throws IOException {
    return new String(bytes(in), UTF_8);
  }

  /// Ends the child: its standard input ends, and it has nothing else to wait for.
  @Override
  public void close() throws IOException {
    questions.close();
    process.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> kill()).join();
  }

  private Process kill() {
    return process.destroyForcibly();
  }
}
