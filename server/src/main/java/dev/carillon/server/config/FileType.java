package dev.carillon.server.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A file that is there and can be read. Immutable.
///
/// @param allowed what it has to be, for people
record FileType(String allowed) implements Type<Path> {
  @Override
  public Path parse(String text) {
    try {
      Path path = Path.of(text);
      if (!Files.isReadable(path) || Files.isDirectory(path)) {
        throw new IllegalArgumentException("not a file that can be read");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }
}
