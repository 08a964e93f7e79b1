package dev.carillon.server.apps.eclipse;

import dev.carillon.App;
import dev.carillon.RunningApp;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Services;
import dev.carillon.net.OriginPolicy;

/// The chat of Eclipse's support center, as its own WebSocket server served it. Immutable.
///
/// Every handshake succeeds; a token that is not accepted is told by a close frame. A client is in one
/// chat. What it says goes to the web app, and to the chat's channel, from which all members on all
/// nodes have it, each event once.
public final class EclipseApp implements App {
  static final String NAME = "eclipse";

  private final EclipseSettings settings;
  private final ChannelsSettings channels;

  /// @param channels how the endpoint behaves, best made from [#channels()]
  public EclipseApp(EclipseSettings settings, ChannelsSettings channels) {
    this.settings = settings;
    this.channels = channels;
  }

  /// Returns the protocol settings that Eclipse's clients expect: any path, any origin, pings every
  /// 30 s, messages up to 64 KiB. Who they are is told before they are held.
  public static ChannelsSettings channels() {
    return ChannelsSettings.at(null)
        .with(to -> {
          to.origins = OriginPolicy.allowAny();
          to.echoSubprotocol = true;
          to.holding = false;
          to.shutdown = Closes.SHUTDOWN;
        });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RunningApp start(Services services) {
    return new RunningEclipse(settings, channels, services);
  }
}
