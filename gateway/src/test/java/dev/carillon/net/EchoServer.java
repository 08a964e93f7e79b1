package dev.carillon.net;

import dev.carillon.core.Instruments;
import dev.carillon.support.FakeClock;
import dev.carillon.support.Leaks;
import dev.carillon.support.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A listener on two lanes with an [EchoEndpoint], new for each test; fails tests that leak buffers.
final class EchoServer implements BeforeEachCallback, AfterEachCallback {
  FakeClock clock = new FakeClock();
  EchoEndpoint endpoint = new EchoEndpoint();
  private Leaks leaks = new Leaks();
  private Loops loops = new Loops(1, clock, Instruments.NONE);
  private int port;

  EchoServer() {
    loops.close();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    leaks = new Leaks();
    clock = new FakeClock();
    endpoint = new EchoEndpoint();
    loops = new Loops(2, clock, Instruments.NONE);
    try {
      port =
          Listener.open(loops, "127.0.0.1", 0, List.of(endpoint), ListenerSettings.DEFAULT).port();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    loops.close();
    leaks.check();
  }

  Loops loops() {
    return loops;
  }

  RawSocket connect() {
    return RawSocket.connect(port);
  }

  int port() {
    return port;
  }
}
