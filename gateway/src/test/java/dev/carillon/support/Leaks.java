package dev.carillon.support;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails tests that lose a buffer. Safe for any thread.
///
/// JUnit finds it as a service and asks it after each test class. Netty notices a lost buffer when
/// it is garbage collected, and only while another one is made; so [#check] does both. Needs
/// `-Dio.netty.leakDetection.level=paranoid`.
public final class Leaks implements AfterAllCallback {
  /// Where Lettuce makes the buffer that it reads into. It gives it back when the channel leaves its
  /// event loop, which does not happen for a connection attempt that the end of the loop cuts off. That
  /// buffer never passes through our hands.
  private static final String LETTUCE_READ_BUFFER =
      "io.lettuce.core.protocol.CommandHandler.channelRegistered";

  /// What Lettuce means to say first to a server whose certificate is refused. Netty puts it back into a
  /// queue that was failed already, and nobody takes it from there.
  private static final List<String> REFUSED_HANDSHAKE =
      List.of(
          "io.netty.channel.AbstractCoalescingBufferQueue.addFirst",
          "io.netty.handler.ssl.SslHandler.wrap",
          "io.lettuce.core.RedisHandshake.dispatchHello");

  private static final List<String> found = new CopyOnWriteArrayList<>();

  static {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  /// Throws if a buffer was lost that no earlier check has told of.
  public static void check() {
    System.gc();
    UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    if (!found.isEmpty()) {
      List<String> told = List.copyOf(found);
      found.removeAll(told);
      throw new AssertionError("lost buffers:\n" + String.join("\n", told));
    }
  }

  private static final class Factory extends ResourceLeakDetectorFactory {
    @Override
    @SuppressWarnings("deprecation") // the one abstract method
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return new Detector<>(resource, samplingInterval);
    }
  }

  private static final class Detector<T> extends ResourceLeakDetector<T> {
    Detector(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      boolean known =
          records.contains(LETTUCE_READ_BUFFER)
              || REFUSED_HANDSHAKE.stream().allMatch(records::contains);
      if (!known) {
        found.add(resourceType + records);
      }
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      found.add(resourceType);
    }
  }
}
