package dev.carillon.server.apps.curia;

import dev.carillon.core.Store;
import dev.carillon.http.HttpCallException;
import dev.carillon.json.BadJson;
import org.jspecify.annotations.Nullable;

/// Tells what the backend says of boards and communities. Safe for any thread; blocks.
interface Lookup extends AutoCloseable {

  /// Returns the one that is configured.
  static Lookup of(CuriaSettings settings, Store store) {
    return settings.lookupUrl == null
        ? new StoreLookup(store)
        : new HttpLookup(settings.lookupUrl, settings);
  }

  /// Returns a board; `null`: there is none.
  ///
  /// @throws BadJson if what is said of it is of no use
  /// @throws HttpCallException if nobody answers
  /// @throws dev.carillon.core.StoreException if the store does not answer
  @Nullable Board board(long id) throws BadJson, HttpCallException;

  /// Returns a community, as [#board].
  @Nullable Community community(String id) throws BadJson, HttpCallException;

  @Override
  void close();
}
