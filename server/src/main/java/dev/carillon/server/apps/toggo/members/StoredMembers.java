package dev.carillon.server.apps.toggo.members;

import dev.carillon.core.Instruments;
import dev.carillon.core.Store;
import dev.carillon.core.WrongKindException;
import java.util.List;

/// Members that the backend keeps in the store: a key for each, or a sorted set per trip, whatever its
/// scores. Immutable.
final class StoredMembers implements Members {
  private static final String APP = "toggo";

  private final Store store;
  private final MembersSettings.Key key;
  private final int most;
  private final Instruments instruments;

  /// @param most how many members a trip has at most
  StoredMembers(Store store, MembersSettings.Key key, int most, Instruments instruments) {
    this.store = store;
    this.key = key;
    this.most = most;
    this.instruments = instruments;
  }

  @Override
  public boolean has(String trip, String user) throws MembersException {
    if (!key.asksForOne()) {
      return Members.super.has(trip, user);
    }
    try {
      return store.get(key.filled(trip, user)) != null;
    } catch (WrongKindException _) {
      return true; // it holds something, whatever that is
    } catch (RuntimeException _) {
      // A StoreException, or whatever a store throws that is being closed.
      instruments.badInput(APP, "store", "membership");
      throw new MembersException("store-unavailable", false);
    }
  }

  @Override
  public List<String> of(String trip) throws MembersException {
    if (key.asksForOne()) {
      throw new MembersException("one-by-one", true);
    }
    try {
      List<String> members =
          store.scoredAbove(key.filled(trip, ""), Double.NEGATIVE_INFINITY, most + 1);
      if (members.size() > most) {
        throw new MembersException("too-many-members", true);
      }
      return members;
    } catch (WrongKindException e) {
      throw new MembersException("not-a-sorted-set", true);
    }
  }
}
