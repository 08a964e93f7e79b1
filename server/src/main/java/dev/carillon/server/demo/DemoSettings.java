package dev.carillon.server.demo;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the page is told about the server that it shows. Immutable.
///
/// @param port the port of the page; 0 takes a free one, and so does any port in use
/// @param records where Loomio's clients connect
/// @param publish where backends publish over HTTP
/// @param keyed whether that asks for a key
/// @param client the file with the browser's Socket.IO client, an ES module; `null` when there is
///     none
public record DemoSettings(
    int port, URI records, URI publish, boolean keyed, @Nullable Path client) {
  /// The port of the page, unless that is in use.
  public static final int PORT = 5080;

  /// Returns the origin of the records endpoint in another scheme.
  String recordsOrigin(String scheme) {
    return scheme + "://" + records.getRawAuthority();
  }
}
