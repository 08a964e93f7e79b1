package dev.carillon.server.apps.curia;

import static java.util.Objects.requireNonNull;

import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.access.RateLimit;
import dev.carillon.access.RevocationSettings;
import dev.carillon.access.Revocations;
import dev.carillon.access.TokenBucket;
import dev.carillon.access.UserRateLimit;
import dev.carillon.auth.TokenLease;
import dev.carillon.core.Clock;
import dev.carillon.core.Interest;
import dev.carillon.core.Principal;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import dev.carillon.socketio.Event;
import dev.carillon.socketio.Socket;
import dev.carillon.socketio.SocketIo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The forum, started: what clients say, and what becomes of it.
///
/// **Threads.** Clients are served on virtual threads, one at a time for each; what the backend says is worked
/// off by [Intake], who is there is told by the thread of [Attendees]. Safe for any thread.
final class RunningCuria implements RunningApp {
  /// What [CuriaSettings#connectionLimit] is for.
  private static final Duration BURST_WINDOW = Duration.ofSeconds(10);

  private final CuriaSettings settings;
  private final SocketIo io;
  private final Clock clock;
  private final Admission admission;
  private final Revocations revocations;
  private final Records records;
  private final Viewers viewers;
  private final Attendees attendees;
  private final Typing typing;
  private final Intake intake;
  private final PollResource poll;
  private final EventReader reader;
  private final UserRateLimit limit;

  RunningCuria(CuriaSettings settings, Services services) {
    this.settings = settings;
    this.clock = services.clock();
    this.io = SocketIo.create(CuriaApp.NAME, settings.socketIo());
    this.revocations =
        new Revocations(
            CuriaApp.NAME,
            services,
            RevocationSettings.defaults()
                // Who is refused does not return. So while nobody can be asked, whoever was not
                // heard to be revoked comes in, and is looked up when the link is back.
                .with(to -> to.away = RevocationSettings.StoreAway.LOCAL));
    this.admission = new Admission(settings, revocations, clock);
    this.reader = new EventReader(settings.maxMessage);
    Lookup lookup = Lookup.of(settings, services.store());
    this.records =
        new Records(
            lookup,
            settings.lookupUrl == null ? "store" : "http",
            settings.features,
            settings.lookupCache,
            clock,
            services.instruments());
    this.viewers = new Viewers(services, records, revocations, settings.maxBoards);
    this.limit =
        new UserRateLimit(
            CuriaApp.NAME,
            services.store(),
            "rate_limit:",
            new RateLimit(settings.rateLimit, settings.rateWindow),
            settings.rateLimitAway,
            clock);
    this.attendees = new Attendees(settings, services, records, io, viewers::isHere);
    this.typing = new Typing(services, records, io);
    var routing = new Routing(records, viewers, settings.strict);
    var log = new EventLog(clock);
    this.poll = new PollResource(settings, admission, log, routing, records);
    this.intake =
        new Intake(
            settings, services, routing, viewers, records, io, log, attendees::communitiesChanged);
    io.guardedBy(viewers.guard());
    io.use(admission::admit);
    io.onConnection(this::entered);
  }

  @Override
  public List<Mount> mounts() {
    return List.of(
        Mount.on(settings.bind, settings.port, io, poll.at("curia-poll", PollResource.PATH)));
  }

  @Override
  public CompletionStage<?> ready() {
    return intake
        .confirmed()
        .thenCompose(heard -> viewers.confirmed())
        .thenCompose(heard -> revocations.confirmed())
        .thenRun(poll::open)
        .thenCompose(heard -> attendees.ready());
  }

  @Override
  public Interest interestIn(String channel, byte[] message) {
    if (!channel.equals(settings.eventsChannel)) {
      return revocations.interestIn(channel, message);
    }
    try {
      reader.read(message);
      return Interest.HEARD;
    } catch (BadJson e) {
      return Interest.refused("no event of Curia: " + e.reason());
    }
  }

  // ---- clients ----

