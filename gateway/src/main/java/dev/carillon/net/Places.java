package dev.carillon.net;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections there may be, in all and from one address. Safe for any thread.
public final class Places {
  /// What became of somebody who asked for a place.
  public enum Outcome {
    /// The place is taken.
    TAKEN(101, "", ""),
    /// There are no more places.
    FULL(503, "too many connections", "full"),
    /// There are no more places for this address.
    FULL_FOR_ADDRESS(429, "too many connections from this address", "address");

    private final int status;
    private final String error;
    private final String label;

    Outcome(int status, String error, String label) {
      this.status = status;
      this.error = error;
      this.label = label;
    }

    /// Returns the status of the HTTP answer.
    public int status() {
      return status;
    }

    /// Returns what a refused client is told.
    public String error() {
      return error;
    }

    /// Returns why it is refused, for metrics.
    public String label() {
      return label;
    }
  }

  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger taken = new AtomicInteger();

  /// Kept only where addresses have a limit of their own.
  private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

  /// @param most in all
  /// @param mostPerAddress from one address; [Integer#MAX_VALUE]: not counted
  public Places(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /// Takes a place; what is taken is to be given back.
  public Outcome take(InetAddress address) {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      return Outcome.FULL;
    }
    if (isCountedPerAddress() && perAddress.merge(address, 1, Integer::sum) > mostPerAddress) {
      giveBack(address);
      return Outcome.FULL_FOR_ADDRESS;
    }
    return Outcome.TAKEN;
  }

  /// Gives a place back.
  public void giveBack(InetAddress address) {
    taken.decrementAndGet();
    if (isCountedPerAddress()) {
      perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  private boolean isCountedPerAddress() {
    return mostPerAddress < Integer.MAX_VALUE;
  }
}
