package dev.carillon.server.apps.toggo;

import dev.carillon.core.Principal;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import dev.carillon.server.apps.toggo.members.Members;
import dev.carillon.server.apps.toggo.members.MembersException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whose trips are whose, and whom a change of that concerns here.
///
/// The owner of the truth is asked when somebody begins to follow a trip, and the answer is remembered. A change
/// is an event of the trip, so who follows a trip hears of it by the same channel. Three things keep a remembered
/// yes from outliving it:
///
/// - A follower is known here, and the channel is held, *before* the owner is asked: a change from then on is
///   heard, and has the follower looked at again behind the answer that it is about to get.
/// - The first follower of a trip on this node finds nothing remembered, as nobody listened until then; nor is
///   anything left after an outage of the broker.
/// - A change makes all answers about its trip those of an earlier version, the ones that are still on their way
///   included.
///
/// Safe for any thread; only [#standing] blocks.
final class Memberships implements AutoCloseable {
  private static final String KIND = "membership.";

  /// The one change that takes nothing from anybody.
  private static final String ADDED = "membership.added";

  private static final String GONE = "trip.deleted";

  private final Members members;
  private final ConcurrentHashMap<String, Set<Follower>> followers = new ConcurrentHashMap<>();

  Memberships(Members members) {
    this.members = members;
  }

  /// What is known of a user and a trip.
  enum Standing {
    MEMBER,
    STRANGER,
    UNKNOWN
  }

  /// Asks whether a user may follow a trip. Blocks.
  ///
  /// @param user `null`: somebody who did not say, and is nobody's member
  Standing standing(String trip, @Nullable Principal user) {
    if (user == null) {
      return Standing.STRANGER;
    }
    try {
      return members.has(trip, user.id()) ? Standing.MEMBER : Standing.STRANGER;
    } catch (MembersException _) {
      return Standing.UNKNOWN; // counted where it was asked
    }
  }

  /// Somebody is about to follow a trip, and is looked at again at each change from now on.
  void enter(String trip, Follower follower) {
    followers.compute(
        trip,
        (key, known) -> {
          if (known != null) {
            known.add(follower);
            return known;
          }
          members.changed(trip);
          Set<Follower> first = ConcurrentHashMap.newKeySet(2);
          first.add(follower);
          return first;
        });
  }

  /// Somebody does not follow a trip, or no longer.
  void leave(String trip, Follower follower) {
    followers.computeIfPresent(
        trip,
        (key, known) -> {
          known.remove(follower);
          return known.isEmpty() ? null : known;
        });
  }

  /// Returns whether a change of this trip concerns anybody here.
  boolean concern(String trip) {
    return followers.containsKey(trip);
  }

  /// Hears what happened on a trip.
  void hear(TripEvent event) {
    String topic = event.topic();
    if (!topic.startsWith(KIND) && !topic.equals(GONE)) {
      return;
    }
    String trip = event.tripId();
    members.changed(trip);
    if (!topic.equals(ADDED)) {
      followers.getOrDefault(trip, Set.of()).forEach(follower -> follower.review(trip));
    }
  }

  /// Hears that changes may have been missed.
  void missed() {
    members.missed();
  }

  @Override
  public void close() {
    members.close();
  }
}
