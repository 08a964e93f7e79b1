package dev.carillon.server.apps.toggo.feed;

import dev.carillon.core.Store;
import dev.carillon.core.WrongKindException;
import java.util.List;

/// Members that the backend keeps in the store: the members of a sorted set, whatever their scores.
///
/// Immutable.
final class StoredMembers implements Members {
  private final Store store;
  private final String key;
  private final int most;

  /// @param key the key of a trip's sorted set, with `{trip}` where the id goes
  /// @param most how many members a trip has at most
  StoredMembers(Store store, String key, int most) {
    this.store = store;
    this.key = key;
    this.most = most;
  }

  @Override
  public List<String> of(String trip) throws MembersException {
    try {
      List<String> members =
          store.scoredAbove(
              key.replace(MembersSettings.TRIP, trip), Double.NEGATIVE_INFINITY, most + 1);
      if (members.size() > most) {
        throw new MembersException("too-many-members", true);
      }
      return members;
    } catch (WrongKindException e) {
      throw new MembersException("not-a-sorted-set", true);
    }
  }
}
