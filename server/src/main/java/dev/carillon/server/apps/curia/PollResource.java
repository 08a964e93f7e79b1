package dev.carillon.server.apps.curia;

import dev.carillon.http.Bearer;
import dev.carillon.json.StrictJson;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpResource;
import dev.carillon.net.HttpUpgrade;
import dev.carillon.net.OriginPolicy;
import dev.carillon.net.Response;
import dev.carillon.socketio.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /poll`: the events of the backend for clients that can hold no connection.
///
/// `?since=POSITION&boards=12,13&wait=25`, with the token as `Authorization: Bearer` or `?token=`, is answered
/// with what the caller would have got over a connection on which it had joined these boards, as soon as there
/// is something, and at the latest after `wait` seconds:
/// `{"position":"…","events":[{"event":"newPost","payload":{…}}]}`. Who may see what is decided when it is asked
/// for, so of a board that was lost nothing comes, from before the loss either. Without `since` the answer is the
/// position of now. `"reset":true` says that the position is gone ([EventLog]): the caller loads its page anew.
/// `"denied":[15]` names those boards that it may not see.
///
/// A virtual thread for each request. Safe for any thread.
final class PollResource implements HttpResource {
  static final String PATH = "/poll";

  private static final Logger LOG = LoggerFactory.getLogger(PollResource.class);

  private static final Headers UNCACHED = Headers.of("Cache-Control", "no-store");
  private static final int MOST_AT_ONCE = 10_000;
  private static final int LONGEST_WAIT_SECONDS = 25;
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Admission admission;
  private final EventLog log;
  private final Routing routing;
  private final Records records;
  private final OriginPolicy origins;
  private final int maxBoards;
  private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
  private volatile boolean open;

  PollResource(
      CuriaSettings settings, Admission admission, EventLog log, Routing routing, Records records) {
    this.admission = admission;
    this.log = log;
    this.routing = routing;
    this.records = records;
    this.origins = OriginPolicy.of(settings.allowedOrigins);
    this.maxBoards = settings.maxBoards;
  }

  /// Lets callers in, once the backend is heard.
  void open() {
    open = true;
  }

  void close() {
    open = false;
    log.close();
  }

  @Override
  public void handle(HttpExchange exchange) {
    if (exchange.method().equals("OPTIONS") && origins.isCors()) {
      exchange.respond(Response.empty(204).with(origins.preflightHeaders(exchange)));
    } else if (!exchange.method().equals("GET")) {
      exchange.respond(refusal(405, "method not allowed").with("Allow", "GET"));
    } else if (!open || !permits.tryAcquire()) {
      exchange.respond(unavailable());
    } else {
      Thread waiting = Thread.ofVirtual().name("curia-poll").start(() -> serve(exchange));
      exchange.onAbort(waiting::interrupt); // a place is not kept for who has gone
    }
  }

  private void serve(HttpExchange exchange) {
    Response answer;
    try {
      answer = answer(exchange);
    } catch (RuntimeException e) {
      LOG.error("poll not answered", e);
      answer = refusal(500, "internal error");
    } finally {
      permits.release();
    }
    exchange.respond(answer.status(), answer.headers(), answer.body(), true);
  }

  private static Response unavailable() {
    return refusal(503, "try again").with("Retry-After", "1");
  }

  private static Response refusal(int status, String message) {
    return Response.json(status, Map.of("message", message)).with(UNCACHED);
  }

  private Response answer(HttpRequestHead request) {
    Map<String, String> query = request.query();
    String since = query.get("since");
    if (since != null && !EventLog.isPosition(since)) {
      return refusal(400, "since must be a position from an earlier answer");
    }
    Integer wait = waitSeconds(query.getOrDefault("wait", "25"));
    if (wait == null) {
      return refusal(400, "wait must be a whole number of seconds from 0 to 25");
    }
    String boards = query.getOrDefault("boards", "");
    List<String> named = boards.isEmpty() ? List.of() : List.of(boards.split(",", -1));
    if (named.size() > maxBoards) {
      return refusal(400, "boards must be " + maxBoards + " at most");
    }
    String token = Bearer.token(request.header("authorization"));
    if (token == null) {
      token = query.get("token");
    }
    if (token == null || token.isEmpty()) {
      return unknown("Authentication token required");
    }
    if (!admission.isPossible()) {
      return unknown("Server configuration error");
    }
    return answer(token, named, since, Duration.ofSeconds(wait));
  }

  private static @Nullable Integer waitSeconds(String text) {
    if (!text.matches("\\d{1,2}")) {
      return null;
    }
    int seconds = Integer.parseInt(text);
    return seconds <= LONGEST_WAIT_SECONDS ? seconds : null;
  }

  private static Response unknown(String message) {
    return refusal(401, message).with(Headers.CHALLENGE);
  }

  private Response answer(String token, List<String> named, @Nullable String since, Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    String from = since;
    boolean waited = false;
    User user = admission.user(token);
    while (user != null) {
      // Anew each time: what it may see can change while it waits.
      var rooms = new HashSet<>(Admission.rooms(user));
      List<Object> denied = enter(user, named, rooms);
      EventLog.Page page = from == null ? log.end() : log.after(from);
      List<EventLog.Entry> entries = page.entries();
      if (entries == null) {
        return found(page.position(), List.of(), denied, true);
      }
      var events = new ArrayList<byte[]>();
      String position = collect(entries, user, rooms, events, page.position());
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (from == null || !events.isEmpty() || !open || !left.isPositive()) {
        // Its token may have ended, or been revoked; that is looked up, so not at each event.
        return waited && admission.user(token) == null
            ? unknown("Authentication failed")
            : found(position, events, denied, false);
      }
      from = position;
      try {
        log.await(page.number(), left);
        waited = true;
      } catch (InterruptedException _) {
        return unavailable();
      }
    }
    return unknown("Authentication failed");
  }

  /// Adds the rooms of the boards that somebody may see, and returns the others.
  private List<Object> enter(User user, List<String> named, Set<String> rooms) {
    var denied = new ArrayList<Object>();
    for (String text : named) {
      long id = BoardId.ofText(text);
      if (id >= 0 && records.maySee(user, id)) {
        rooms.add(RoomNames.board(id));
      } else if (id >= 0) {
        denied.add(id);
      } else {
        denied.add(text);
      }
    }
    return denied;
  }

  /// Adds the events that somebody gets, as JSON, and returns the position behind the last one looked at.
  private String collect(
      List<EventLog.Entry> entries, User user, Set<String> rooms, List<byte[]> events, String end) {
    int bytes = 0;
    for (EventLog.Entry entry : entries) {
      Json payload = routing.copyFor(user, rooms, entry.routed());
      if (payload != null) {
        events.add(event(entry.routed().event().name(), payload.bytes()));
        bytes += payload.length();
      }
      if (bytes > MOST_BYTES) {
        return entry.position();
      }
    }
    return end;
  }

  private static byte[] event(String name, byte[] payload) {
    var json = new ByteArrayOutputStream(payload.length + 64);
    json.writeBytes(text("{\"event\":"));
    json.writeBytes(StrictJson.of(name));
    json.writeBytes(text(",\"payload\":"));
    json.writeBytes(payload);
    json.write('}');
    return json.toByteArray();
  }

  private static Response found(
      String position, List<byte[]> events, List<Object> denied, boolean reset) {
    var json = new ByteArrayOutputStream(256);
    json.writeBytes(text("{\"position\":\"" + position + "\",\"events\":["));
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        json.write(',');
      }
      json.writeBytes(events.get(i));
    }
    json.write(']');
    if (reset) {
      json.writeBytes(text(",\"reset\":true"));
    }
    if (!denied.isEmpty()) {
      json.writeBytes(text(",\"denied\":"));
      json.writeBytes(StrictJson.of(denied));
    }
    json.write('}');
    return Response.json(200, json.toByteArray()).with(UNCACHED);
  }

  private static byte[] text(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void refuse(HttpUpgrade upgrade) {
    upgrade.refuse(refusal(404, "not found"));
  }

  @Override
  public int maxBodyBytes() {
    return 0;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return origins.headers(request);
  }
}
