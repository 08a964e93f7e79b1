package dev.carillon.core;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what happens to one client on virtual threads: one thing at a time, in order.
///
/// Handlers may therefore block and need no locks against each other. An idle mailbox holds no
/// thread and no queue. Past [#PAUSE_AT] waiting tasks or [#PAUSE_AT_BYTES] it asks for a pause in
/// reading from the client, and for its end once it stays unheard.
///
/// Guarded by itself; callable from any thread.
public final class Mailbox {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  /// Waiting tasks at which the client is asked to wait.
  public static final int PAUSE_AT = 1_000;

  /// Bytes of waiting messages at which the client is asked to wait.
  public static final long PAUSE_AT_BYTES = 1024 * 1024;

  /// How far past the pause a client may go: what was on its way when it was asked to wait.
  public static final int OVERRUN = 16;

  /// What the mailbox asks of the connection. Called with no lock held.
  public interface Flow {
    /// Stop or resume reading from the client.
    void setReading(boolean reading);

    /// The client went on sending far beyond the pause.
    void overrun();
  }

  private record Letter(Runnable task, int bytes) {}

  private final Flow flow;
  private @Nullable ArrayDeque<Letter> waiting;
  private long waitingBytes;
  private boolean paused;

  public Mailbox(Flow flow) {
    this.flow = flow;
  }

  /// Adds a task that stands for no message of the client.
  public void execute(Runnable task) {
    accept(task, 0);
  }

  /// Adds a task that stands for a message of so many bytes.
  public void accept(Runnable task, int bytes) {
    boolean pause = false;
    boolean overrun = false;
    synchronized (this) {
      ArrayDeque<Letter> letters = waiting;
      boolean idle = letters == null;
      if (letters == null) {
        letters = new ArrayDeque<>(4);
        waiting = letters;
      }
      letters.add(new Letter(task, bytes));
      waitingBytes += bytes;
      if (!paused && (letters.size() > PAUSE_AT || waitingBytes > PAUSE_AT_BYTES)) {
        paused = true;
        pause = true;
      }
      overrun = letters.size() > PAUSE_AT * OVERRUN || waitingBytes > PAUSE_AT_BYTES * OVERRUN;
      if (idle) {
        Thread.ofVirtual().name("carillon-handler").start(this::work);
      }
    }
    if (overrun) {
      flow.overrun();
    } else if (pause) {
      flow.setReading(false);
    }
  }

  private void work() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        // Ours or the app's bug: the client keeps its connection, the next message its chance.
        LOG.error("handler failed", e);
      }
    }
  }

  private @Nullable Runnable next() {
    boolean resume = false;
    Runnable task = null;
    synchronized (this) {
      ArrayDeque<Letter> letters = waiting;
      Letter letter = letters == null ? null : letters.poll();
      if (letters == null || letter == null) {
        waiting = null;
      } else {
        task = letter.task;
        waitingBytes -= letter.bytes;
        if (paused && letters.size() < PAUSE_AT / 2 && waitingBytes < PAUSE_AT_BYTES / 2) {
          paused = false;
          resume = true;
        }
      }
    }
    if (resume) {
      flow.setReading(true);
    }
    return task;
  }
}
