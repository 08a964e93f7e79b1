package dev.carillon.server.apps.eclipse;

import dev.carillon.core.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events chats have had lately, so that each is delivered once.
///
/// Remembered for a window, so many of one chat and so many in all: beyond, a chat forgets its oldest,
/// and the chats that have been quiet longest are forgotten. Safe for any thread; guarded by its own
/// monitor, held for a few instructions only.
final class Recent {
  static final Duration WINDOW = Duration.ofSeconds(60);
  static final int PER_CHAT = 1_000;
  static final int IN_ALL = 100_000;

  private record Entry(String event, long endMillis) {}

  /// The events of one chat, the oldest first.
  private static final class Chat {
    final Set<String> known = new HashSet<>(4);
    final ArrayDeque<Entry> entries = new ArrayDeque<>(4);
    long quietSinceMillis;
  }

  private final Clock clock;
  private final int perChat;
  private final int inAll;

  /// The chat that got an event longest ago comes first.
  private final LinkedHashMap<String, Chat> chats = new LinkedHashMap<>();

  private int size;

  Recent(Clock clock) {
    this(clock, PER_CHAT, IN_ALL);
  }

  Recent(Clock clock, int perChat, int inAll) {
    this.clock = clock;
    this.perChat = perChat;
    this.inAll = inAll;
  }

  /// Notes an event.
  ///
  /// @return whether it is the first of its kind
  synchronized boolean isFirst(String chat, String event) {
    long now = clock.millis();
    @Nullable Chat known = chats.remove(chat);
    Chat here = known == null ? new Chat() : known;
    chats.put(chat, here); // at the end
    here.quietSinceMillis = now;
    while (!here.entries.isEmpty() && here.entries.getFirst().endMillis <= now) {
      forgetOldest(here);
    }
    boolean first = here.known.add(event);
    if (first) {
      here.entries.addLast(new Entry(event, now + WINDOW.toMillis()));
      size++;
      if (here.entries.size() > perChat) {
        forgetOldest(here);
      }
    }
    forgetQuietChats(now);
    return first;
  }

  /// Returns how many events are remembered.
  synchronized int size() {
    return size;
  }

  private void forgetOldest(Chat chat) {
    chat.known.remove(chat.entries.removeFirst().event);
    size--;
  }

  private void forgetQuietChats(long now) {
    var oldest = chats.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Chat> entry = oldest.next();
      Chat chat = entry.getValue();
      boolean over = chat.quietSinceMillis + WINDOW.toMillis() <= now;
      if ((!over && size <= inAll) || chats.size() == 1) {
        return;
      }
      oldest.remove();
      size -= chat.entries.size();
    }
  }
}
