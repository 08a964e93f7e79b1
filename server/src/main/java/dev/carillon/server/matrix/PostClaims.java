package dev.carillon.server.matrix;

import dev.carillon.core.Clock;
import dev.carillon.core.Store;
import dev.carillon.server.support.Claims;
import java.time.Duration;

/// Decides which of all nodes posts a message, so that exactly one does.
///
/// **The problem.** Redis hands each node its own copy of a message and gives it no id, and the
/// same text may rightly be published twice. A claim on the digest alone would swallow the second
/// one; a claim without it would post each message once per node.
///
/// **The rule.** Nodes that are subscribed through one Redis see the same messages in the same
/// order. So each node numbers the arrivals of equal messages ([Occurrences]), and all arrive at
/// the same number without talking. A message is claimed as `carillon:bots:<digest>:<number>`,
/// set if absent; the node that sets it posts, the others let it be. A number is forgotten once its
/// digest was not seen for the claims' lifetime and a margin: by then the claims are gone as well,
/// and counting starts at 1 everywhere.
///
/// **A node that came late**, or lost its link for a while, has missed arrivals and counts lower.
/// For as long as there can be claims that it does not know of, it looks at the time in a claim that
/// it failed to get: one that was made long before its own copy arrived belongs to an earlier
/// arrival, so it counts on and tries the next number. That is also what lets a message be posted
/// again shortly after a restart.
///
/// **The limits**, all of them rare:
/// - At most once: a node that ends between claim and post loses the message, and nobody retries it.
/// - The store does not answer, or so late that other nodes may have forgotten the message: nobody
///   posts, and the refusal is counted. A bot that is silent is better than one that repeats itself.
/// - A node that came late posts a repetition once more when the first one arrived before it and its
///   claim expires in between; so may nodes whose clocks differ by more than [#SAME], in the first
///   minute after they started; and so may two nodes when the same text is repeated after exactly
///   the time after which numbers are forgotten, to the millisecond. Matrix sees two events then.
/// - A repetition within [#SAME] of a restart that lies between the two is taken for the first one.
///
/// Safe for any thread; the claim itself blocks for a round trip to the store.
final class PostClaims {
  /// Arrivals of one message at different nodes lie closer together than this.
  static final Duration SAME = Duration.ofSeconds(10);

  /// A claim is made this soon after the arrival, or not at all.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String PREFIX = "carillon:bots:";
  private static final int MOST_STEPS = 64;

  enum Outcome {
    /// This node posts.
    WON,
    /// Another node posts.
    LOST,
    /// The store was not asked in time, or did not answer: nobody posts on this node's account.
    UNKNOWN
  }

  /// One arrival of a message at this node.
  record Arrival(String digest, long number, long millis, long wallMillis) {}

  private final Claims claims;
  private final Clock clock;
  private final String node;
  private final Duration lifetime;
  private final Occurrences occurrences;
  private volatile long completeSince;

  /// @param node the name of this node, kept in the claim for whoever looks into the store
  PostClaims(Store store, Clock clock, String node, Duration lifetime) {
    this.claims = new Claims(store, PREFIX, lifetime);
    this.clock = clock;
    this.node = node;
    this.lifetime = lifetime;
    this.occurrences = new Occurrences(memory().toMillis());
    this.completeSince = clock.millis();
  }

  /// Notes that messages may have been missed up to now.
  void missedSome() {
    completeSince = clock.millis();
  }

  /// Notes an arrival. Never blocks; called in the order of arrival.
  Arrival arrived(String digest) {
    long now = clock.millis();
    return new Arrival(digest, occurrences.next(digest, now), now, clock.now().toEpochMilli());
  }

  /// Returns whether an arrival can no longer be claimed: other nodes may soon have forgotten it.
  boolean isTooLate(Arrival arrival) {
    return clock.millis() - arrival.millis > PATIENCE.toMillis();
  }

  /// Looks whether another node has claimed an arrival, without claiming it.
  ///
  /// @return `LOST` if so, else `UNKNOWN`
  Outcome look(Arrival arrival) {
    try {
      for (long step = 0; step < MOST_STEPS; step++) {
        String name = arrival.digest + ":" + (arrival.number + step);
        if (claims.note(name) == null) {
          return Outcome.UNKNOWN;
        }
        if (seesAll(arrival) || !isEarlier(name, arrival)) {
          occurrences.raise(arrival.digest, arrival.number + step);
          return Outcome.LOST;
        }
      }
    } catch (RuntimeException e) {
      // A StoreException, or whatever a store throws that is being closed.
    }
    return Outcome.UNKNOWN;
  }

  /// Tries to claim an arrival for this node.
  Outcome claim(Arrival arrival) {
    long number = arrival.number;
    try {
      for (int step = 0; step < MOST_STEPS; step++) {
        if (isTooLate(arrival)) {
          return Outcome.UNKNOWN;
        }
        String name = arrival.digest + ":" + number;
        if (claims.take(name, arrival.wallMillis + " " + node)) {
          occurrences.raise(arrival.digest, number);
          return Outcome.WON;
        }
        if (seesAll(arrival) || !isEarlier(name, arrival)) {
          occurrences.raise(arrival.digest, number);
          return Outcome.LOST;
        }
        number++;
      }
      return Outcome.UNKNOWN;
    } catch (RuntimeException e) {
      // A StoreException, or whatever a store throws that is being closed.
      return Outcome.UNKNOWN;
    }
  }

  private boolean seesAll(Arrival arrival) {
    return arrival.millis - completeSince > memory().toMillis();
  }

  private boolean isEarlier(String name, Arrival arrival) {
    String claim = claims.note(name);
    if (claim == null) {
      return false; // it expired between the two commands: old enough, but not worth a duplicate
    }
    try {
      long claimedMillis = Long.parseLong(claim, 0, Math.max(0, claim.indexOf(' ')), 10);
      return arrival.wallMillis - claimedMillis > SAME.toMillis();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private Duration memory() {
    return lifetime.plus(PATIENCE);
  }
}
