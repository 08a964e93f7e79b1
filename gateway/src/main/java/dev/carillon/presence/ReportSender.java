package dev.carillon.presence;

import dev.carillon.core.Clock;
import dev.carillon.core.Register;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.json.BadJson;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one backend what waits for it in the store, if this node is the one that tells.
///
/// One node tells at a time: whoever has the key of the backend in the store, which expires unless it
/// is renewed. It reads the oldest reports, tells them, and then drops them up to the last number;
/// while the backend does not take them, they stay, and the pauses grow. So order and completeness
/// come from the store, and the death of the node that tells costs the rest of its lease. Between
/// telling and dropping a death means that the successor tells the same once more: the backend sees it
/// by the numbers.
///
/// Confined to one [Chore], but for being asked and closed.
final class ReportSender {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);

  /// How often the node that tells looks for what others wrote.
  private static final long LOOK_MILLIS = 500;

  /// How often in its length a lease is renewed, and tried for.
  private static final int RENEWALS = 3;

  private static final int MOST_DOUBLINGS = 20;

  /// Who tells whom.
  ///
  /// @param reader the name of the backend's list
  /// @param key that of the lease
  /// @param token this node, as the lease has it
  record Desk(String presence, String reader, String key, String token) {}

  private final Desk desk;
  private final Backend backend;
  private final Register register;
  private final Store store;
  private final Clock clock;
  private final RandomGenerator random;
  private final ReportSettings settings;
  private final Chore sending;
  private volatile boolean closed;

  /// Whether this node tells. Written by the chore.
  private volatile boolean telling;

  private long renewAt = Long.MIN_VALUE;
  private long notBefore = Long.MIN_VALUE;
  private int failures;
  private String toldSeries = "";
  private long toldUpTo;

  ReportSender(
      Desk desk, Backend backend, Register register, Services services, ReportSettings settings) {
    this.desk = desk;
    this.backend = backend;
    this.register = register;
    this.store = services.store();
    this.clock = services.clock();
    this.random = services.random();
    this.settings = settings;
    this.sending = new Chore("carillon-reports-out", services.lanes().getFirst(), this::send);
  }

  void open() {
    sending.now();
  }

  /// Something was written.
  void wake() {
    if (telling) {
      sending.now();
    }
  }

  private long send() {
    long now = clock.millis();
    if (closed || now < notBefore) {
      return closed ? Long.MAX_VALUE : notBefore;
    }
    try {
      if (now >= renewAt) {
        renewAt = now + settings.lease.toMillis() / RENEWALS;
        telling = takeLease();
      }
      if (!telling) {
        return renewAt;
      }
      if (!tellSome()) {
        return Math.min(renewAt, now + LOOK_MILLIS);
      }
      if (failures > 0) {
        LOG.info("backend takes reports again: backend={} attempts={}", desk.reader, failures);
        failures = 0;
      }
      notBefore = now + settings.pause.toMillis();
    } catch (BackendException | StoreException e) {
      if (failures == 0) {
        LOG.warn("reports wait: backend={} {}", desk.reader, e.getMessage());
      }
      notBefore = now + pauseAfterFailure();
      renewAt = Math.min(renewAt, notBefore);
    }
    return notBefore;
  }

  private long pauseAfterFailure() {
    long doubled = settings.pause.toMillis() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    long longest = Math.min(doubled, settings.longestPause.toMillis());
    // Backends have several of us, and each of us several backends: not all in step.
    return longest - random.nextLong(longest / 2 + 1);
  }

  private boolean takeLease() {
    return (telling && store.replace(desk.key, desk.token, desk.token, settings.lease))
        || store.putIfAbsent(desk.key, desk.token, settings.lease);
  }

  /// @return whether there was something to tell
  private boolean tellSome() throws BackendException {
    Register.Notes notes = register.notes(desk.reader, settings.batch);
    if (notes.notes().isEmpty()) {
      return false;
    }
    var reports = new ArrayList<Report>();
    for (Register.Note note : notes.notes()) {
      try {
        reports.add(ReportCodec.report(note.number(), note.text()));
      } catch (BadJson e) {
        LOG.warn("report dropped: backend={} reason={}", desk.reader, e.reason());
      }
    }
    if (notes.birth().equals(toldSeries)) {
      // Told, and then the store was away: they could not be dropped.
      reports.removeIf(report -> report.number() <= toldUpTo);
    }
    if (!reports.isEmpty()) {
      tell(new ReportBatch(desk.presence, notes.birth(), reports));
    }
    toldSeries = notes.birth();
    toldUpTo = notes.notes().getLast().number();
    register.drop(desk.reader, toldUpTo);
    return true;
  }

  private void tell(ReportBatch batch) throws BackendException {
    try {
      backend.tell(batch);
    } catch (RuntimeException e) {
      // The embedder's bug: as good as not told.
      LOG.error("backend failed: backend={}", desk.reader, e);
      throw new BackendException("it failed");
    }
  }

  /// Lets another node tell. Waits for the store.
  void close() {
    closed = true;
    sending.end();
    if (telling) {
      telling = false;
      try {
        store.removeIf(desk.key, desk.token);
      } catch (StoreException e) {
        LOG.debug("lease not given back, it expires: {}", e.getMessage());
      }
    }
  }
}
