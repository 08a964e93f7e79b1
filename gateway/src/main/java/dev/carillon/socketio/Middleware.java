package dev.carillon.socketio;

/// Decides whether a client may enter a namespace.
///
/// Called once per visit, in the order of registration, on a virtual thread: it may block. It may
/// set [Socket#data()] and join rooms, which take effect together with the client's being told that
/// it is connected. Whatever it throws keeps the client out.
@FunctionalInterface
public interface Middleware {

  /// @throws ConnectionRefused to tell the client why
  /// @throws dev.carillon.core.StoreException if the store does not answer: then this is called again, until
  ///     the endpoint's patience is over ([SocketIoSettings#patience]) and the client has to come back
  /// @throws TryAgainLater to have the client come back by itself
  /// @throws Exception any other is logged, and the client is told only "internal error"
  void connect(Socket socket) throws Exception;
}
