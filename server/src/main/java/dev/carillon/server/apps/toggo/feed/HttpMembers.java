package dev.carillon.server.apps.toggo.feed;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.server.apps.toggo.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Asks the backend over HTTP who is on a trip: a JSON array of user ids, in pages.
///
/// Each page is asked for with `limit` and `offset`. The last one is shorter than the limit, or names
/// nobody new; so a backend that knows nothing of pages and always answers with all members is
/// understood as well. Redirects are not followed, since the secret would travel along; each page
/// has a time limit and a size limit.
///
/// Safe for any thread.
final class HttpMembers implements Members {
  private static final int PAGE = 500;
  private static final int LONGEST_ANSWER = 1024 * 1024;
  private static final StrictJson JSON = new StrictJson(LONGEST_ANSWER, 2);

  private final MembersSettings.Http settings;
  private final int most;
  private final HttpClient http;

  /// @param most how many members a trip has at most
  HttpMembers(MembersSettings.Http settings, int most) {
    this.settings = settings;
    this.most = most;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
  }

  @Override
  public List<String> of(String trip) throws MembersException {
    if (trip.equals(".") || trip.equals("..")) {
      // In a path these lead elsewhere, however they are written.
      throw new MembersException("trip-id", true);
    }
    String base = settings.url().replace(MembersSettings.TRIP, encode(trip));
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
            .timeout(settings.timeout())
            .header("Accept", "application/json");
    Secret secret = settings.secret();
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret.value());
    }
    HttpResponse<byte[]> answer = exchange(request.build());
    int status = answer.statusCode();
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

  private HttpResponse<byte[]> exchange(HttpRequest request) throws MembersException {
    // The request's own timeout ends when the headers are there; this one covers the body, too.
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new MembersException("timeout", false);
    } catch (ExecutionException e) {
      throw new MembersException(e.getCause() instanceof IOException ? "io" : "client", false);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new MembersException("stopped", true);
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

  /// Encodes one path segment; `URLEncoder` is for forms, whose blanks differ.
  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
