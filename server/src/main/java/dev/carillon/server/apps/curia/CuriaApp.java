package dev.carillon.server.apps.curia;

import dev.carillon.App;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Curia's forum, as the Socket.IO server in its web app served it. Immutable.
public final class CuriaApp implements App {
  static final String NAME = "curia";

  private static final Logger LOG = LoggerFactory.getLogger(CuriaApp.class);

  private final CuriaSettings settings;

  /// Makes the app.
  public CuriaApp(CuriaSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RunningApp start(Services services) {
    if (settings.jwtSecret == null && settings.jwtKeys == null && settings.jwksUrl == null) {
      LOG.warn("apps.curia.jwt-secret is not set: every client is refused");
    }
    return new RunningCuria(settings, services);
  }
}
