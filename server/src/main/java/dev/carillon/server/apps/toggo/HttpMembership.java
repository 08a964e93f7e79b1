package dev.carillon.server.apps.toggo;

import dev.carillon.core.Instruments;
import dev.carillon.http.Bearer;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.server.config.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.regex.Pattern;

/// Asks a web service with a GET per trip and user: 2xx is a yes, 4xx a no. Safe for any thread.
///
/// Bodies mean nothing.
final class HttpMembership implements Membership {
  /// What needs no escaping in a path (RFC 3986 §2.3) and is no step in it, such as `..`.
  private static final Pattern PLAIN = Pattern.compile("(?!\\.+$)[A-Za-z0-9._~-]+");

  private static final int LONGEST_BODY = 64 * 1024;

  private final MembershipSettings.Http settings;
  private final Template url;
  private final Instruments instruments;
  private final HttpCalls calls;

  HttpMembership(MembershipSettings.Http settings, Instruments instruments) {
    this.settings = settings;
    this.url = new Template(settings.url());
    this.instruments = instruments;
    this.calls =
        new HttpCalls(new HttpLimits(settings.timeout(), LONGEST_BODY, settings.concurrency()));
  }

  @Override
  public Answer ask(String trip, String user) {
    if (!PLAIN.matcher(trip).matches()) {
      return Answer.NO;
    }
    Answer answer = answer(trip, user);
    if (answer == Answer.NONE) {
      instruments.badInput(ToggoApp.NAME, "http", "membership");
    }
    return answer;
  }

  private Answer answer(String trip, String user) {
    try {
      return switch (calls.call(request(trip, user)).status() / 100) {
        case 2 -> Answer.YES;
        case 4 -> Answer.NO;
        default -> Answer.NONE;
      };
    } catch (HttpCallException _) {
      return Answer.NONE;
    }
  }

  private HttpRequest request(String trip, String user) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.filled(trip, user)));
    Secret secret = settings.secret();
    if (secret != null) {
      request.header("Authorization", Bearer.header(secret.value()));
    }
    return request.build();
  }

  @Override
  public void close() {
    calls.close();
  }
}
