package dev.carillon.publisher.eclipse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.publisher.Box;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// In the bytes that Eclipse's own WebSocket server takes.
class ChatPublisherTest {
  private static final Instant WRITTEN = Instant.parse("2025-10-31T12:00:00Z");
  private static final Instant NOW = Instant.parse("2025-10-31T12:00:00.1Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final Box box = new Box();
  private final ChatPublisher chats = new ChatPublisher(box, CLOCK);

  @Test
  void aMessage() {
    chats.message(
        "cmhav",
        new ChatMessage(
            "msg_1", "Hello!", Role.USER, WRITTEN, new Sender("u1", "John", "j@x", null)));

    assertThat(box.told())
        .containsExactly(
            "chat:cmhav {\"type\":\"message\",\"data\":{\"id\":\"msg_1\",\"content\":\"Hello!\","
                + "\"role\":\"user\",\"timestamp\":\"2025-10-31T12:00:00.000Z\",\"sender\":"
                + "{\"id\":\"u1\",\"name\":\"John\",\"email\":\"j@x\",\"avatar\":null}},"
                + "\"timestamp\":\"2025-10-31T12:00:00.100Z\"}");
  }

  @Test
  void aMessageThatWasEdited() {
    chats.messageUpdated(
        "c", new ChatMessage("m", "Edited", Role.ASSISTANT, WRITTEN, Sender.CUSTOMER), NOW);

    assertThat(box.told())
        .containsExactly(
            "chat:c {\"type\":\"message_updated\",\"data\":{\"id\":\"m\",\"content\":\"Edited\","
                + "\"role\":\"assistant\",\"timestamp\":\"2025-10-31T12:00:00.000Z\","
                + "\"updatedAt\":\"2025-10-31T12:00:00.100Z\",\"sender\":{\"id\":\"anonymous\","
                + "\"name\":\"Customer\",\"email\":null,\"avatar\":null}},"
                + "\"timestamp\":\"2025-10-31T12:00:00.100Z\"}");
  }

  @Test
  void anAgentAndTyping() {
    chats.agentJoined("c", "user_456", "Sam Davidoff");
    chats.typing("c", "user_123", true);

    assertThat(box.told())
        .containsExactly(
            "chat:c {\"type\":\"agent_joined\",\"data\":{\"agentId\":\"user_456\","
                + "\"agentName\":\"Sam Davidoff\",\"timestamp\":\"2025-10-31T12:00:00.100Z\"},"
                + "\"timestamp\":\"2025-10-31T12:00:00.100Z\"}",
            "chat:c {\"type\":\"typing\",\"data\":{\"userId\":\"user_123\",\"isTyping\":true},"
                + "\"timestamp\":\"2025-10-31T12:00:00.100Z\"}");
    assertThatThrownBy(() -> chats.typing("", "u", true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenIsForOneUserAndOneChatForTwoHours() throws Exception {
    String[] parts = new ChatTokens("hush", CLOCK).mint("u1", "cmhav").split("\\.", -1);

    assertThat(text(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    assertThat(text(parts[1]))
        .isEqualTo(
            "{\"userId\":\"u1\",\"chatId\":\"cmhav\",\"isAuthenticated\":true,"
                + "\"iat\":1761912000,\"exp\":1761919200}");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8);
    assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(mac.doFinal(signed));
  }

  @Test
  void visitorsAreTheirOwnPersons() {
    var tokens = new ChatTokens("hush", CLOCK);
    String visitor = tokens.newVisitor();

    assertThat(visitor).matches("anon_1761912000100_[0-9a-z]{9}").isNotEqualTo(tokens.newVisitor());
    assertThat(text(tokens.mintForVisitor(visitor, "c").split("\\.", -1)[1]))
        .contains("\"isAuthenticated\":false");
    assertThatThrownBy(() -> tokens.mint("", "c")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChatTokens("your-jwt-secret-here", CLOCK))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
