package dev.carillon.channels;

import dev.carillon.net.Response;
import java.util.function.Function;

/// What becomes of a handshake.
///
/// @param <I> what a client says
/// @param <O> what one client is told
public sealed interface Admission<I, O> {

  /// The client comes in.
  ///
  /// @param listener makes what hears this client, in the connection's lane
  record Admitted<I, O>(Function<ChannelConnection<O>, ChannelListener<I>> listener)
      implements Admission<I, O> {}

  /// The client gets an HTTP response instead of a WebSocket.
  ///
  /// @param label the reason for metrics, from a small closed set
  record Refused<I, O>(Response response, String label) implements Admission<I, O> {}
}
