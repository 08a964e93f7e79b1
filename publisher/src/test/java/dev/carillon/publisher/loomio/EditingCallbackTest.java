package dev.carillon.publisher.loomio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditingCallbackTest {
  private final List<String> asked = new ArrayList<>();
  private final EditingCallback callback =
      new EditingCallback(
          userId ->
              switch ((int) userId) {
                case 123 -> "abc-def-ghi";
                case 9 -> "";
                case 500 -> throw new IOException("database");
                default -> null;
              },
          (userId, type, recordId) -> {
            asked.add(userId + " " + type + " " + recordId);
            if (recordId == 500) {
              throw new IllegalStateException("database");
            }
            return recordId == 456;
          });

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "comment-456 COMMENT",
        "comment-456-body COMMENT",
        "discussion-456-description DISCUSSION",
        "poll-456-details POLL",
        "stance-456-reason STANCE",
        "outcome-456-statement OUTCOME",
        "pollTemplate-456-details POLL_TEMPLATE",
        "discussionTemplate-456-description DISCUSSION_TEMPLATE",
        "group-456-description GROUP",
        "user-456-shortBio USER"
      })
  void whoMayEditTheRecordMayEditItsDocuments(String document, String type) {
    assertThat(status("123,abc-def-ghi", document)).isEqualTo(200);
    assertThat(asked).containsExactly("123 " + type + " 456");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        // A secret that is another's, wrong, empty or absent; a user that there is not.
        "123,abc-def comment-456-body",
        "123,abc-def-ghi-jkl comment-456-body",
        "123, comment-456-body",
        "123 comment-456-body",
        "9, comment-456-body",
        "9,x comment-456-body",
        "7,abc-def-ghi comment-456-body",
        "0123,abc-def-ghi comment-456-body",
        "-123,abc-def-ghi comment-456-body",
        "+123,abc-def-ghi comment-456-body",
        "99999999999999999999,abc-def-ghi comment-456-body",
        "x,abc-def-ghi comment-456-body",
        // A record that is not the user's, or that there is not; a draft of somebody else.
        "123,abc-def-ghi comment-457-body",
        "123,abc-def-ghi comment-new-12-body",
        "123,abc-def-ghi comment-new-1234-body",
        "123,abc-def-ghi comment-new",
        // Visitors: records, others' drafts, drafts whose name only begins like the token.
        "0,tok comment-456-body",
        "0,tok comment-new-tok2-body",
        "0,tok comment-new-other-body",
        "0,tok comment-new",
        "0,to comment-new-tok-body",
        "0, comment-new--body",
        "0, comment-new-",
        "00,tok comment-new-tok-body"
      })
  void everythingElseIsNo(String token, String document) {
    assertThat(status(token, document)).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "123,abc-def-ghi comment-new-123-100-discussion-456-body",
        "123,abc-def-ghi comment-new-123-body",
        "123,abc-def-ghi comment-new-123",
        "0,tok comment-new-tok-100-body",
        "0,tok comment-new-tok",
        "0,a-b-c comment-new-a-b-c-body"
      })
  void whatOneWritesJustNowIsOnesOwn(String token, String document) {
    assertThat(status(token, document)).isEqualTo(200);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"user_secret\":\"123,abc-def-ghi\"}",
        "{\"document_name\":\"comment-456\"}",
        "{\"user_secret\":1,\"document_name\":\"comment-456\"}",
        "{\"user_secret\":\"123,abc-def-ghi\",\"document_name\":null}",
        "{\"user_secret\":\"123,abc-def-ghi\",\"document_name\":\"comment-456\"} x",
        "{\"user_secret\":\"0,a\",\"user_secret\":\"123,abc-def-ghi\",\"document_name\":\"comment-456\"}",
      })
  void aBodyThatCannotBeReadIsABadRequest(String body) {
    assertThat(answer(body).status()).isEqualTo(400);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "comment", "comment-", "comment-x", "Comment-456", "tag-456", "comment--1"})
  void aNameThatIsNoneIsABadRequest(String document) {
    assertThat(status("123,abc-def-ghi", document)).isEqualTo(400);
  }

  @Test
  void whoCannotSaySaysSo() {
    assertThat(status("500,x", "comment-456-body")).isEqualTo(503);
    assertThat(status("123,abc-def-ghi", "comment-500-body")).isEqualTo(503);
  }

  @Test
  void aBodyIsNotTooLong() {
    String padding = "x".repeat(EditingRequest.MAX_BYTES);
    assertThat(status("123,abc-def-ghi", "comment-456-" + padding)).isEqualTo(400);
  }

  @Test
  void theJdksServerServesIt() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/hocuspocus", new EditingHandler(callback));
    server.start();
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/hocuspocus");
    try (var client = HttpClient.newHttpClient()) {
      var yes = HttpRequest.newBuilder(url).POST(body("123,abc-def-ghi", "comment-456-body"));
      var no = HttpRequest.newBuilder(url).POST(body("123,x", "comment-456-body"));
      var answer = client.send(no.build(), BodyHandlers.ofString());

      assertThat(client.send(yes.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).isEqualTo("unknown user or wrong secret");
      assertThat(
              client
                  .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(405);
    } finally {
      server.stop(0);
    }
  }

  private static HttpRequest.BodyPublisher body(String token, String document) {
    return BodyPublishers.ofString(json(token, document));
  }

  private static String json(String token, String document) {
    return "{\"user_secret\":\"" + token + "\",\"document_name\":\"" + document + "\"}";
  }

  private int status(String token, String document) {
    return answer(json(token, document)).status();
  }

  private EditingCallback.Answer answer(String body) {
    return callback.answer(body.getBytes(StandardCharsets.UTF_8));
  }
}
