package dev.carillon.presence;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Nodes;
import dev.carillon.core.Services;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What other nodes are told of this node's share; see [Shares].
///
/// What is published is not what was done but what became of it: a device that came and went within
/// the gathering time is one step. A whole share is read after the steps that wait were sent, and by
/// the same thread: what of later changes is in it comes again with a higher number, which does no
/// harm, as a step says what is so.
///
/// Sending is confined to one [Chore]; what waits for it is guarded by itself.
final class OwnShare {
  /// Changes of so many milliseconds go in one message; the first one after a silence at once.
  static final long GATHER_MILLIS = 50;

  /// The whole share is sent at most so often, whoever asks.
  static final long PAUSE_MILLIS = 500;

  private static final String EVERYBODY = "";

  private record Place(String room, String user, String device) {}

  private final String channel;
  private final String origin;
  private final Nodes nodes;
  private final Broker broker;
  private final Clock clock;
  private final long beatMillis;
  private final Attendance attendance;
  private final Chore sending;

  /// Guarded by itself.
  private final Map<Place, Farewell> changed = new LinkedHashMap<>();

  private final Set<String> toAsk = ConcurrentHashMap.newKeySet();
  private volatile boolean wholeWanted;
  private volatile boolean beatWanted;
  private volatile boolean ending;

  /// Written by the chore.
  private volatile long nextSteps = Long.MIN_VALUE;

  // Confined to the chore.
  private long number;
  private long nextWhole = Long.MIN_VALUE;
  private long nextBeat = Long.MIN_VALUE;

  OwnShare(
      String channel, String origin, Services services, long beatMillis, Attendance attendance) {
    this.channel = channel;
    this.origin = origin;
    this.nodes = services.nodes();
    this.broker = services.broker();
    this.clock = services.clock();
    this.beatMillis = beatMillis;
    this.attendance = attendance;
    this.sending = new Chore("carillon-presence-out", services.lanes().getFirst(), this::send);
  }

  /// Returns the name of this share.
  String origin() {
    return origin;
  }

  /// Notes that a device came, changed or went.
  void changed(String room, String user, String device, Farewell how) {
    synchronized (changed) {
      changed.put(new Place(room, user, device), how);
    }
    sending.at(nextSteps);
  }

  /// Sends the whole share, soon.
  void sendWhole() {
    wholeWanted = true;
    sending.now();
  }

  /// Repeats the number, now.
  void beat() {
    beatWanted = true;
    sending.now();
  }

  /// Asks a node for its whole share.
  void ask(String node) {
    toAsk.add(node);
    sending.now();
  }

  /// Asks all nodes for their whole shares.
  void askEverybody() {
    ask(EVERYBODY);
  }

  /// Ends it: other nodes hear that there is nothing in it any more, if they hear anything.
  void end() {
    ending = true;
    sending.now();
  }

  private long send() {
    if (ending) {
      publish(new ShareMessage.Part(nodes.self(), origin, ++number, 0, 1, List.of()));
      sending.end();
      return Long.MAX_VALUE;
    }
    long now = clock.millis();
    boolean whole = wholeWanted && now >= nextWhole;
    if (whole || now >= nextSteps) {
      sendSteps(now);
    }
    if (whole) {
      wholeWanted = false;
      nextWhole = now + PAUSE_MILLIS;
      publishWhole();
    }
    for (String node : List.copyOf(toAsk)) {
      toAsk.remove(node);
      publish(new ShareMessage.Ask(nodes.self(), node.equals(EVERYBODY) ? null : node));
    }
    if (beatWanted || now >= nextBeat) {
      beatWanted = false;
      nextBeat = now + beatMillis;
      publish(new ShareMessage.Beat(nodes.self(), origin, number));
    }
    long next = wholeWanted ? Math.min(nextWhole, nextBeat) : nextBeat;
    synchronized (changed) {
      return changed.isEmpty() ? next : Math.min(next, nextSteps);
    }
  }

  private void sendSteps(long now) {
    Map<Place, Farewell> taken;
    synchronized (changed) {
      if (changed.isEmpty()) {
        return;
      }
      taken = new LinkedHashMap<>(changed);
      changed.clear();
    }
    nextSteps = now + GATHER_MILLIS;
    var steps = new ArrayList<ShareMessage.Step>();
    int size = 0;
    for (Map.Entry<Place, Farewell> one : taken.entrySet()) {
      Place place = one.getKey();
      Device device = attendance.find(place.room, place.user, origin, place.device);
      steps.add(
          new ShareMessage.Step(place.room, place.user, place.device, device, one.getValue()));
      size += place.room.length() + place.user.length() + place.device.length();
      size += device == null ? 0 : device.state().length();
      if (size >= ShareCodec.FULL) {
        publish(steps);
        steps.clear();
        size = 0;
      }
    }
    publish(steps);
  }

  private void publish(List<ShareMessage.Step> steps) {
    if (!steps.isEmpty()) {
      publish(new ShareMessage.Steps(nodes.self(), origin, number, steps));
      number += steps.size();
    }
  }

  private void publishWhole() {
    var parts = new ArrayList<List<Entry>>();
    var part = new ArrayList<Entry>();
    int size = 0;
    for (Entry entry : attendance.share(origin)) {
      part.add(entry);
      size += entry.room().length() + entry.user().length();
      size += entry.device().id().length() + entry.device().state().length();
      if (size >= ShareCodec.FULL) {
        parts.add(List.copyOf(part));
        part.clear();
        size = 0;
      }
    }
    parts.add(part);
    String self = nodes.self();
    for (int i = 0; i < parts.size(); i++) {
      publish(new ShareMessage.Part(self, origin, number, i, parts.size(), parts.get(i)));
    }
  }

  /// That the broker does not take it needs no care: the next beat tells the others.
  private void publish(ShareMessage message) {
    var _ = broker.publish(channel, ShareCodec.encode(message));
  }
}
