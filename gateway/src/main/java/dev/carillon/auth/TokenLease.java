package dev.carillon.auth;

import dev.carillon.core.Member;
import dev.carillon.core.Principal;
import dev.carillon.core.Timed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The time for which a member's token counts: it is warned before the end, may show a fresh token, and
/// is ended with the old one.
///
/// A token is judged when a connection is made, and a connection may last for days; without this it
/// outlives what it stands on. It works for every [Member], a Socket.IO socket as well as a connection
/// of plain JSON: it goes by [Member#principal()], and what warning and ending mean is the holder's.
///
/// One deadline in the wheel of the member's lane. Tokens tell the time of day and the wheel counts
/// milliseconds that only grow, so the time of day is looked at again at each deadline, and at least once
/// an hour: a machine that slept, or whose clock was set, ends nobody early and nobody much too late.
///
/// All methods may be called from any thread; the holder is called in the member's lane.
public final class TokenLease {
  private static final long LONGEST_WAIT_MILLIS = Duration.ofHours(1).toMillis();

  /// What a lease does to its member. Called in the member's lane: it must not wait.
  @FunctionalInterface
  public interface Holder {
    /// The token has ended. Called once, and last.
    void onExpired();

    /// The token ends soon. Called once for each token that has an end.
    ///
    /// @param end when
    default void onExpiring(Instant end) {}
  }

  /// What came of a fresh token.
  public enum Renewal {
    /// It counts in place of the old one.
    RENEWED,
    /// It is somebody else's: a connection does not change its owner.
    OTHER_PRINCIPAL,
    /// Too late: the lease is over.
    OVER
  }

  private final Member member;
  private final Duration warning;
  private final Holder holder;
  private final Deadline deadline = new Deadline();
  private volatile boolean over;

  /// The end that was warned of. Confined to the lane.
  private @Nullable Instant warnedOf;

  private TokenLease(Member member, Duration warning, Holder holder) {
    this.member = member;
    this.warning = warning;
    this.holder = holder;
  }

  /// Begins to watch over a member that has been identified. One whose principal has no end is never
  /// warned nor ended, until it is renewed with one that has.
  ///
  /// @param warning how long before the end it is warned; zero: not at all
  public static TokenLease begin(Member member, Duration warning, Holder holder) {
    var lease = new TokenLease(member, warning, holder);
    member.lane().run(lease::look);
    return lease;
  }

  /// Lets a fresh token count: identifies the member anew.
  ///
  /// @param fresh who a token that was just accepted tells it is
  public Renewal renew(Principal fresh) {
    if (over) {
      return Renewal.OVER;
    }
    Principal now = member.principal();
    if (now == null || !now.id().equals(fresh.id())) {
      return Renewal.OTHER_PRINCIPAL;
    }
    member.identify(fresh);
    member.lane().run(this::look);
    return Renewal.RENEWED;
  }

  /// Ends the watch, when the member goes. Idempotent.
  public void end() {
    over = true;
    member.lane().run(() -> member.lane().timers().cancel(deadline));
  }

  /// Does what is due, and sets the next deadline. In the lane.
  private void look() {
    member.lane().timers().cancel(deadline);
    Principal principal = member.principal();
    Instant end = principal == null ? null : principal.expiresAt();
    if (over || end == null) {
      return;
    }
    Instant now = member.lane().clock().now();
    if (!now.isBefore(end)) {
      over = true;
      holder.onExpired();
      return;
    }
    Instant next = end;
    if (warning.isPositive() && !end.equals(warnedOf)) {
      next = end.minus(warning);
      if (!now.isBefore(next)) {
        warnedOf = end;
        next = end;
        holder.onExpiring(end);
      }
    }
    // A millisecond more, as what is left of one is cut.
    long wait = Math.min(Duration.between(now, next).toMillis() + 1, LONGEST_WAIT_MILLIS);
    member.lane().timers().schedule(deadline, wait);
  }

  private final class Deadline extends Timed {
    @Override
    protected void onDeadline() {
      look();
    }
  }
}
