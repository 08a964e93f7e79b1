package dev.carillon.server.apps.toggo.feed;

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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Asks the backend over HTTP who is on a trip: a JSON array of user ids, in pages.
///
/// Each page is asked for with `limit` and `offset`. The last one is shorter than the limit, or names
/// nobody new; so a backend that knows nothing of pages and always answers with all members is
/// understood as well. Each page has a time limit and a size limit.
///
/// Safe for any thread.
final class HttpMembers implements Members {
  private static final int PAGE = 500;
  private static final int LONGEST_ANSWER = 1024 * 1024;
  private static final StrictJson JSON = new StrictJson(LONGEST_ANSWER, 2);

  private final MembersSettings.Http settings;
  private final int most;
  private final HttpCalls calls;

  /// @param most how many members a trip has at most
  /// @param concurrency how many pages are asked for at once
  HttpMembers(MembersSettings.Http settings, int most, int concurrency) {
    this.settings = settings;
    this.most = most;
    this.calls = new HttpCalls(new HttpLimits(settings.timeout(), LONGEST_ANSWER, concurrency));
  }

  @Override
  public List<String> of(String trip) throws MembersException {
    if (trip.equals(".") || trip.equals("..")) {
      // In a path these lead elsewhere, however they are written.
      throw new MembersException("trip-id", true);
    }
    String base = settings.url().replace(MembersSettings.TRIP, PathSegment.encode(trip));
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
    var request =
        HttpRequest.newBuilder(URI.create(base + joint + "limit=" + PAGE + "&offset=" + offset))
            .header("Accept", "application/json");
    Secret secret = settings.secret();
    if (secret != null) {
      request.header("Authorization", Bearer.header(secret.value()));
    }
    HttpAnswer answer = call(request.build());
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

  private HttpAnswer call(HttpRequest request) throws MembersException {
    try {
      return calls.call(request);
    } catch (HttpCallException e) {
      throw switch (e.kind()) {
        case TOO_LARGE -> new MembersException("io", false);
        case STOPPED -> new MembersException(e.label(), true);
        default -> new MembersException(e.label(), false);
      };
    }
  }

  private static List<String> ids(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadJson("not-an-array");
    }
    var ids = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String id = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
      if (!FeedKeys.usableUser(id)) {
        throw new BadJson("not-a-user-id");
      }
      ids.add(id);
    }
    return ids;
  }

  @Override
  public void close() {
    calls.close();
  }
}
