package dev.carillon.server.apps.toggo.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Instruments;
import dev.carillon.server.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The callback for members, against a backend that is right, slow, down, or out of its mind.
class HttpMembersTest {
  private final FakeBackend backend = new FakeBackend();
  private final HttpMembers members =
      new HttpMembers(
          new MembersSettings.Http(
              backend.url() + "/trips/{trip}/members?of=feed",
              new Secret("s3cret"),
              Duration.ofMillis(500),
              8),
          1200,
          Instruments.NONE);

  @AfterEach
  void close() {
    members.close();
    backend.close();
  }

  @Test
  void membersComeInPages() throws Exception {
    backend.answer(path -> {
      var offset = Pattern.compile("offset=(\\d+)").matcher(path);
      int from = offset.find() ? Integer.parseInt(offset.group(1)) : 0;
      return new FakeBackend.Answer(200, ids(from, Math.min(from + 500, 1100)));
    });

    assertThat(members.of("t/1")).hasSize(1100).contains("u0", "u1099");
    assertThat(backend.requests)
        .containsExactly(
            "/trips/t%2F1/members?of=feed&limit=500&offset=0 Bearer s3cret",
            "/trips/t%2F1/members?of=feed&limit=500&offset=500 Bearer s3cret",
            "/trips/t%2F1/members?of=feed&limit=500&offset=1000 Bearer s3cret");
  }

  @Test
  void aBackendWithoutPagesIsUnderstood() throws Exception {
    backend.answer(200, ids(0, 700));
    assertThat(members.of("t1")).hasSize(700);
    assertThat(backend.requests).hasSize(2);

    backend.answer(200, "[\"a\",\"b\",\"a\"]");
    assertThat(members.of("t1")).containsExactly("a", "b");
    backend.answer(200, "[]");
    assertThat(members.of("t1")).isEmpty();
  }

  @Test
  void tooManyMembersAreNotTakenForAll() {
    backend.answer(200, ids(0, 1201));
    assertFails("too-many-members", true);
  }

  @Test
  void rubbishIsNoAnswer() {
    for (String rubbish :
        List.of(
            "",
            "{",
            "{}",
            "[1]",
            "[\"a\",null]",
            "[\"\"]",
            "[\"a:b\"]",
            "[\"event\"]",
            "[\"a b\"]",
            "[[\"a\"]]",
            "[[[[\"a\"]]]]",
            "[\"a\"]x",
            "\ufeff[]")) {
      backend.answer(200, rubbish);
      assertThatThrownBy(() -> members.of("t1"))
          .as(rubbish)
          .isInstanceOf(MembersException.class)
          .message()
          .startsWith("answer-");
    }
    backend.answer(200, "[\"" + "x".repeat(2 << 20) + "\"]");
    assertFails("io", false);
  }

  @Test
  void aRefusalLastsAndAFailureDoesNot() {
    for (int status : List.of(301, 400, 403, 404)) {
      backend.answer(status, "");
      assertFails("http-" + status, true);
    }
    for (int status : List.of(408, 429, 500, 503)) {
      backend.answer(status, "");
      assertFails("http-" + status, false);
    }
    assertThat(backend.requests).noneMatch(request -> request.startsWith("/elsewhere"));
  }

  @Test
  void aSlowBackendIsNotWaitedFor() {
    backend.answer(0, "");
    assertFails("timeout", false);
  }

  @Test
  void aBackendThatIsDownIsAFailure() {
    backend.close();
    assertFails("io", false);
  }

  @Test
  void aTripCannotLeadElsewhere() throws Exception {
    assertThatThrownBy(() -> members.of("..")).isInstanceOf(MembersException.class);
    members.of("../../x?y#z");
    assertThat(backend.requests)
        .containsExactly(
            "/trips/..%2F..%2Fx%3Fy%23z/members?of=feed&limit=500&offset=0 Bearer s3cret");
  }

  private void assertFails(String label, boolean lasting) {
    assertThatThrownBy(() -> members.of("t1"))
        .isInstanceOfSatisfying(
            MembersException.class,
            e -> {
              assertThat(e.label()).isEqualTo(label);
              assertThat(e.lasting()).isEqualTo(lasting);
            });
  }

  private static String ids(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
