package dev.carillon.interop;

import dev.carillon.Gateway;
import dev.carillon.cluster.NodeSettings;
import dev.carillon.core.Nodes;
import dev.carillon.socketio.Event;
import dev.carillon.socketio.NodesMissingException;
import dev.carillon.socketio.RemoteSocket;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/// A program on the public API, one process of several: its clients have it ask all nodes, and tell
/// them what it hears of nodes that come and go.
///
/// Arguments: the URL of Redis, and the name of the node. It prints its port, and runs until SIGTERM.
final class AskingNode {

  private AskingNode() {}

  public static void main(String[] args) throws InterruptedException {
    SocketIo io = SocketIo.create("asking", SocketIoSettings.defaults());
    Gateway gateway =
        Gateway.builder()
            .redis(args[0])
            .node(NodeSettings.defaults().with(to -> to.name = args[1]))
            .listen("127.0.0.1", 0, io)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
    Nodes nodes = gateway.nodes();
    io.onServerSideEmit("who", event -> event.ack(nodes.self()));
    io.onConnection(socket -> {
      socket.join("all");
      socket.data().put("on", args[1]);
      socket.on("nodes", event -> event.ack(nodes.self(), nodes.present()));
      socket.on(
          "fetch",
          event ->
              answer(event, io.in("all").fetchSockets(limit(event)).thenApply(AskingNode::tell)));
      socket.on(
          "ask",
          event ->
              io.in("all")
                  .emitWithAck(limit(event), "question")
                  .thenAccept(acks ->
                      event.ack(
                          acks.answers(), acks.missing(), new TreeMap<>(acks.missingNodes()))));
      socket.on(
          "servers", event -> answer(event, io.main().serverSideEmitWithAck(limit(event), "who")));
    });
    nodes.onChange(
        new Nodes.Listener() {
          @Override
          public void joined(String node) {
            io.local().emit("change", "joined", node);
          }

          @Override
          public void left(String node, Nodes.Departure how) {
            io.local().emit("change", "left", node, how);
          }

          @Override
          public void lapsed(String was, String now) {
            io.local().emit("change", "lapsed", was, now);
          }
        });
    System.out.println("PORT " + gateway.port(io));
    Thread.currentThread().join();
  }

  private static Duration limit(Event event) {
    return Duration.ofMillis(event.args().integer(0));
  }

  private static List<Map<String, Object>> tell(List<RemoteSocket> sockets) {
    return sockets.stream()
        .map(one ->
            Map.<String, Object>of(
                "id", one.id(), "node", one.node(), "rooms", one.rooms(), "data", one.data()))
        .toList();
  }

  /// Answers with what came, and which nodes are missing.
  private static void answer(Event event, CompletionStage<? extends List<?>> asked) {
    asked.whenComplete((found, failure) -> {
      if (failure == null) {
        event.ack(found, Map.of());
      } else if (failure.getCause() instanceof NodesMissingException missing) {
        List<?> some = missing.sockets().isEmpty() ? missing.responses() : tell(missing.sockets());
        event.ack(some, missing.nodes());
      } else {
        event.ack(List.of(), Map.of("failed", failure.getClass().getSimpleName()));
      }
    });
  }
}
