package dev.carillon.net;

import java.net.InetSocketAddress;
import java.util.Map;

/// Something that is about one request and shows its head.
interface HeadView extends HttpRequestHead {

  /// Returns the head that is shown.
  HttpRequestHead head();

  @Override
  default String method() {
    return head().method();
  }

  @Override
  default String target() {
    return head().target();
  }

  @Override
  default String path() {
    return head().path();
  }

  @Override
  default Map<String, String> query() {
    return head().query();
  }

  @Override
  default Map<String, String> headers() {
    return head().headers();
  }

  @Override
  default InetSocketAddress remote() {
    return head().remote();
  }

  @Override
  default boolean secure() {
    return head().secure();
  }
}
