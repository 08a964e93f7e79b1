package dev.carillon.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Who holds a lease, and for how long: one set of holders, at one key of a [Store].
///
/// The only clock that counts is the store's, so nodes whose clocks differ agree on who is overdue.
/// A lease that has run out does not vanish by itself: its holder is *overdue*, and may still renew
/// it, until somebody ends it. That makes the end one atomic event that exactly one caller brings
/// about, and that the holder is certain to notice at its next [#renew].
///
/// Threads and errors are those of the [Store]. Each method is one atomic step.
public interface Leases {

  /// Gives a holder a lease of so long from now, whether or not it has one.
  void begin(String holder, Duration lifetime);

  /// Prolongs a lease to so long from now, overdue or not.
  ///
  /// @return `false` if the holder has none: it never began one, or somebody ended it
  boolean renew(String holder, Duration lifetime);

  /// Returns all holders with the time that is left to each; zero or less for who is overdue.
  Map<String, Duration> all();

  /// Ends a lease.
  ///
  /// @return whether the holder had one, overdue or not; of several callers one hears `true`
  boolean end(String holder);

  /// Ends the leases of all who are overdue.
  ///
  /// @return those ended by this call; of several callers one gets a holder
  List<String> endOverdue();
}
