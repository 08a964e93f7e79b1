package dev.carillon.server.apps.eclipse;

import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.ChannelListener;
import dev.carillon.core.CloseReason;
import dev.carillon.json.BadJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client, from its token to its end. Its mailbox calls it, one thing at a time.
final class ChatClient implements ChannelListener<ClientMessage> {
  private static final Logger log = LoggerFactory.getLogger(ChatClient.class);
  private static final String USER = "USER";

  private final RunningEclipse app;
  private final ChannelConnection<ServerMessage> connection;
  private @Nullable ChatVisit visit;

  /// When the client was first seen to be gone, in nanoseconds of [System#nanoTime()]; 0: not yet.
  private long goneSince;

  ChatClient(RunningEclipse app, ChannelConnection<ServerMessage> connection) {
    this.app = app;
    this.connection = connection;
  }

  @Override
  public void onOpen() {
    try {
      enter();
    } catch (RuntimeException e) {
      fault("open", e);
      connection.close(Closes.FAULT);
    }
  }

  private void enter() {
    try {
      String token = connection.handshake().query().get("token");
      visit = ChatVisit.begin(Identity.of(token, app.authenticator), app, connection);
    } catch (Closes.Refused e) {
      app.instruments.refused(EclipseApp.NAME, e.reason().label());
      connection.close(e.reason());
    }
  }

  @Override
  public void onMessage(ClientMessage message) {
    ChatVisit here = visit;
    if (here == null || isLongGone()) {
      return;
    }
    try {
      switch (message) {
        case ClientMessage.Say say -> say(say, here);
        case ClientMessage.Typing typing -> typing(typing, here);
        case ClientMessage.AgentJoined _ -> announce(here);
        case ClientMessage.Ping _ -> connection.send(new ServerMessage.Pong());
        case ClientMessage.Unknown _ -> fail("Unknown message type");
      }
    } catch (RuntimeException e) {
      fault("message", e);
      fail("Failed to process message");
    }
  }

  /// What a client says right before it goes counts. But whoever says a lot, goes, and comes again must
  /// not make a slow web app's work pile up.
  private boolean isLongGone() {
    if (connection.isOpen()) {
      return false;
    }
    long now = System.nanoTime();
    if (goneSince == 0) {
      goneSince = now;
    }
    return now - goneSince > app.settings.apiTimeout.toNanos();
  }

  @Override
  public void onBadMessage(BadJson reason) {
    if (visit != null) {
      fail("Failed to process message");
    }
  }

  @Override
  public void onClose(CloseReason reason) {
    if (visit != null) {
      visit.end();
    }
  }

  private void say(ClientMessage.Say say, ChatVisit here) {
    if (say.content().isEmpty() || say.role().isEmpty()) {
      fail("Missing content or role");
      return;
    }
    Identity identity = here.identity();
    if (!say.role().equals(USER) && !mayActAsAgent(here)) {
      return;
    }
    try {
      Answers.SavedMessage saved = app.webApp.send(identity, say.content(), say.role());
      app.relay.publish(identity.channel(), Events.message(saved, now()));
    } catch (WebAppException e) {
      app.webAppFailed("send", e);
      connection.send(new ServerMessage.Failure("Failed to send message", e.told()));
    }
  }

  private void typing(ClientMessage.Typing typing, ChatVisit here) {
    if (typing.isTyping() != null) {
      Identity identity = here.identity();
      byte[] event = Events.typing(identity.userId(), typing.isTyping(), now());
      app.relay.publish(identity.channel(), event);
    }
  }

  private void announce(ChatVisit here) {
    if (!mayActAsAgent(here)) {
      return;
    }
    Identity identity = here.identity();
    try {
      String name = app.webApp.agentName(identity.userId());
      byte[] event = Events.agentJoined(identity.userId(), name, now());
      app.relay.publish(identity.channel(), event);
    } catch (WebAppException e) {
      app.webAppFailed("user", e);
      fail(e.isRefusal() ? "Failed to fetch agent info" : "Failed to process agent_joined event");
    }
  }

  private boolean mayActAsAgent(ChatVisit here) {
    boolean may = here.identity().isAuthenticated() || !app.settings.roleRules;
    if (!may) {
      fail("Role not allowed");
    }
    return may;
  }

  private void fail(String error) {
    connection.send(new ServerMessage.Failure(error));
  }

  private Instant now() {
    return app.clock.now();
  }

  /// Only kind and place of a fault: its text may quote what the client sent.
  private static void fault(String where, RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    log.error(
        "{} failed: {} at {}", where, e.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
  }
}
