package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.Lane;
import dev.carillon.engineio.CloseReasons;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is sent at the very moment at which a client goes is replayed to it.
final class RecoveryRaceTest {

  @Test
  void aMessageOnItsWayWhenItsClientGoesIsReplayed() throws Exception {
    SocketIo io =
        SocketIo.create(
            "test",
            SocketIoSettings.defaults().with(to -> to.recovery = RecoverySettings.defaults()));
    try (HttpClient http = HttpClient.newHttpClient();
        Gateway gateway = Gateway.builder().lanes(1).listen("127.0.0.1", 0, io).start()) {
      var uri =
          URI.create(
              "ws://127.0.0.1:" + gateway.port(io) + "/socket.io/?EIO=4&transport=websocket");
      var first = new Packets();
      WebSocket before = http.newWebSocketBuilder().buildAsync(uri, first).join();
      before.sendText("40", true).join();
      String pid = first.await("40").replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
      await().until(() -> !io.main().sockets().isEmpty());
      Socket socket = io.main().sockets().iterator().next();
      socket.emit("one");
      String one = first.await("42[\"one\"");
      String offset = one.replaceAll("42\\[\"one\",\"([^\"]+)\"\\]", "$1");
      Lane lane = socket.lane();

      var goOn = new CountDownLatch(1);
      lane.execute(() -> {
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        socket.client().connection().close(CloseReasons.TRANSPORT_CLOSE);
      });
      io.emit("two");
      goOn.countDown();
      await().until(() -> io.main().sockets().isEmpty());

      var second = new Packets();
      WebSocket after = http.newWebSocketBuilder().buildAsync(uri, second).join();
      after.sendText("40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}", true).join();

      assertThat(second.await("40")).contains(socket.id());
      assertThat(second.packets)
          .filteredOn(packet -> packet.startsWith("42"))
          .singleElement()
          .asString()
          .startsWith("42[\"two\",");
      before.abort();
      after.abort();
    }
  }

  private static final class Packets implements WebSocket.Listener {
    private final List<String> packets = new CopyOnWriteArrayList<>();

    String await(String start) {
      org.awaitility.Awaitility.await()
          .until(() -> packets.stream().anyMatch(packet -> packet.startsWith(start)));
      return packets.stream().filter(packet -> packet.startsWith(start)).findFirst().orElseThrow();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      packets.add(data.toString());
      from.request(1);
      return null;
    }
  }
}
