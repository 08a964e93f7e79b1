package dev.carillon.access;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Member;
import dev.carillon.core.Principal;
import dev.carillon.core.RoomGuard;
import dev.carillon.core.Rooms;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may be in which room: asked when somebody comes in, and asked again when it changes.
///
/// **The promise.** When permissions change, whoever lost a room is out of it before the next message of
/// that room reaches them, on every node; and who comes back is asked about before anything is replayed.
///
/// **How it is kept.** The app's rules ([AccessRules]) may ask a store or a web service, and that takes
/// longer than the next message takes to arrive. So a change does two things at once, on the thread that
/// brings it: it makes all remembered answers about the room untrue ([Versions]), and it gives every lane a
/// task that *holds* the members of the room ([Rooms#hold]). A message that comes later comes to a lane
/// behind that task, and waits with the member. Then the rules are asked away from the lanes; who may not
/// stay leaves, and what waited for it through that room alone is dropped; the rest follows in order. See
/// [Doubts].
///
/// **The order of things.** A change that an app hears from the broker reaches every node in the order of
/// the messages around it: it calls [#changedHere]. A change that one node alone knows goes to all by
/// [#changed], over a channel of the broker; its own members are held at once, others when it arrives. A
/// broadcast to all nodes that the same thread makes afterwards comes later, as the broker keeps order.
///
/// **Races.** Whoever is being let in was decided about before and joins later: it announces the rooms, and
/// looks once more in its lane whether what was decided still holds ([Rooms#enter]). Either it sees the
/// change, or the change's task finds it there.
///
/// **Without the broker** changes are missed. So each time the link is up again, everything is decided anew.
///
/// Safe for any thread. What asks the rules blocks.
public final class Permissions implements RoomGuard, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Permissions.class);
  private static final String CHANNEL = "carillon:access:";
  private static final Decision OPEN = Decision.allow("room is not guarded");
  private static final Decision REVOKED = Decision.deny("revoked");
  private static final Decision EXPIRED = Decision.deny("token has ended");

  private final String name;
  private final PermissionSettings settings;
  private final @Nullable Revocations revocations;
  private final Broker broker;
  private final Clock clock;
  private final Instruments instruments;
  private final String node;
  private final Versions versions = new Versions();
  private final AskedRules answers;
  private final Doubts doubts;
  private final LogLimit badNews;
  private final List<Supplier<? extends Collection<Rooms>>> watched = new CopyOnWriteArrayList<>();
  private final Broker.Subscription subscription;

  /// Begins to hear of changes.
  ///
  /// @param name the app's: nodes tell those of the same name
  /// @param revocations what no longer counts, or `null` if nothing is ever revoked
  /// @param evictions hears of those who lost a room
  public Permissions(
      String name,
      Services services,
      AccessRules rules,
      PermissionSettings settings,
      @Nullable Revocations revocations,
      EvictionListener evictions) {
    this.name = name;
    this.settings = settings.copy();
    this.revocations = revocations;
    this.broker = services.broker();
    this.clock = services.clock();
    this.instruments = services.instruments();
    this.node = Long.toUnsignedString(services.random().nextLong(), Character.MAX_RADIX);
    this.answers = new AskedRules(name, rules, this.settings, versions, clock);
    this.doubts =
        new Doubts(
            services.lanes(), this.settings, this::over, answers, versions, evictions, clock);
    this.badNews = new LogLimit(clock, name);
    this.subscription = broker.subscribe(CHANNEL + name, (channel, message) -> hear(message));
    broker.onStateChange(state -> {
      if (state == Broker.State.READY) {
        allChangedHere();
      }
    });
  }

  /// Completes once changes of other nodes are heard here: before, nobody should be let in.
  public CompletionStage<Void> confirmed() {
    return subscription.established();
  }

  // ---- asking ----

  /// Decides whether somebody may be in a room: by what is remembered, else by the rules. Blocks.
  public Decision decide(@Nullable Principal principal, String room) {
    if (!settings.guarded.test(room)) {
      return OPEN;
    }
    Decision over = over(principal);
    return over != null ? over : answers.ask(principal, room);
  }

  /// Returns why somebody may or may not be in a room: the rule that decides, asked afresh. For operators;
  /// blocks.
  public Explanation explain(@Nullable Principal principal, String room) {
    if (!settings.guarded.test(room)) {
      return new Explanation(OPEN, null);
    }
    Decision over = over(principal);
    if (over == null && !admits(principal)) {
      over = REVOKED;
    }
    Question question = answers.question(principal, room);
    Decision remembered = answers.known(question);
    return new Explanation(
        over != null ? over : answers.askAfresh(principal, question), remembered);
  }

  /// What needs no rules, and no store: this node knows.
  private @Nullable Decision over(@Nullable Principal principal) {
    if (principal != null && principal.hasExpired(clock.now())) {
      return EXPIRED;
    }
    return isRevoked(principal) ? REVOKED : null;
  }

  @Override
  public boolean admits(@Nullable Principal principal) {
    return principal == null
        || (!principal.hasExpired(clock.now())
            && (revocations == null || revocations.admits(principal)));
  }

  @Override
  public boolean isRevoked(@Nullable Principal principal) {
    return revocations != null && revocations.isRevoked(principal);
  }

  @Override
  public Pass ask(@Nullable Principal principal, Collection<String> rooms) {
    String user = principal == null ? null : principal.id();
    long version = versions.of(rooms, user);
    var allowed = new HashSet<String>();
    for (String room : rooms) {
      if (decide(principal, room).allowed()) {
        allowed.add(room);
      }
    }
    var asked = List.copyOf(rooms);
    return new Pass() {
      @Override
      public Set<String> rooms() {
        return allowed;
      }

      @Override
      public boolean holds() {
        return versions.of(asked, user) == version;
      }
    };
  }

  // ---- what changes ----

  @Override
  public void watch(Supplier<? extends Collection<Rooms>> rooms) {
    watched.add(rooms);
    if (revocations != null) {
      revocations.watch(rooms);
    }
  }

  /// Has it decided anew, on all nodes, who may be in rooms. Returns at once; members of this node are held
  /// by then.
  ///
  /// @return completes when the broker has taken the news; fails with a
  ///     [dev.carillon.core.BrokerException] if it has not, and then only this node has heard
  /// @throws IllegalArgumentException for more than 1,000 rooms
  public CompletionStage<Void> changed(String... rooms) {
    if (rooms.length > AccessNews.MAX_ROOMS) {
      throw new IllegalArgumentException("at most " + AccessNews.MAX_ROOMS + " rooms at once");
    }
    changedHere(rooms);
    return tell(new AccessNews(node, Set.of(rooms), null, false));
  }

  /// The same on this node alone, for what each node hears of by itself.
  public void changedHere(String... rooms) {
    Set<String> guarded = new HashSet<>(List.of(rooms));
    guarded.removeIf(room -> !settings.guarded.test(room));
    guarded.forEach(versions::roomChanged);
    if (!guarded.isEmpty()) {
      everywhere(each -> doubts.aboutRooms(each, guarded));
    }
  }

  /// Has it decided anew, on all nodes, where a user may be: its roles changed, say. As [#changed].
  public CompletionStage<Void> userChanged(String user) {
    userChangedHere(user);
    return tell(new AccessNews(node, Set.of(), user, false));
  }

  /// The same on this node alone.
  public void userChangedHere(String user) {
    versions.userChanged(user);
    everywhere(each -> doubts.aboutUser(each, user));
  }

  /// Has everything decided anew, on all nodes. As [#changed].
  public CompletionStage<Void> allChanged() {
    allChangedHere();
    return tell(new AccessNews(node, Set.of(), null, true));
  }

  /// The same on this node alone.
  public void allChangedHere() {
    versions.allChanged();
    everywhere(doubts::aboutAll);
  }

  /// Has it decided anew where one member may be, as it is identified otherwise now.
  public void identityChanged(Member member) {
    everywhere(each -> doubts.aboutMember(each, member));
  }

  private void everywhere(Consumer<Rooms> action) {
    watched.forEach(rooms -> rooms.get().forEach(action));
  }

  private CompletionStage<Void> tell(AccessNews news) {
    return broker.publish(CHANNEL + name, news.encode());
  }

  private void hear(byte[] message) {
    AccessNews news;
    try {
      news = AccessNews.decode(message);
    } catch (BadJson e) {
      instruments.badInput(name, "broker", "access-" + e.reason());
      badNews.warn(LOG, "news of permissions unusable", "reason", e.reason());
      return;
    }
    if (node.equals(news.from())) {
      return; // done when it was said
    }
    if (news.all()) {
      allChangedHere();
      return;
    }
    changedHere(news.rooms().toArray(String[]::new));
    if (news.user() != null) {
      userChangedHere(news.user());
    }
  }

  /// Stops hearing of changes, and gives up on what is being decided. Idempotent.
  @Override
  public void close() {
    subscription.close();
    doubts.close();
  }
}
