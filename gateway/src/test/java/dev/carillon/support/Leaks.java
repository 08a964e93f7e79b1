package dev.carillon.support;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Fails tests that lose a buffer. Safe for any thread.
///
/// Netty notices a lost buffer when it is garbage collected, and only while another one is made; so
/// [#check] does both. Needs `-Dio.netty.leakDetection.level=paranoid`.
public final class Leaks {
  private static final List<String> found = new CopyOnWriteArrayList<>();

  static {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
  }

  /// Forgets what earlier tests have lost. Make one before the first buffer of the test.
  public Leaks() {
    found.clear();
  }

  /// Throws if a buffer was lost since this was made.
  public void check() {
    System.gc();
    UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    Unpooled.buffer(1).release();
    if (!found.isEmpty()) {
      throw new AssertionError("lost buffers:\n" + String.join("\n", found));
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
      found.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      found.add(resourceType);
    }
  }
}
