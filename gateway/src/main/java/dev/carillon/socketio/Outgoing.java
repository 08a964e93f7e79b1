package dev.carillon.socketio;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// An event on its way out, before it has a place in the history. Immutable.
///
/// An event whose only argument is raw JSON, which is how backends' messages come, is put together
/// in one step when the message is made; every other is encoded here.
sealed interface Outgoing {

  /// Makes the message.
  PacketMessage message(Delivery delivery);

  /// Encodes an event for all sockets of a namespace.
  ///
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  static Outgoing event(Prefixes prefixes, String event, @Nullable Object... args) {
    return args.length == 1 && args[0] instanceof Json json
        ? new OfJson(prefixes.of(event), json)
        : new OfEvent(prefixes.namespace(), PacketEncoder.event(event, args));
  }

  record OfJson(EventPrefix prefix, Json argument) implements Outgoing {
    @Override
    public PacketMessage message(Delivery delivery) {
      return PacketMessage.event(prefix, argument, delivery);
    }
  }

  record OfEvent(String namespace, EncodedEvent event) implements Outgoing {
    @Override
    public PacketMessage message(Delivery delivery) {
      return PacketMessage.event(namespace, Packet.NO_ACK, event, delivery);
    }
  }

  /// The encoded beginnings of a namespace's events, by event name. Safe for any thread.
  final class Prefixes {
    /// An app that makes names up as it goes gets no cache beyond this.
    private static final int MAX_CACHED = 256;

    private final String namespace;
    private final ConcurrentHashMap<String, EventPrefix> known = new ConcurrentHashMap<>();

    Prefixes(String namespace) {
      this.namespace = namespace;
    }

    String namespace() {
      return namespace;
    }

    EventPrefix of(String event) {
      EventPrefix prefix = known.get(event);
      if (prefix == null) {
        prefix = EventPrefix.of(namespace, event);
        if (known.size() < MAX_CACHED) {
          known.put(event, prefix);
        }
      }
      return prefix;
    }
  }
}
