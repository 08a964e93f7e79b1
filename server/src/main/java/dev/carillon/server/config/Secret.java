package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A value that is never shown. Immutable.
///
/// @param value the secret itself; hand it on, and do not put it into a text
public record Secret(String value) {
  /// What is shown in place of a secret.
  public static final String MASK = "***";

  private static final int MAX_FILE = 64 * 1024;

  public Secret {
    requireNonNull(value);
  }

  /// Reads a secret from a file; blanks and line ends around it are cut off.
  ///
  /// @throws IOException if there is none; the text says why, and holds nothing of the file
  public static Secret read(Path file) throws IOException {
    String text;
    try {
      text = Files.size(file) > MAX_FILE ? "" : Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("the file cannot be read", e);
    }
    if (text.isEmpty()) {
      throw new IOException("the file is empty, or larger than 64 KiB");
    }
    return new Secret(text);
  }

  /// Returns the secret in UTF-8, as keys are made of it.
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /// Returns the mask, so that no log line or exception text can hold the secret by accident.
  @Override
  public String toString() {
    return MASK;
  }
}