  private void entered(Socket socket) {
    Principal principal = requireNonNull(socket.principal());
    User user = User.of(principal);
    var viewer =
        new Viewer(
            socket,
            user,
            new Attendee(socket, user, clock),
            typing.sender(user.id(), socket.id()),
            new TokenBucket(new RateLimit(settings.connectionLimit, BURST_WINDOW), clock));
    viewers.add(viewer);
    socket.onDisconnect(reason -> gone(viewer));
    viewer.hold(TokenLease.begin(socket, settings.tokenWarning, new Holder(socket)));
    for (String name : List.of("joinBoard", "board:join")) {
      on(viewer, name, event -> join(viewer, event));
    }
    on(viewer, "leaveBoard", event -> leave(viewer, event));
    on(viewer, "typing", event -> typing.hear(viewer, first(event)));
    on(viewer, "typing:start", event -> typing.hear(viewer, first(event), true));
    on(viewer, "typing:stop", event -> typing.hear(viewer, first(event), false));
    on(viewer, "refreshToken", event -> refresh(viewer, event));
    attendees.enter(viewer);
  }

  /// Handles an event unless the connection sends too many, of whatever kind.
  private static void on(Viewer viewer, String name, Consumer<Event> handler) {
    viewer
        .socket()
        .on(
            name,
            event -> {
              if (viewer.maySend()) {
                handler.accept(event);
              } else {
                viewer.refuse(Refusal.TOO_OFTEN, name);
              }
            });
  }

  private void gone(Viewer viewer) {
    viewers.remove(viewer);
    typing.gone(viewer);
    viewer.attendee().lost();
    TokenLease lease = viewer.lease();
    if (lease != null) {
      lease.end();
    }
  }

  private void join(Viewer viewer, Event event) {
    if (!limit.allows(viewer.user().id(), "joinBoard")) {
      viewer.refuse(Refusal.TOO_OFTEN, "joinBoard");
      return;
    }
    long id = BoardId.of(first(event));
    if (id < 0) {
      viewer.refuse(Refusal.INVALID_BOARD, "joinBoard");
      return;
    }
    Viewers.Answer answer = viewers.join(viewer, id);
    if (answer.refusal() != null) {
      viewer.refuse(answer.refusal(), "joinBoard");
      return;
    }
    viewer.tell("boardJoined", "boardId", id);
    viewer.attendee().joined(requireNonNull(answer.board()));
    if (!viewer.looksAt(id)) {
      viewer.attendee().left(id); // evicted in between
    }
  }

  private void leave(Viewer viewer, Event event) {
    if (!limit.allows(viewer.user().id(), "leaveBoard")) {
      viewer.refuse(Refusal.TOO_OFTEN, "leaveBoard");
      return;
    }
    long id = BoardId.of(first(event));
    if (id >= 0) {
      viewer.leave(id);
    }
  }

  private void refresh(Viewer viewer, Event event) {
    User fresh = admission.user(first(event));
    if (fresh == null || !renew(viewer, fresh)) {
      event.ack(Map.of("ok", false));
      return;
    }
    viewer.become(fresh);
    viewers.userChanged(viewer);
    event.ack(Map.of("ok", true));
  }

  /// A connection changes neither its owner nor its community: it is told to others in the latter.
  private static boolean renew(Viewer viewer, User fresh) {
    TokenLease lease = viewer.lease();
    return lease != null
        && Objects.equals(fresh.community(), viewer.user().community())
        && lease.renew(fresh.principal()) == TokenLease.Renewal.RENEWED;
  }

  private static JsonNode first(Event event) {
    return event.args().size() == 0 ? MissingNode.getInstance() : event.args().get(0);
  }

  /// What becomes of a connection with its token. Called in its lane.
  private record Holder(Socket socket) implements TokenLease.Holder {
    @Override
    public void onExpiring(Instant end) {
      socket.emit("tokenExpiring", Map.of("expiresAt", end.toString()));
    }

    @Override
    public void onExpired() {
      socket.disconnect(false);
    }
  }

  @Override
  public void close() {
    poll.close();
    intake.close();
    viewers.close();
    revocations.close();
    typing.close();
    attendees.close();
    admission.close();
    records.close();
  }
}
