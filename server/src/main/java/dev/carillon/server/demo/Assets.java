package dev.carillon.server.demo;

import dev.carillon.net.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of the page, read once. Immutable.
final class Assets {
  /// Where the page finds the Socket.IO client.
  static final String CLIENT = "/client/socket.io.js";

  private static final List<String> SCRIPTS =
      List.of("page.js", "column.js", "desk.js", "json.js", "element.js");

  private final Map<String, Response> files;

  private Assets(Map<String, Response> files) {
    this.files = Map.copyOf(files);
  }

  /// Reads the files.
  ///
  /// @param client the file of the Socket.IO client, if there is one
  static Assets read(@Nullable Path client) {
    var files = new HashMap<String, Response>();
    files.put("/", text("text/html", resource("index.html")));
    files.put("/page.css", text("text/css", resource("page.css")));
    files.put("/bell.svg", text("image/svg+xml", resource("bell.svg")));
    SCRIPTS.forEach(name -> files.put("/" + name, text("text/javascript", resource(name))));
    byte[] bundle = client == null ? null : bundle(client);
    if (bundle != null) {
      files.put(CLIENT, text("text/javascript", bundle));
    }
    return new Assets(files);
  }

  /// Returns the file at a path, or `null`.
  @Nullable Response at(String path) {
    return files.get(path);
  }

  /// Tells whether the page can connect.
  boolean hasClient() {
    return files.containsKey(CLIENT);
  }

  private static Response text(String kind, byte[] body) {
    return Response.of(200, kind + "; charset=utf-8", body);
  }

  private static byte @Nullable [] bundle(Path client) {
    try {
      return Files.readAllBytes(client);
    } catch (IOException _) {
      // As good as none: the page and the console say how to get it.
      return null;
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: demo/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("demo/" + name, e);
    }
  }
}
