package dev.carillon.server.apps.loomio;

import dev.carillon.collab.CollabSettings;
import dev.carillon.collab.DocumentSettings;
import dev.carillon.collab.DocumentSettings.Acknowledgement;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Values;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be set about collaborative editing. Immutable.
final class EditingSettings extends Settings {
  final @Nullable URI authUrl =
      about("Where Loomio says who may edit what; not set: no editing.").httpUrl("auth-url");

  /// May be that of the records, as it is in production; so it is not one that must be its own.
  final int port =
      about("The port for editors; it may be that of the records.")
          .whole("port", 0, 65_535, "4444");

  final String bind = about("The address for editors.").bind("bind", "0.0.0.0");
  final Set<String> allowedOrigins =
      about("The web origins that may connect.").origins("allowed-origins", "*");
  final Duration authTimeout =
      about("How long Loomio may take to say who may edit; then they may not.")
          .span("auth-timeout", "100ms", "1m", "5s");
  final int authConcurrency =
      about("How many calls to Loomio run at once.").whole("auth-concurrency", 1, 1000, "64");
  final Duration recheck =
      about("How often those who edit are asked about again; 0: never.")
          .span("recheck", "0s", "1d", "5m");
  final Guests guests =
      about("Which documents those without an account may edit.")
          .choice("guests", Guests.class, "own");
  final Acknowledgement ack =
      about("When editors hear that a change is saved: once it is in memory, or once it is stored.")
          .choice("ack", Acknowledgement.class, "memory");
  final Duration debounce =
      about("How long after a change it is stored, if no other one follows.")
          .span("debounce", "0s", "10m", "5s");
  final Duration maxDebounce =
      about("How long after a change it is stored at the latest.")
          .span("max-debounce", "0s", "1h", "30s");
  final Keeping storage =
      about(
              "Where documents are kept: in memory, as long as the process runs; in a folder; or in Redis, for all nodes.")
          .choice("storage", Keeping.class, "memory");
  final @Nullable Path folder =
      about("The folder that documents are kept in, with `storage: folder`.").folder("folder");
  final Duration lifetime =
      about("How long a document is kept in Redis after its last change.")
          .span("lifetime", "1m", "365d", "30d");
  final long memory =
      about("The memory for documents that nobody has open, with `storage: memory`.")
          .size("memory", "1MiB", "64GiB", "256MiB");
  final int maxPayload =
      about("The largest message from an editor.").bytes("max-payload", "64KiB", "100MiB", "10MiB");
  final int maxDocuments =
      about("How many documents may be open at once.")
          .whole("max-documents", 1, 10_000_000, "100000");
  final Duration timeout =
      about("Time between pings, and how long an editor may take to answer one.")
          .span("timeout", "100ms", "1h", "30s");

  /// What those without an account may edit.
  enum Guests {
    /// What they are about to write themselves.
    OWN,
    /// Whatever Loomio lets them: as it is, everything.
    ALL
  }

  /// Where documents are kept.
  enum Keeping {
    /// In this process.
    MEMORY,
    /// In a folder.
    FOLDER,
    /// In the store that nodes share.
    REDIS
  }

  EditingSettings(Values values) {
    super(values);
    if ((storage == Keeping.FOLDER) != (folder != null)) {
      String what = folder == null ? "not set" : "set";
      problem(
          "folder",
          what + " with storage: " + storage.name().toLowerCase(Locale.ROOT),
          "a folder with storage: folder, and none with others");
    }
    if (maxDebounce.compareTo(debounce) < 0) {
      problem("max-debounce", maxDebounce.toString(), "at least " + full("debounce"));
    }
  }

  /// Returns how the endpoint behaves.
  CollabSettings collab() {
    return CollabSettings.defaults()
        .with(to -> {
          to.origins = OriginPolicy.of(allowedOrigins);
          to.pingInterval = timeout;
          to.pongTimeout = timeout;
          to.maxMessage = maxPayload;
        });
  }

  /// Returns how documents are kept.
  DocumentSettings documents() {
    return DocumentSettings.defaults()
        .with(to -> {
          to.ack = ack;
          to.debounce = debounce;
          to.maxDebounce = maxDebounce;
          to.recheck = recheck;
          to.maxDocuments = maxDocuments;
        });
  }
}
