package dev.carillon.collab.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/// Keeps documents in a database, which several nodes may share: PostgreSQL, or H2.
///
/// **The tables**, made where there are none: `carillon_documents` has a row for each document, and
/// `carillon_updates` one for each update, with a number that the database gives it. A document is found by the
/// SHA-256 of its name, since names are longer than an index allows and hold what a text of a database may not;
/// the name beside it is for people.
///
/// **Order.** A number is taken when a row is written and seen when it is committed, and those are two moments. So
/// whoever adds to a document locks its row first: of one document, then, numbers are seen in their order, what
/// [#load] returned is all there was up to its position, and [#replace] deletes nothing that it has not read.
///
/// **Replacing twice.** Two nodes may put the same document together. The second one finds either the rows that
/// it read, or what the first has made of some of them, and both ways nothing is lost; or no row up to its
/// position, because the other had read more, or somebody removed the document meanwhile, which it must not bring
/// back: then it does nothing. Numbers are not given twice, so a document that was removed and came again has no
/// row up to that position.
///
/// **What a crash leaves** is what the database makes of it. PostgreSQL has what was answered for after a loss of
/// power, too, unless it is told otherwise (`synchronous_commit`); H2 after the death of the process.
///
/// Connections are asked for with each call and given back, so a pool is as good as the data source is. Safe for
/// any thread.
public final class JdbcStorage implements DocumentStorage {
  /// How many calls are in the database at once; others wait.
  private static final int MOST_CALLS = 16;

  /// Somebody else made the same row or table in the same moment.
  private static final String DUPLICATE = "23505";

  private static final String LOCK =
      "SELECT document FROM carillon_documents WHERE document = ? FOR UPDATE";
  private static final String MAKE =
      "INSERT INTO carillon_documents (document, name) VALUES (?, ?)";
  private static final String ADD =
      "INSERT INTO carillon_updates (document, content) VALUES (?, ?)";
  private static final String READ =
      "SELECT number, content FROM carillon_updates WHERE document = ? ORDER BY number";
  private static final String DROP =
      "DELETE FROM carillon_updates WHERE document = ? AND number <= ?";
  private static final String PUT =
      "INSERT INTO carillon_updates (document, number, content) VALUES (?, ?, ?)";
  private static final String REMOVE = "DELETE FROM carillon_documents WHERE document = ?";

  private final DataSource source;
  private final Semaphore calls = new Semaphore(MOST_CALLS);
  private volatile boolean closed;

  private JdbcStorage(DataSource source) {
    this.source = source;
  }

  /// Opens a storage in a database, and makes its tables if they are missing.
  ///
  /// @param source stays the caller's, who closes it after the storage
  /// @throws IOException if the database does not answer, is of another kind, or has no tables and lets nobody make
  ///     them
  public static JdbcStorage open(DataSource source) throws IOException {
    var storage = new JdbcStorage(source);
    storage.call(JdbcTables::prepare);
    return storage;
  }

  @Override
  public StoredDocument load(String name) throws IOException {
    return call(connection -> {
      List<byte[]> updates = new ArrayList<>();
      long position = 0;
      try (PreparedStatement read = connection.prepareStatement(READ)) {
        read.setString(1, key(name));
        try (ResultSet rows = read.executeQuery()) {
          while (rows.next()) {
            position = rows.getLong(1);
            updates.add(rows.getBytes(2));
          }
        }
      }
      return updates.isEmpty() ? StoredDocument.NONE : new StoredDocument(updates, position);
    });
  }

  @Override
  public void append(String name, byte[] update) throws IOException {
    call(connection -> {
      if (!lock(connection, name)) {
        run(connection, MAKE, key(name), readable(name));
      }
      return run(connection, ADD, key(name), update);
    });
  }

  @Override
  public void replace(String name, StoredDocument loaded, byte[] state) throws IOException {
    call(connection -> {
      boolean there = lock(connection, name);
      if (there && run(connection, DROP, key(name), loaded.position()) > 0) {
        run(connection, PUT, key(name), loaded.position(), state);
      }
      return there;
    });
  }

  @Override
  public void remove(String name) throws IOException {
    call(connection -> run(connection, REMOVE, key(name)));
  }

  /// Takes no more calls; those that run go on.
  @Override
  public void close() {
    closed = true;
  }

  // ---- statements ----

  /// Keeps others from changing a document until the transaction ends.
  ///
  /// @return whether there is such a document
  private static boolean lock(Connection connection, String name) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, key(name));
      try (ResultSet row = lock.executeQuery()) {
        return row.next();
      }
    }
  }

  /// Runs a statement, and returns how many rows it has changed.
  private static int run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        switch (values[i]) {
          case byte[] bytes -> statement.setBytes(i + 1, bytes);
          case Long number -> statement.setLong(i + 1, number);
          default -> statement.setString(i + 1, values[i].toString());
        }
      }
      return statement.executeUpdate();
    }
  }

  private static String key(String name) {
    return Names.hash(name);
  }

  /// Returns a name as databases take it: half surrogate pairs become question marks.
  private static String readable(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  // ---- transactions ----

  /// What is done in one transaction.
  interface Work<T> {
    T in(Connection connection) throws SQLException, IOException;
  }

  private <T> T call(Work<T> work) throws IOException {
    if (closed) {
      throw new IOException("the storage of documents is closed");
    }
    try {
      calls.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    try {
      return twice(work);
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      calls.release();
    }
  }

  /// Two nodes may make the same row at once; the one that comes second finds it there when it tries again.
  private <T> T twice(Work<T> work) throws SQLException, IOException {
    try {
      return once(work);
    } catch (SQLException e) {
      if (!DUPLICATE.equals(e.getSQLState())) {
        throw e;
      }
      return once(work);
    }
  }

  private <T> T once(Work<T> work) throws SQLException, IOException {
    try (Connection connection = source.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.in(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(before);
      }
    }
  }

  /// Returns what a database said, without the lines behind the first, which hold statements and values.
  private static IOException failure(SQLException e) {
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    return new IOException("the database of documents (" + e.getSQLState() + "): " + said, e);
  }
}
