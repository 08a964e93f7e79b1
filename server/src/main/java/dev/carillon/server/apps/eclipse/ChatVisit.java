package dev.carillon.server.apps.eclipse;

import dev.carillon.auth.TokenLease;
import dev.carillon.channels.ChannelConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A client in its chat: what it takes to be there, and to be gone without a trace.
///
/// Begun and ended by the client's mailbox.
final class ChatVisit {
  private final Identity identity;
  private final RunningEclipse app;
  private final ChannelConnection<ServerMessage> connection;

  /// Ends the connection with its token. Confined to the connection's lane.
  private @Nullable TokenLease lease;

  private ChatVisit(
      Identity identity, RunningEclipse app, ChannelConnection<ServerMessage> connection) {
    this.identity = identity;
    this.app = app;
    this.connection = connection;
  }

  /// Lets a client in once the broker has confirmed; until then it holds the calling thread.
  ///
  /// The connection may be over by then. That does no harm, as [#end] comes all the same.
  ///
  /// @throws Closes.Refused if the chat is full, or the broker stays away; nothing is held then
  static ChatVisit begin(
      Identity identity, RunningEclipse app, ChannelConnection<ServerMessage> connection)
      throws Closes.Refused {
    if (!app.chats.enter(identity.chatId())) {
      throw new Closes.Refused(Closes.CHAT_FULL);
    }
    var visit = new ChatVisit(identity, app, connection);
    CompletionStage<Void> confirmed = app.subscriptions.acquire(identity.channel());
    if (!connection.awaitReady(app.settings.patience, confirmed)) {
      visit.end();
      throw new Closes.Refused(Closes.NO_BROKER);
    }
    connection.lane().run(visit::settle);
    return visit;
  }

  /// In one step of the lane: who hears that it is connected hears all that follows.
  private void settle() {
    connection.identify(identity.principal());
    connection.join(identity.channel());
    connection.join(identity.userRoom());
    connection.send(new ServerMessage.Connected(identity.chatId(), Moments.iso(app.clock.now())));
    if (app.settings.closeOnExpiry) {
      lease = TokenLease.begin(connection, Duration.ZERO, () -> connection.close(Closes.EXPIRED));
    }
  }

  /// Lets go of everything but the rooms, which the connection leaves by itself.
  void end() {
    connection
        .lane()
        .run(() -> {
          if (lease != null) {
            lease.end();
          }
        });
    app.subscriptions.release(identity.channel());
    app.chats.leave(identity.chatId());
  }

  Identity identity() {
    return identity;
  }
}
