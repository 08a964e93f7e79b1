package dev.carillon.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The address of an HTTP server, to which paths are appended; kept without a slash at its end.
/// Immutable.
record HttpUrlType() implements Type<URI> {
  @Override
  public String allowed() {
    return "a URL such as http://localhost:3000, without user, query and fragment";
  }

  @Override
  public URI parse(String text) {
    URI url;
    try {
      url = new URI(text.replaceFirst("/+$", ""));
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("not a URL"); // the cause quotes the text
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("neither http nor https");
    }
    boolean isBare =
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    if (url.getHost() == null || !isBare) {
      throw new IllegalArgumentException("not the address of a server");
    }
    return url;
  }
}
