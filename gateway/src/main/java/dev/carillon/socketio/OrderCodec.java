package dev.carillon.socketio;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Orders as they go through the broker, each in an [Envelope].
///
/// ```
/// {"v":1,"order":"emit","nsp":"/","to":["a"],"except":[],"volatile":false,"compress":true,"bin":[3]}
/// ["said","hello",{"_placeholder":true,"num":0}]<3 bytes>
/// ```
final class OrderCodec {

  private OrderCodec() {}

  static byte[] encode(Order order) {
    Map<String, Object> head = new TreeMap<>();
    head.put("nsp", order.namespace());
    head.put("to", order.target().to());
    head.put("except", order.target().except());
    head.put("volatile", order.target().isVolatile());
    head.put("compress", order.target().compress());
    @Nullable EncodedEvent event = null;
    switch (order) {
      case Order.Emit emit -> {
        head.put("order", "emit");
        event = emit.event();
      }
      case Order.Join join -> {
        head.put("order", "join");
        head.put("rooms", join.rooms());
      }
      case Order.Leave leave -> {
        head.put("order", "leave");
        head.put("rooms", leave.rooms());
      }
      case Order.Disconnect disconnect -> {
        head.put("order", "disconnect");
        head.put("close", disconnect.close());
      }
      case Order.Fetch fetch -> head.put("order", "fetch");
      case Order.EmitWithAck emit -> {
        head.put("order", "emit-with-ack");
        event = emit.event();
      }
      case Order.ServerSideEmit emit -> {
        head.put("order", "server-side-emit");
        head.put("from", emit.from());
        event = emit.event();
      }
      case Order.ServerSideAsk ask -> {
        head.put("order", "server-side-ask");
        head.put("from", ask.from());
        event = ask.event();
      }
    }
    return Envelope.encode(head, event);
  }

  /// @throws PacketException if the bytes are no order; the text says why and quotes nothing
  static Order decode(byte[] bytes) {
    Envelope envelope = Envelope.decode(bytes);
    String namespace = envelope.text("nsp");
    Target target =
        new Target(
            new LinkedHashSet<>(envelope.texts("to")),
            new LinkedHashSet<>(envelope.texts("except")),
            envelope.flag("volatile", false),
            true,
            envelope.flag("compress", true));
    return switch (envelope.text("order")) {
      case "emit" -> new Order.Emit(namespace, target, envelope.event());
      case "join" -> new Order.Join(namespace, target, envelope.texts("rooms"));
      case "leave" -> new Order.Leave(namespace, target, envelope.texts("rooms"));
      case "disconnect" -> new Order.Disconnect(namespace, target, envelope.flag("close", false));
      case "fetch" -> new Order.Fetch(namespace, target);
      case "emit-with-ack" -> new Order.EmitWithAck(namespace, target, envelope.event());
      case "server-side-emit" ->
          new Order.ServerSideEmit(namespace, envelope.text("from"), envelope.event());
      case "server-side-ask" ->
          new Order.ServerSideAsk(namespace, envelope.text("from"), envelope.event());
      default -> throw new PacketException("unknown order");
    };
  }
}
