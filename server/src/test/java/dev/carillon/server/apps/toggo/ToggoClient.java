package dev.carillon.server.apps.toggo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.RawSocket;
import java.nio.charset.StandardCharsets;

/// A client in bytes. JSON may be written with `'` for `"`. Confined to one thread.
final class ToggoClient implements AutoCloseable {
  private final RawSocket socket;

  ToggoClient(RawSocket socket) {
    this.socket = socket;
  }

  static ToggoClient connect(int port, String... headers) {
    return connectTo(port, "/ws", headers);
  }

  static ToggoClient connectTo(int port, String target, String... headers) {
    RawSocket socket = RawSocket.connect(port);
    socket.upgrade(target, headers);
    return new ToggoClient(socket);
  }

  ToggoClient say(String json) {
    socket.sendText(json.replace('\'', '"'));
    return this;
  }

  ToggoClient sayBinary(String json) {
    socket.sendBinary(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /// Follows a trip, and returns once that holds.
  ToggoClient follow(String trip) {
    return say("{'type':'subscribe','trip_id':'" + trip + "'}").hearsNothing();
  }

  ToggoClient unfollow(String trip) {
    return say("{'type':'unsubscribe','trip_id':'" + trip + "'}").hearsNothing();
  }

  /// Checks that nothing has come which was not read yet: the pong comes next.
  ToggoClient hearsNothing() {
    say("{'type':'ping'}");
    assertThat(hear()).startsWith("{'type':'pong','timestamp':'");
    return this;
  }

  /// Returns the next message, which is text.
  String hear() {
    RawSocket.Frame frame = socket.readFrame();
    assertThat(frame.first()).as(frame.text()).isEqualTo(0x81);
    return frame.text().replace('"', '\'');
  }

  ToggoClient hears(String json) {
    assertThat(hear()).isEqualTo(json);
    return this;
  }

  RawSocket raw() {
    return socket;
  }

  @Override
  public void close() {
    socket.close();
  }
}
