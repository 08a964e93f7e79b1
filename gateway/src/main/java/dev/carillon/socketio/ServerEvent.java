package dev.carillon.socketio;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An event that another node sent to the servers, not to clients. Safe for any thread.
public final class ServerEvent {
  /// Sends an answer back.
  interface Answer {
    void send(EncodedEvent answer);
  }

  private final String name;
  private final Arguments args;
  private final @Nullable Answer answer;
  private final AtomicBoolean acknowledged = new AtomicBoolean();

  ServerEvent(String name, Arguments args, @Nullable Answer answer) {
    this.name = name;
    this.args = args;
    this.answer = answer;
  }

  /// Returns the event's name.
  public String name() {
    return name;
  }

  /// Returns what came with it.
  public Arguments args() {
    return args;
  }

  /// Returns whether the other node waits for an answer.
  public boolean wantsAck() {
    return answer != null;
  }

  /// Answers, once; does nothing where no answer is wanted or one was given. May be called later and
  /// from any thread.
  ///
  /// @param response as an argument of [Socket#emit], up to 1 MiB when encoded
  /// @throws IllegalArgumentException if it has no JSON form or is longer
  public void ack(@Nullable Object response) {
    if (answer != null && acknowledged.compareAndSet(false, true)) {
      answer.send(PacketEncoder.event(ServerEvents.RESPONSE, response));
    }
  }
}
