package dev.carillon.core;

/// Something to deliver, encoded at most once per [Encoding] whatever the number of connections.
///
/// Immutable to its users and safe for any thread. The encoded bytes live on the heap and belong to
/// the garbage collector: no reference counts cross threads. Each lane copies what its connections
/// are due once per turn into one buffer that its sockets share (see [Batch]).
public abstract class Message {

  /// The number of a message that no history keeps.
  public static final long UNNUMBERED = 0;

  private volatile Encoded[] encoded = NONE;

  private static final Encoding[] ENCODINGS = Encoding.values();
  private static final Encoded[] NONE = new Encoded[ENCODINGS.length];

  /// Makes the bytes for one encoding. Called at most once per encoding, on any thread.
  protected abstract Encoded encode(Encoding encoding);

  /// Returns the place of this message in the history of its node, or [#UNNUMBERED].
  public long number() {
    return UNNUMBERED;
  }

  /// Returns whether a connection that cannot be written to at the moment may miss this message.
  public boolean isVolatile() {
    return false;
  }

  /// Returns when this message reached the node, in nanoseconds of [System#nanoTime()].
  public abstract long arrivedNanos();

  /// Returns the bytes in the given encoding; the same instance at every call.
  public final Encoded encoded(Encoding encoding) {
    Encoded known = encoded[encoding.ordinal()];
    return known != null ? known : encodeOnce(encoding);
  }

  private synchronized Encoded encodeOnce(Encoding encoding) {
    Encoded known = encoded[encoding.ordinal()];
    if (known != null) {
      return known;
    }
    Encoded made = encode(encoding);
    Encoded[] all = encoded.clone();
    all[encoding.ordinal()] = made;
    encoded = all;
    return made;
  }
}
