package dev.carillon.presence;

import java.util.List;

/// Reports that a backend is told at once, in order. Immutable.
///
/// @param presence the name of the presence
/// @param series within which numbers count; a new one begins when the store lost what it held
/// @param reports never empty
public record ReportBatch(String presence, String series, List<Report> reports) {

  public ReportBatch {
    reports = List.copyOf(reports);
  }

  /// Returns the batch as backends get it, in JSON; see `docs/presence.md`.
  public byte[] toJson() {
    return ReportCodec.encode(this);
  }
}
