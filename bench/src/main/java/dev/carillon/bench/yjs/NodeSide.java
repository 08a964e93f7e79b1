package dev.carillon.bench.yjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Yjs in a Node.js process that is asked over its standard input (`measure.mjs`). Not thread-safe.
final class NodeSide implements Side, AutoCloseable {
  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;

  private NodeSide(Process process) {
    this.process = process;
    this.questions = new DataOutputStream(process.getOutputStream());
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  static NodeSide start(Path peer, Path folder) {
    try {
      return new NodeSide(
          new ProcessBuilder(
                  "node",
                  "--expose-gc",
                  "--max-old-space-size=6144",
                  "measure.mjs",
                  folder.toString())
              .directory(peer.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String label() {
    return "yjs";
  }

  @Override
  public double time(String workload, Task task) {
    return ask('T', workload, out -> string(out, task.label()));
  }

  @Override
  public double heap(String workload, int copies) {
    return ask('H', workload, out -> out.writeInt(copies));
  }

  @Override
  public double size(String workload, int format) {
    return ask((char) ('0' + format), workload, out -> {});
  }

  @Override
  public double edited(int documents) {
    return ask('D', "comments", out -> out.writeInt(documents));
  }

  private double ask(char kind, String name, Argument argument) {
    try {
      var body = new ByteArrayOutputStream();
      var out = new DataOutputStream(body);
      out.writeByte(kind);
      string(out, name);
      argument.write(out);
      questions.writeInt(body.size());
      body.writeTo(questions);
      questions.flush();
      answers.readInt();
      return answers.readDouble();
    } catch (IOException e) {
      throw new UncheckedIOException("the Node side has ended", e);
    }
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private interface Argument {
    void write(DataOutputStream out) throws IOException;
  }
}
