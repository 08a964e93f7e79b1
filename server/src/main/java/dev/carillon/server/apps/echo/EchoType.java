package dev.carillon.server.apps.echo;

import dev.carillon.App;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.Links;

/// How the server comes by `echo`. Immutable.
public final class EchoType extends AppType<EchoSettings> {
  public EchoType() {
    super("echo", "The target of protocol conformance tests.", EchoSettings::new);
  }

  @Override
  public App app(EchoSettings settings, Links links) {
    return new EchoApp(settings);
  }
}
