package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Keys below one heading of the documentation. Confined to the thread that fills it, which is also the
/// one that hands it on.
final class Part {
  private final String title;
  private final String about;
  private final List<Key<?>> keys = new ArrayList<>();

  /// @param about a sentence or two, in Markdown
  Part(String title, String about) {
    this.title = title;
    this.about = about;
  }

  void add(Key<?> key) {
    keys.add(key);
  }

  String title() {
    return title;
  }

  String about() {
    return about;
  }

  /// Returns the keys with their whole names, in the order in which they were asked for.
  List<Key<?>> keys() {
    return Collections.unmodifiableList(keys);
  }
}
