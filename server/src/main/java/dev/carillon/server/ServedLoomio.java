package dev.carillon.server;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.redis.RedisLink;
import dev.carillon.server.apps.loomio.LoomioApp;
import dev.carillon.server.apps.loomio.LoomioSettings;
import dev.carillon.server.config.LoomioConfig;
import dev.carillon.server.config.LoomioConfig.Bots;
import dev.carillon.server.config.LoomioConfig.Records;
import dev.carillon.server.config.RedisConfig;
import dev.carillon.server.matrix.MatrixBots;
import dev.carillon.server.matrix.MatrixSettings;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.SocketIoSettings;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loomio: records for browsers, and bots. Confined to the thread that starts and stops the node.
final class ServedLoomio implements ServedApp {
  private static final Logger LOG = LoggerFactory.getLogger(ServedLoomio.class);

  private final LoomioConfig config;
  private final RedisConfig redis;
  private final LoomioApp app;
  private @Nullable MatrixBots bots;
  private @Nullable RedisLink botsLink;

  ServedLoomio(LoomioConfig config, RedisConfig redis) {
    this.config = config;
    this.redis = redis;
    this.app = new LoomioApp(settings(config.records()), socketIo(config.records()));
  }

  @Override
  public void mount(GatewayBuilder gateway) {
    gateway.listen(config.records().bind(), config.records().port(), app.endpoint());
    if (config.records().allowedOrigins().isEmpty()) {
      LOG.info("apps.loomio.records.allowed-origins is not set: only pages of the same origin connect");
    }
  }

  @Override
  public void start(Gateway gateway) {
    app.start(gateway);
    if (config.bots().enabled()) {
      startBots(gateway);
    }
  }

  private void startBots(Gateway gateway) {
    var broker = gateway.broker();
    var store = gateway.store();
    var url = config.bots().redisUrl();
    if (url != null) {
      RedisLink link = RedisLink.connect(redis.settings(url));
      botsLink = link;
      broker = link.broker();
      store = link.store();
    }
    bots =
        new MatrixBots(
            settings(config.bots()),
            broker,
            store,
            gateway.clock(),
            gateway.instruments(),
            UUID.randomUUID().toString());
    bots.start();
  }

  @Override
  public List<String> addresses(Gateway gateway) {
    Records records = config.records();
    return List.of(Sockets.address(gateway, app.endpoint(), records.bind(), records.path()));
  }

  @Override
  public void close() {
    app.close();
    if (bots != null) {
      bots.close();
    }
    if (botsLink != null) {
      botsLink.close();
    }
  }

  private static LoomioSettings settings(Records records) {
    LoomioSettings base = LoomioSettings.defaults();
    return new LoomioSettings(
        records.maxMessage(),
        base.maxDepth(),
        records.membershipRefresh(),
        base.rereadConcurrency(),
        records.patience(),
        records.legacyNamespace(),
        base.catchupRecords());
  }

  private static SocketIoSettings socketIo(Records records) {
    SocketIoSettings base = LoomioApp.socketIo();
    RecoverySettings recovery =
        base.recovery() == null ? RecoverySettings.defaults() : base.recovery();
    return base.withConnectTimeout(records.connectTimeout())
        .withRecovery(
            Sockets.recovery(
                records.recoveryWindow(), recovery.withMaxBytes(records.recoveryMaxBytes())))
        .withEngine(
            base.engine()
                .withPath(records.path())
                .withHeartbeat(records.pingInterval(), records.pingTimeout())
                .withMaxPayload(records.maxPayload())
                .withMaxOutbound(records.maxOutbound())
                .withOrigins(Sockets.origins(records.allowedOrigins())));
  }

  private static MatrixSettings settings(Bots bots) {
    return new MatrixSettings(
        bots.apiPrefix(),
        bots.timeout(),
        bots.maxAttempts(),
        bots.maxRetryDelay(),
        bots.cacheSize(),
        bots.cacheIdle(),
        bots.claimLifetime(),
        bots.queue(),
        bots.concurrency(),
        bots.maxServers(),
        bots.maxMessage(),
        bots.allowedServers(),
        bots.drain());
  }
}
