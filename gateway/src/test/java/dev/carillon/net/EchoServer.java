package dev.carillon.net;

import dev.carillon.core.Instruments;
import dev.carillon.support.FakeClock;
import dev.carillon.support.Leaks;
import dev.carillon.support.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A listener on two lanes with an [EchoEndpoint]. Ends after each test, which it fails if buffers
/// were lost. Safe for any thread.
final class EchoServer implements AfterEachCallback {
  final FakeClock clock = new FakeClock();
  final EchoEndpoint endpoint = new EchoEndpoint();
  final Loops loops = new Loops(2, clock, Instruments.NONE);
  final Listener listener = open(0);

  Listener open(int port) {
    try {
      return Listener.open(
          loops, "127.0.0.1", port, List.of(endpoint), ListenerSettings.defaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    loops.close();
    Leaks.check();
  }

  RawSocket connect() {
    return RawSocket.connect(listener.port());
  }
}
