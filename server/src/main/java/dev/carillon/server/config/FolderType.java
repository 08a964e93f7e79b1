package dev.carillon.server.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A folder that is there, or can be made. Immutable.
record FolderType() implements Type<Path> {
  @Override
  public String allowed() {
    return "path of a folder";
  }

  @Override
  public Path parse(String text) {
    try {
      Path path = Path.of(text);
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new IllegalArgumentException("not a folder");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }
}
