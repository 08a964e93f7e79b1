package dev.carillon.publisher.loomio;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers `POST /api/hocuspocus`: whether somebody may edit a document.
///
/// Bytes in, status and reason out; what has them from the network is [EditingHandler] or the backend's own
/// framework. The body is `{"user_secret":"123,abc-def","document_name":"comment-456-body"}`.
///
/// | Status | When |
/// |---|---|
/// | 200 | the user has this secret, and may edit the record; or writes it just now, in a document named after the user |
/// | 400 | the body cannot be read, or names no document |
/// | 401 | everything else, whatever it is |
/// | 503 | the application could not say: its lookup failed |
///
/// User id 0 stands for visitors. They may edit what they write just now, in a document that is named after their
/// own token, and nothing else; the server that this stands for lets them edit everything.
///
/// Secrets are compared in a time that does not depend on where they differ, and neither they nor names of documents
/// are logged. Safe for any thread if the application's two answers are; blocks as long as they do.
public final class EditingCallback {
  private static final Logger log = LoggerFactory.getLogger(EditingCallback.class);

  private final Secrets secrets;
  private final Permissions permissions;

  /// Knows the users' secrets.
  @FunctionalInterface
  public interface Secrets {
    /// Returns the secret token of a user; `null` if there is no such user.
    @Nullable String secretOf(long userId) throws Exception;
  }

  /// Knows who may edit what.
  @FunctionalInterface
  public interface Permissions {
    /// Whether a user may change a record; `false` if there is none.
    boolean mayEdit(long userId, RecordType type, long recordId) throws Exception;
  }

  /// The answer to a request. Immutable.
  ///
  /// @param reason a few words for a log; never anything of the request
  public record Answer(int status, String reason) {
    /// Whether the user may edit.
    public boolean isYes() {
      return status == 200;
    }
  }

  /// Asks the application.
  public EditingCallback(Secrets secrets, Permissions permissions) {
    this.secrets = secrets;
    this.permissions = permissions;
  }

  /// Answers a request; never throws because of one.
  ///
  /// @param body as it came, no longer than [EditingRequest#MAX_BYTES]
  public Answer answer(byte[] body) {
    EditingRequest request = EditingRequest.read(body);
    if (request == null) {
      return new Answer(400, "the body cannot be read");
    }
    DocumentName document = DocumentName.of(request.document());
    if (document == null) {
      return new Answer(400, "the document's name is none");
    }
    int comma = request.userSecret().indexOf(',');
    String user = comma < 0 ? "" : request.userSecret().substring(0, comma);
    String secret = request.userSecret().substring(comma + 1);
    if (!user.matches("0|[1-9]\\d{0,17}") || secret.isBlank()) {
      return denied("the token is none");
    }
    try {
      return user.equals("0")
          ? visitor(secret, document)
          : user(Long.parseLong(user), secret, document);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer(503, "the lookup failed");
    } catch (Exception e) {
      log.warn("editing callback: lookup failed: {}", e.getClass().getName());
      return new Answer(503, "the lookup failed");
    }
  }

  /// The token of a visitor may have hyphens in it, so it is looked for at the beginning.
  private static Answer visitor(String token, DocumentName document) {
    String rest = document.rest();
    boolean named =
        rest.length() >= token.length()
            && (rest.length() == token.length() || rest.charAt(token.length()) == '-')
            && same(rest.substring(0, token.length()), token);
    return document.id() == null && named
        ? new Answer(200, "a visitor's own draft")
        : denied("not a visitor's own draft");
  }

  private Answer user(long userId, String secret, DocumentName document) throws Exception {
    String known = secrets.secretOf(userId);
    // Compared even when there is nobody, so that the time does not tell.
    boolean same = same(secret, known == null ? "" : known);
    if (known == null || known.isBlank() || !same) {
      return denied("unknown user or wrong secret");
    }
    if (document.id() == null) {
      String owner = document.rest().split("-", 2)[0];
      return owner.equals(Long.toString(userId))
          ? new Answer(200, "the user's own draft")
          : denied("the draft of somebody else");
    }
    return permissions.mayEdit(userId, document.type(), document.id())
        ? new Answer(200, "may edit")
        : denied("may not edit");
  }

  private static Answer denied(String reason) {
    return new Answer(401, reason);
  }

  private static boolean same(String left, String right) {
    // Digests are of equal length, so that the time tells nothing, not even how long a secret is.
    return MessageDigest.isEqual(digest(left), digest(right));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
