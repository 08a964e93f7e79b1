package dev.carillon.collab;

import dev.carillon.core.Editable;
import dev.carillon.yjs.Limits;
import dev.carillon.yjs.awareness.AwarenessLimits;
import java.time.Duration;

/// How documents are kept and limited; see [Editable] for how it is said.
public final class DocumentSettings extends Editable<DocumentSettings> {
  /// When the client is told that a change is saved.
  public Acknowledgement ack = Acknowledgement.MEMORY;

  /// How long after a change it is stored, if no other one follows.
  public Duration debounce = Duration.ofSeconds(5);

  /// How long after a change it is stored at the latest.
  public Duration maxDebounce = Duration.ofSeconds(30);

  /// How soon clients are told when a change is not stored: a storage that has not answered by then counts
  /// as one that failed.
  public Duration storePatience = Duration.ofMillis(1500);

  /// How long a document that nobody edits keeps its graph; then it is its bytes only.
  public Duration rest = Duration.ofSeconds(30);

  /// How often it is asked again whether those who are in a document may still be; zero: never.
  public Duration recheck = Duration.ofMinutes(5);

  /// How many documents may be open at once on this node; whoever wants another one is denied.
  public int maxDocuments = 100_000;

  /// How many may be in one document at once on this node; others are denied.
  public int maxParticipants = 10_000;

  /// What a document may hold.
  public Limits limits = Limits.DEFAULT;

  /// What its cursors may.
  public AwarenessLimits awareness = AwarenessLimits.DEFAULT;

  private DocumentSettings() {}

  /// When a client is told that its change is saved.
  public enum Acknowledgement {
    /// Once it is in the document in memory, as the reference server does.
    MEMORY,
    /// Once it is stored.
    DURABLE
  }

  /// Returns the defaults.
  public static DocumentSettings defaults() {
    return new DocumentSettings();
  }

  @Override
  protected void check() {
    atLeastOneMilli("storePatience", storePatience);
    atLeastOneMilli("rest", rest);
    atLeastOne("maxDocuments", maxDocuments);
    atLeastOne("maxParticipants", maxParticipants);
    if (debounce.isNegative() || maxDebounce.compareTo(debounce) < 0) {
      throw new IllegalArgumentException(
          "debounce must not be negative nor above maxDebounce: " + debounce + ", " + maxDebounce);
    }
    if (recheck.isNegative()) {
      throw new IllegalArgumentException("recheck must not be negative: " + recheck);
    }
  }
}
