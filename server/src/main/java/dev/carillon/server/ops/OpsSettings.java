package dev.carillon.server.ops;

import dev.carillon.server.config.Secret;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Values;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// What can be set about the ops port. Immutable.
public final class OpsSettings extends Settings {
  public final String bind =
      about("Where health, metrics and the publish API listen.").bind("bind", "127.0.0.1");
  public final int port =
      about("The port of health, metrics and the publish API.").port("port", "9400");
  public final @Nullable Secret key =
      about("The bearer key of the publish API; required unless bound to loopback.").secret("key");
  public final int maxPublish =
      about("The largest publish request.").bytes("max-publish", "1KiB", "64MiB", "1MiB");

  public final long maxPublishTotal =
      about("All publish requests together, until they are answered; over it, 503.")
          .size("max-publish-total", "1KiB", "16GiB", "64MiB");

  /// Refuses an open port without a key.
  public OpsSettings(Values values) {
    super(values);
    if (maxPublishTotal < maxPublish) {
      problem("max-publish-total", "less than " + full("max-publish"), "at least as much");
    }
    try {
      if (key == null && !InetAddress.getByName(bind).isLoopbackAddress()) {
        problem(
            "key",
            "missing; whoever reaches ops.bind could publish",
            "a key, or ops.bind on loopback");
      }
    } catch (UnknownHostException _) {
      problem("bind", "unknown host", "an IP address or a host name");
    }
  }
}
