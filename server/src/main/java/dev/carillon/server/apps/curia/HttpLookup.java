package dev.carillon.server.apps.curia;

import dev.carillon.http.HttpAnswer;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.http.PathSegment;
import dev.carillon.json.BadJson;
import dev.carillon.server.config.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a web service: `GET {url}/boards/{id}` and `GET {url}/communities/{id}`. Safe for any thread.
///
/// 404 and 410 mean that there is none; what is no success otherwise is no answer.
final class HttpLookup implements Lookup {
  private static final Set<Integer> NONE = Set.of(404, 410);

  private final String url;
  private final @Nullable Secret secret;
  private final HttpCalls calls;

  HttpLookup(URI url, CuriaSettings settings) {
    this.url = url.toString();
    this.secret = settings.lookupSecret;
    this.calls =
        new HttpCalls(
            new HttpLimits(
                settings.lookupTimeout, RecordReader.MAX_BYTES, settings.lookupConcurrency));
  }

  @Override
  public @Nullable Board board(long id) throws BadJson, HttpCallException {
    byte[] answer = answer("/boards/" + id);
    if (answer == null) {
      return null;
    }
    var board = new RecordReader.BoardMembers(id);
    RecordReader.readMembers(answer, board::add);
    return board.board();
  }

  @Override
  public @Nullable Community community(String id) throws BadJson, HttpCallException {
    // These two are directions, however they are encoded.
    if (id.equals(".") || id.equals("..")) {
      return null;
    }
    byte[] answer = answer("/communities/" + PathSegment.encode(id));
    if (answer == null) {
      return null;
    }
    var community = new RecordReader.CommunityMembers(id);
    RecordReader.readMembers(answer, community::add);
    return community.community();
  }

  private byte @Nullable [] answer(String path) throws HttpCallException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret.value());
    }
    HttpAnswer answer = calls.call(request.build());
    return NONE.contains(answer.status()) ? null : answer.success();
  }

  @Override
  public void close() {
    calls.close();
  }
}
