package dev.carillon.collab;

import org.jspecify.annotations.Nullable;

/// What an app decides and hears about documents, in the words that users of Hocuspocus know.
///
/// Called on virtual threads, so they may block. [#authenticate] runs for many at once; the others are
/// called for one document one at a time and in order, and that document waits for them. One that throws
/// is logged without content, once in a while.
public interface DocumentHooks {
  /// Lets everybody do everything.
  DocumentHooks OPEN = new DocumentHooks() {};

  /// Decides who may come in, before anything of the document is sent (`onConnect`, `onAuthenticate`); and
  /// again when the client shows another token (`onTokenSync`), and every [DocumentSettings#recheck] as long
  /// as it stays. A time limit is up to the hook.
  ///
  /// @throws AccessDeniedException if not, or if nobody knows; any other exception counts as the latter
  default Access authenticate(Entrance entrance) throws AccessDeniedException {
    return Access.READ_WRITE;
  }

  /// Brings the content of a document of which nothing is stored (`onLoadDocument`).
  ///
  /// @return an update in v1; `null`: the document is empty
  default byte @Nullable [] load(String document) {
    return null;
  }

  /// Hears that somebody has come in (`connected`).
  default void connected(Participant participant) {}

  /// Hears of a change (`onChange`).
  ///
  /// @param by who made it; `null`: this program, or somebody on another node
  default void changed(String document, byte[] update, @Nullable Participant by) {}

  /// Hears that all changes up to here are stored (`afterStoreDocument`).
  default void stored(String document) {}

  /// Hears whose cursors came, moved or went (`onAwarenessUpdate`).
  ///
  /// @param update of those concerned, as `y-protocols` has it
  default void awareness(String document, byte[] update) {}

  /// Hears a message that a client sent beside the document (`onStateless`).
  default void stateless(Participant participant, String payload) {}

  /// Hears that somebody has left (`onDisconnect`).
  default void disconnected(Participant participant) {}
}
