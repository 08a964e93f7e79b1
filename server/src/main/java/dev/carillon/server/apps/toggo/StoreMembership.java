package dev.carillon.server.apps.toggo;

import dev.carillon.core.Instruments;
import dev.carillon.core.Store;
import dev.carillon.core.WrongKindException;

/// Looks for a key that exists for each member of each trip. Safe for any thread.
final class StoreMembership implements Membership {
  private final Store store;
  private final Template key;
  private final Instruments instruments;

  StoreMembership(Store store, String key, Instruments instruments) {
    this.store = store;
    this.key = new Template(key);
    this.instruments = instruments;
  }

  @Override
  public Answer ask(String trip, String user) {
    try {
      return store.get(key.filled(trip, user)) == null ? Answer.NO : Answer.YES;
    } catch (WrongKindException _) {
      return Answer.YES; // it holds something, whatever that is
    } catch (RuntimeException _) {
      // A StoreException, or whatever a store throws that is being closed.
      instruments.badInput(ToggoApp.NAME, "store", "membership");
      return Answer.NONE;
    }
  }
}
