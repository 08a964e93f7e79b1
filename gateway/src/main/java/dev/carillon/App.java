package dev.carillon;

import dev.carillon.core.Services;

/// What a backend and its clients agreed on, before it runs: a name and how to start. Immutable.
///
/// An app is made of its settings alone, as the gateway that it is to run on is not there yet. What it
/// needs of that gateway it is lent at the start, and what it then is, is another object, a
/// [RunningApp], of which every field is final: nothing in it can be found missing.
///
/// ```java
/// record News(SocketIoSettings settings) implements App {
///   public String name() { return "news"; }
///   public RunningApp start(Services services) { return new RunningNews(settings, services); }
/// }
/// ```
///
/// An app belongs to one gateway, which starts it once: [GatewayBuilder#app].
public interface App {

  /// Returns the name of this app in logs, metrics and addresses; no other app of the gateway has it.
  String name();

  /// Starts what the app does, and makes its endpoints. Called once, before any port is open, on the thread
  /// that starts the gateway; does not wait for the broker or the store.
  ///
  /// What the app hears from the broker before its endpoints are started reaches nobody, as they have no
  /// members yet.
  ///
  /// @throws RuntimeException if it cannot start: then the gateway does not either. What this call began
  ///     is ended by it
  RunningApp start(Services services);
}
