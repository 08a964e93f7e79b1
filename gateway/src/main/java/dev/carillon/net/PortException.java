package dev.carillon.net;

import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/// A port that cannot be listened on. The message names address and port, and says why in words.
public final class PortException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Why a port cannot be listened on.
  public enum Reason {
    /// Another socket listens there (`EADDRINUSE`).
    TAKEN("another process listens there"),
    /// The process may not (`EACCES`): on many systems, ports below 1024 are for the superuser.
    FORBIDDEN("this process may not use that port"),
    /// No interface of this machine has the address (`EADDRNOTAVAIL`), or there is no such host.
    NO_SUCH_ADDRESS("this machine has no such address"),
    /// Something else, which the cause tells.
    OTHER("the operating system refused");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final String host;
  private final int port;
  private final Reason reason;

  /// Tells why an attempt to listen failed.
  ///
  /// @param cause what the attempt threw
  public PortException(String host, int port, Throwable cause) {
    this(host, port, reason(cause), cause);
  }

  private PortException(String host, int port, Reason reason, Throwable cause) {
    super(message(host, port, reason, cause), cause);
    this.host = host;
    this.port = port;
    this.reason = reason;
  }

  private static String message(String host, int port, Reason reason, Throwable cause) {
    String where = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    String detail = reason == Reason.OTHER ? " (" + cause.getMessage() + ")" : "";
    return "cannot listen on " + where + ": " + reason.words + detail;
  }

  /// The native transports give the number of the error alone, the others its text alone.
  private static Reason reason(Throwable cause) {
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return Reason.NO_SUCH_ADDRESS;
    }
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    int number = cause instanceof NativeIoException error ? -error.expectedErr() : 0;
    if (number == 98 || number == 48 || text.contains("already in use")) {
      return Reason.TAKEN;
    }
    if (number == 13 || text.contains("permission denied")) {
      return Reason.FORBIDDEN;
    }
    if (number == 99 || number == 49 || text.contains("cannot assign requested address")) {
      return Reason.NO_SUCH_ADDRESS;
    }
    return Reason.OTHER;
  }

  /// Returns the address that was to be listened on.
  public String host() {
    return host;
  }

  /// Returns the port that was to be listened on.
  public int port() {
    return port;
  }

  /// Returns why it cannot be.
  public Reason reason() {
    return reason;
  }
}
