package dev.carillon.server.support;

import dev.carillon.Address;
import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Interest;
import dev.carillon.core.Store;
import dev.carillon.server.Node;
import dev.carillon.server.ServerConfig;
import dev.carillon.support.FakeClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node without clients, which keeps what it was told to do. Safe for any thread.
public final class LoggedNode implements Node {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final BoxBroker broker = new BoxBroker();
  private final Store store = new FakeStore(new FakeClock());
  private volatile Runnable atDrain = () -> {};
  private volatile boolean failing;

  /// Returns what was called, in order.
  public List<String> log() {
    return log;
  }

  /// Sets what happens in the middle of draining.
  public void atDrain(Runnable action) {
    atDrain = action;
  }

  /// Lets the start fail.
  public void fail() {
    failing = true;
  }

  /// Starts this node, as a [dev.carillon.server.Server.NodeFactory].
  public Node start(ServerConfig config, int connections, Instruments instruments) {
    if (failing) {
      throw new IllegalStateException("port 1 is in use");
    }
    log.add("start");
    return this;
  }

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public List<Address> addresses() {
    return List.of(new Address("echo", URI.create("http://127.0.0.1:3000/socket.io/")));
  }

  @Override
  public Interest.Source apps() {
    return Interest.Source.NOBODY;
  }

  @Override
  public int rooms() {
    return 0;
  }

  @Override
  public void drain(Duration over) {
    log.add("drain " + over);
    atDrain.run();
  }

  @Override
  public void close() {
    log.add("close");
  }
}
