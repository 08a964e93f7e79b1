package dev.carillon.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A set of origins (RFC 6454), separated by commas. Immutable.
///
/// An origin is kept as browsers send it: lower case, without path, without the default port.
///
/// @param clients whether these are the origins of clients: then `*` is every origin, and schemes of
///     app shells such as `capacitor` are allowed; otherwise they are servers, on http or https
record OriginsType(boolean clients) implements Type<Set<String>> {
  @Override
  public String allowed() {
    return "origins such as https://app.example, separated by commas" + (clients ? ", or *" : "");
  }

  @Override
  public Set<String> parse(String text) {
    var origins = new LinkedHashSet<String>();
    for (String part : List.of(text.split(",", -1))) {
      String origin = origin(part.strip());
      if (origin == null) {
        throw new IllegalArgumentException("holds something that is not an origin");
      }
      origins.add(origin);
    }
    return Set.copyOf(origins);
  }

  @Override
  public String show(Set<String> value) {
    return String.join(",", value.stream().sorted().toList());
  }

  private @Nullable String origin(String text) {
    if (clients && text.equals("*")) {
      return text;
    }
    try {
      var uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      String path = uri.getRawPath();
      boolean bare =
          (path == null || path.isEmpty() || path.equals("/"))
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null;
      boolean usable =
          clients ? !scheme.isEmpty() : scheme.equals("http") || scheme.equals("https");
      if (!bare || !usable || uri.getHost() == null) {
        return null;
      }
      int usual = scheme.equals("http") ? 80 : 443;
      String port = uri.getPort() == -1 || uri.getPort() == usual ? "" : ":" + uri.getPort();
      return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
