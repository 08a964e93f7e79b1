package dev.carillon.server.apps.loomio;

import dev.carillon.collab.Access;
import dev.carillon.collab.AccessDeniedException;
import dev.carillon.collab.DocumentHooks;
import dev.carillon.collab.Entrance;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.json.StrictJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/// Asks Loomio who may edit what.
///
/// A token is `{user id},{secret}`. Loomio says yes with status 200, and no with any other one; when it cannot be
/// asked, newcomers are denied, and those who are in stay until it can be.
///
/// User id 0 stands for those without an account, and Loomio lets them edit everything. By default they may edit
/// what they are about to write, whose name holds the secret of their own tab, and nothing else.
///
/// Safe for any thread.
final class EditingAccess implements DocumentHooks, AutoCloseable {
  /// What the original tells whoever may not.
  private static final String DENIED = "permission-denied";

  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;
  private static final String GUEST = "0";

  private final URI url;
  private final boolean guestsEverywhere;
  private final HttpCalls calls;

  EditingAccess(EditingSettings settings, URI url) {
    this.url = url;
    this.guestsEverywhere = settings.guests == EditingSettings.Guests.ALL;
    this.calls =
        new HttpCalls(
            new HttpLimits(settings.authTimeout, LONGEST_ANSWER, settings.authConcurrency));
  }

  @Override
  public Access authenticate(Entrance entrance) throws AccessDeniedException {
    if (!guestsEverywhere && isGuestElsewhere(entrance.token(), entrance.document())) {
      throw AccessDeniedException.because(DENIED);
    }
    int status = ask(entrance);
    if (status == OK) {
      return Access.READ_WRITE;
    }
    throw status >= SERVER_ERROR
        ? AccessDeniedException.unknown(DENIED)
        : AccessDeniedException.because(DENIED);
  }

  private int ask(Entrance entrance) throws AccessDeniedException {
    byte[] body =
        StrictJson.write(json -> {
          json.writeStartObject();
          json.writeStringProperty("user_secret", entrance.token());
          json.writeStringProperty("document_name", entrance.document());
          json.writeEndObject();
        });
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json; charset=UTF-8")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      return calls.call(request).status();
    } catch (HttpCallException e) {
      throw AccessDeniedException.unknown(DENIED);
    }
  }

  /// Whether somebody without an account wants what is not about to be written in their own tab. New documents are
  /// named `{type}-new-{secret}-{more}`.
  static boolean isGuestElsewhere(String token, String document) {
    int comma = token.indexOf(',');
    String user = comma < 0 ? token : token.substring(0, comma);
    if (!isGuest(user)) {
      return false;
    }
    String secret = comma < 0 ? "" : token.substring(comma + 1);
    int type = document.indexOf('-');
    String rest = type < 0 ? "" : document.substring(type + 1);
    String own = "new-" + secret;
    return secret.isBlank() || !(rest.equals(own) || rest.startsWith(own + "-"));
  }

  /// Loomio reads a number at the beginning and takes what has none for 0.
  private static boolean isGuest(String user) {
    String digits = user.strip();
    int from = digits.startsWith("+") || digits.startsWith("-") ? 1 : 0;
    int to = from;
    while (to < digits.length() && (isDigit(digits.charAt(to)) || digits.charAt(to) == '_')) {
      to++;
    }
    return digits
        .substring(from, to)
        .chars()
        .allMatch(digit -> digit == GUEST.charAt(0) || digit == '_');
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  @Override
  public void close() {
    calls.close();
  }
}
