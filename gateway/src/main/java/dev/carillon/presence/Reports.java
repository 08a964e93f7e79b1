package dev.carillon.presence;

import dev.carillon.core.Clock;
import dev.carillon.core.Nodes;
import dev.carillon.core.Register;
import dev.carillon.core.Services;
import dev.carillon.core.StoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells backends who is online, and that a room is empty: each time once, whichever node sees it.
///
/// **The problem.** Any number of nodes see users come and go, some of them on two nodes at once; a
/// node may die with thousands of them, and again while it lets go for another that died; the store
/// and the backend may be away. Of all that, a backend is to hear *online* and *offline* in turn.
///
/// **The rule.** Nobody tells what it sees. A node takes hold of its users and rooms in a
/// [Register] of the store, and lets them go after the grace ([Holdings]). That somebody's first holder
/// came, or the last one went, is found out by the store, in the step that also writes it down. So
/// there is nothing to agree on: two nodes that let go for the same dead node do no harm, and neither
/// does a step that is repeated because nobody knows whether it was done.
///
/// **The dead.** At each beat, and when [Nodes] tells of a change, a node looks who holds anything and is
/// not present. Whoever stays away for the grace is let go for, in portions, by every node that finds
/// things of its. It is looked at, not remembered, so a node that dies in the middle of it leaves the
/// rest to the next one, and a cluster that starts after all had died tells of all. A node that is not
/// sure of its own lease lets go for nobody: it may be the one who was away.
///
/// **The writing down and the telling** are two things: what is written waits in the store for the
/// node that tells ([ReportSender]).
///
/// Safe for any thread; what asks the store is confined to one [Chore].
public final class Reports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  /// Things in one step of the register: a script of a few milliseconds.
  private static final int PORTION = 500;

  private static final long AGAIN_MILLIS = 1000;

  private final Nodes nodes;
  private final Clock clock;
  private final ReportSettings settings;
  private final long graceMillis;
  private final long beatMillis;
  private final Register register;
  private final RandomGenerator random;
  private final Holdings holdings;
  private final Map<String, ReportSender> senders = new TreeMap<>();
  private final Chore writing;
  private volatile boolean closed;

  /// Set when nodes came or went: look at once.
  private volatile boolean lookWanted;

  /// Written by the chore.
  private volatile long notBefore = Long.MIN_VALUE;

  // Confined to the chore.
  private final Map<String, Long> absentSince = new HashMap<>();
  private @Nullable String birth;

  /// The id under which this node holds.
  private String holder = "";

  private long nextLook = Long.MIN_VALUE;
  private boolean failing;

  private Reports(
      Presence presence,
      Services services,
      ReportSettings settings,
      Map<String, Backend> backends) {
    this.nodes = services.nodes();
    this.clock = services.clock();
    this.settings = settings.copy();
    this.graceMillis = presence.settings().grace.toMillis();
    this.beatMillis = presence.settings().beat.toMillis();
    String key = "carillon:presence:" + presence.name();
    this.register = services.store().register(key, this.settings.lifetime);
    this.random = services.random();
    String token = mark();
    this.holdings = new Holdings(clock, graceMillis);
    backends.forEach((name, backend) -> {
      var desk = new ReportSender.Desk(presence.name(), name, key + ":teller:" + name, token);
      senders.put(name, new ReportSender(desk, backend, register, services, this.settings));
    });
    this.writing = new Chore("carillon-reports", services.lanes().getFirst(), this::write);
  }

  /// Begins to tell backends of a presence; before anybody enters it.
  ///
  /// @param backends by names, under which reports wait for them: the same on all nodes
  public static Reports open(
      Presence presence,
      Services services,
      ReportSettings settings,
      Map<String, Backend> backends) {
    var reports = new Reports(presence, services, settings, backends);
    presence.onLocalChange(
        new Presence.LocalListener() {
          @Override
          public void entered(String room, String user) {
            reports.holdings.entered(room, user);
            reports.writing.at(reports.notBefore);
          }

          @Override
          public void gone(String room, String user, Farewell how) {
            reports.holdings.gone(room, user, how);
            reports.writing.at(Math.max(reports.notBefore, reports.holdings.nextChange()));
          }
        });
    reports.nodes.onChange(reports.new Changes());
    reports.writing.now();
    reports.senders.values().forEach(ReportSender::open);
    return reports;
  }

  /// Whatever happened: it is looked at, not remembered.
  private final class Changes implements Nodes.Listener {
    @Override
    public void left(String node, Nodes.Departure how) {
      look();
    }

    @Override
    public void lapsed(String was, String now) {
      look();
    }

    @Override
    public void resumed() {
      look();
    }

    private void look() {
      lookWanted = true;
      writing.now();
    }
  }

  private long write() {
    long now = clock.millis();
    if (closed || now < notBefore) {
      return closed ? Long.MAX_VALUE : notBefore;
    }
    try {
      if (lookWanted || now >= nextLook) {
        lookWanted = false;
        apply(List.of());
        nextLook = Math.min(now + beatMillis, letGoForTheDead(now));
      }
      for (List<Register.Step> steps = holdings.take(PORTION);
          !steps.isEmpty();
          steps = holdings.take(PORTION)) {
        apply(steps);
      }
    } catch (StoreException e) {
      if (!failing) {
        failing = true;
        LOG.warn("presence not recorded, trying again: {}", e.getMessage());
      }
      // How long nodes were away before says nothing now: perhaps they could not come back either.
      absentSince.clear();
      lookWanted = true;
      notBefore = now + AGAIN_MILLIS;
      return notBefore;
    }
    if (failing) {
      failing = false;
      LOG.info("presence recorded again");
    }
    return Math.min(nextLook, holdings.nextChange());
  }

  /// Does steps for this node, and finds out whether the register is still what it was.
  private void apply(List<Register.Step> steps) {
    String self = nodes.self();
    Register.State state;
    try {
      state = register.apply(self, mark(), steps, senders.keySet(), settings.keep);
    } catch (StoreException e) {
      holdings.undone(steps);
      throw e;
    }
    boolean lost = birth != null && !birth.equals(state.birth());
    // Under a new id it held nothing yet; what it held under the old one is let go for like
    // others'.
    boolean renamed = !self.equals(holder);
    if (!lost && !renamed) {
      holdings.done(steps);
    }
    if (lost || renamed || state.holdings() != holdings.recorded()) {
      if (birth != null) {
        String why = lost ? "the store lost it" : "other nodes took this one for dead";
        LOG.warn("presence recorded anew: {}", why);
      }
      holdings.undone(steps);
      holdings.reconcile(register.things(self), lost);
    }
    birth = state.birth();
    holder = self;
    if (!steps.isEmpty()) {
      senders.values().forEach(ReportSender::wake);
    }
  }

  /// A fresh one each time: had this node made the register before, the one after a loss would look the
  /// same.
  private String mark() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }

  /// @return when to look again, for somebody's grace is over then; [Long#MAX_VALUE] if nobody's runs
  private long letGoForTheDead(long now) {
    if (!nodes.holdsLease()) {
      absentSince.clear();
      return Long.MAX_VALUE;
    }
    Set<String> present = nodes.present();
    var absent = new HashSet<>(register.holders());
    absent.removeAll(present);
    absentSince.keySet().retainAll(absent);
    long next = Long.MAX_VALUE;
    for (String node : absent) {
      long since = absentSince.computeIfAbsent(node, id -> now);
      if (now - since >= graceMillis) {
        letGo(node);
      } else {
        next = Math.min(next, since + graceMillis);
      }
    }
    return next;
  }

  private void letGo(String node) {
    List<String> things = Holdings.usersFirst(register.things(node));
    for (int from = 0; from < things.size(); from += PORTION) {
      List<Register.Step> steps =
          things.subList(from, Math.min(from + PORTION, things.size())).stream()
              .map(thing -> new Register.Step(thing, false, Holdings.note(thing, false, clock)))
              .toList();
      register.apply(node, mark(), steps, senders.keySet(), settings.keep);
      senders.values().forEach(ReportSender::wake);
    }
  }

  /// Ends the telling by this node. What it holds is let go for by the others, after the grace, or by
  /// the first node that starts again. Idempotent; waits for the store, if this node tells.
  @Override
  public void close() {
    closed = true;
    writing.end();
    senders.values().forEach(ReportSender::close);
  }
}
