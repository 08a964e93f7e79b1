package dev.carillon.server.apps.eclipse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many connections each chat has on this node. Safe for any thread.
final class OpenChats {
  private final int mostPerChat;
  private final ConcurrentHashMap<String, Integer> byChat = new ConcurrentHashMap<>();

  /// @param mostPerChat 0: no limit
  OpenChats(int mostPerChat) {
    this.mostPerChat = mostPerChat;
  }

  /// Counts a connection, if the chat has room for it.
  ///
  /// @return whether it was counted; then [#leave] is due
  boolean enter(String chatId) {
    int count = byChat.merge(chatId, 1, Integer::sum);
    if (mostPerChat > 0 && count > mostPerChat) {
      leave(chatId);
      return false;
    }
    return true;
  }

  void leave(String chatId) {
    byChat.computeIfPresent(chatId, (key, count) -> count == 1 ? null : count - 1);
  }

  /// Returns how many connections the chats have: a live view.
  Map<String, Integer> counts() {
    return java.util.Collections.unmodifiableMap(byChat);
  }
}
