package dev.carillon.socketio;

import dev.carillon.core.Lane;
import dev.carillon.core.Nodes;
import dev.carillon.core.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Passes the acknowledgements of this node's clients on to the node that asked for them.
///
/// First how many clients were sent the event, then what they answer, as it comes: whoever asks has
/// at its time limit whatever has come by then. Answers that come close together leave together.
/// Guarded by itself.
final class AnsweredAcks extends BroadcastAck {
  /// How the clients' answers are called among nodes; clients never see it.
  static final String EVENT = "acks";

  static final String CLIENTS = "clients";

  /// Answers wait this long for company.
  private static final long GATHER_MILLIS = 20;

  private static final int GATHER_AT_MOST = 64;
  private static final int GATHER_BYTES = 64 * 1024;

  private final Nodes.Question question;
  private final Lane lane;
  private final Flush flush = new Flush();
  private List<Arguments> gathered = new ArrayList<>();
  private long gatheredBytes;

  /// @param lane keeps the time
  AnsweredAcks(Nodes.Question question, Lane lane) {
    this.question = question;
    this.lane = lane;
  }

  @Override
  void onCounted(int clients) {
    question.answer(Envelope.encode(Map.of(CLIENTS, clients), null));
  }

  @Override
  void onAck(Arguments args) {
    if (gathered.isEmpty()) {
      lane.execute(() -> lane.timers().schedule(flush, GATHER_MILLIS));
    }
    gathered.add(args);
    gatheredBytes += args.bytes();
    if (gathered.size() >= GATHER_AT_MOST || gatheredBytes >= GATHER_BYTES) {
      flush();
    }
  }

  @Override
  void onEnd(int missing) {
    flush();
    question.end();
  }

  private synchronized void flush() {
    List<Arguments> ready = gathered;
    gathered = new ArrayList<>();
    gatheredBytes = 0;
    if (!ready.isEmpty() && !pass(ready) && ready.size() > 1) {
      ready.forEach(one -> pass(List.of(one)));
    }
  }

  /// Returns whether the answers were passed on. One that alone cannot be, for its length or because
  /// its text looks like a placeholder for binary, is missing there.
  private boolean pass(List<Arguments> acks) {
    Object[] firsts =
        acks.stream().map(args -> args.size() == 0 ? List.of() : List.of(args.get(0))).toArray();
    try {
      question.answer(Envelope.encode(Map.of(), PacketEncoder.event(EVENT, firsts)));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private final class Flush extends Timed {
    @Override
    protected void onDeadline() {
      flush();
    }
  }
}
