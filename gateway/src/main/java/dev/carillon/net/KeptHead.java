package dev.carillon.net;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The head of a request in one array of bytes, for as long as its connection lives. Immutable.
///
/// Whole strings and maps would be half of what an idle connection costs, and they are hardly ever
/// asked for once the client is in; so they are made anew each time they are.
final class KeptHead implements HttpRequestHead {
  private static final char LINE_END = '\n';

  /// Method, target and one `name:value` per header, a line each. None of them can hold a line end.
  private final byte[] lines;

  private final InetSocketAddress remote;
  private final boolean secure;

  KeptHead(HttpRequestHead head) {
    var text = new StringBuilder(256).append(head.method()).append(LINE_END).append(head.target());
    head.headers()
        .forEach((name, value) -> text.append(LINE_END).append(name).append(':').append(value));
    this.lines = text.toString().getBytes(StandardCharsets.UTF_8);
    this.remote = head.remote();
    this.secure = head.secure();
  }

  private String[] lines() {
    return new String(lines, StandardCharsets.UTF_8).split("\n", -1);
  }

  @Override
  public String method() {
    return lines()[0];
  }

  @Override
  public String target() {
    return lines()[1];
  }

  @Override
  public String path() {
    return RequestHead.pathOf(target());
  }

  @Override
  public Map<String, String> query() {
    return Query.of(target());
  }

  @Override
  public Map<String, String> headers() {
    String[] all = lines();
    var headers = new HashMap<String, String>(all.length * 2);
    for (int i = 2; i < all.length; i++) {
      int colon = all[i].indexOf(':');
      headers.put(all[i].substring(0, colon), all[i].substring(colon + 1));
    }
    return headers;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean secure() {
    return secure;
  }

  @Override
  public HttpRequestHead kept() {
    return this;
  }

  /// Shows nothing that may hold a secret.
  @Override
  public String toString() {
    return method();
  }
}
