package dev.carillon.server.apps.toggo.members;

import dev.carillon.core.Instruments;
import dev.carillon.http.Bearer;
import dev.carillon.http.HttpAnswer;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.http.PathSegment;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.server.config.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Asks the backend over HTTP who is on a trip. Safe for any thread.
///
/// Whether one user is: a GET per trip and user, of which the status is the answer: 2xx a yes, 4xx a no.
///
/// Who all are: a JSON array of user ids, in pages. Each page is asked for with `limit` and `offset`. The
/// last one is shorter than the limit, or names nobody new; so a backend that knows nothing of pages and
/// always answers with all members is understood as well.
final class HttpMembers implements Members {
  /// What needs no escaping in a path (RFC 3986 §2.3) and is no step in it, such as `..`.
  private static final Pattern PLAIN = Pattern.compile("(?!\\.+$)[A-Za-z0-9._~-]+");

  private static final String APP = "toggo";
  private static final int PAGE = 500;
  private static final int LONGEST_PAGE = 1024 * 1024;
  private static final int LONGEST_STATUS = 64 * 1024;
  private static final StrictJson JSON = new StrictJson(LONGEST_PAGE, 2);

  private final MembersSettings.Http settings;
  private final int most;
  private final Instruments instruments;
  private final HttpCalls calls;

  /// @param most how many members a trip has at most
  HttpMembers(MembersSettings.Http settings, int most, Instruments instruments) {
    this.settings = settings;
    this.most = most;
    this.instruments = instruments;
    int longest = settings.asksForOne() ? LONGEST_STATUS : LONGEST_PAGE;
    this.calls = new HttpCalls(new HttpLimits(settings.timeout(), longest, settings.concurrency()));
  }

  @Override
  public boolean has(String trip, String user) throws MembersException {
    if (!settings.asksForOne()) {
      return Members.super.has(trip, user);
    }
    if (!PLAIN.matcher(trip).matches()) {
      return false;
    }
    try {
      int status = call(request(settings.filled(trip, user))).status();
      return switch (status / 100) {
        case 2 -> true;
        case 4 -> false;
        default -> throw new MembersException("http-" + status, false);
      };
    } catch (MembersException e) {
      instruments.badInput(APP, "http", "membership");
      throw e;
    }
  }

  @Override
  public List<String> of(String trip) throws MembersException {
    if (settings.asksForOne()) {
      throw new MembersException("one-by-one", true);
    }
    if (trip.equals(".") || trip.equals("..")) {
      // In a path these lead elsewhere, however they are written.
      throw new MembersException("trip-id", true);
    }
    String base = settings.filled(PathSegment.encode(trip), "");
    var members = new LinkedHashSet<String>();
    boolean more = true;
    while (more) {
      List<String> page = page(base, members.size());
      boolean news = members.addAll(page);
      if (members.size() > most) {
        throw new MembersException("too-many-members", true);
      }
      more = news && page.size() >= PAGE;
    }
    return List.copyOf(members);
  }

  private List<String> page(String base, int offset) throws MembersException {
    char joint = base.indexOf('?') < 0 ? '?' : '&';
    HttpRequest.Builder request =
        request(base + joint + "limit=" + PAGE + "&offset=" + offset)
            .header("Accept", "application/json");
    HttpAnswer answer = call(request);
    int status = answer.status();
    if (status != 200) {
      // What is wrong with the request stays wrong; only these two say so of the moment.
      boolean lasting = status < 500 && status != 408 && status != 429;
      throw new MembersException("http-" + status, lasting);
    }
    try {
      return JSON.read(answer.body(), HttpMembers::ids);
    } catch (BadJson e) {
      throw new MembersException("answer-" + e.reason(), true);
    }
  }

  private HttpRequest.Builder request(String url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    Secret secret = settings.secret();
    return secret == null
        ? request
        : request.header("Authorization", Bearer.header(secret.value()));
  }

  private HttpAnswer call(HttpRequest.Builder request) throws MembersException {
    try {
      return calls.call(request.build());
    } catch (HttpCallException e) {
      throw switch (e.kind()) {
        case TOO_LARGE -> new MembersException("io", false);
        case STOPPED -> new MembersException(e.label(), true);
        default -> new MembersException(e.label(), false);
      };
    }
  }

  private static List<String> ids(JsonParser parser) throws BadJson {
    var ids = new ArrayList<String>();
    StrictJson.elements(
        parser,
        (none, element) -> {
          String id = element.currentToken() == JsonToken.VALUE_STRING ? element.getString() : "";
          if (!MemberIds.usableUser(id)) {
            throw new BadJson("not-a-user-id");
          }
          ids.add(id);
        });
    return ids;
  }

  @Override
  public void close() {
    calls.close();
  }
}
