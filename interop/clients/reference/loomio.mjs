import { Server } from "socket.io";
import { createClient } from "redis";
import { milliseconds } from "./units.mjs";

/** Rooms by token, records to rooms, notices to all, and recovery. */
export async function serve(settings) {
  const window = milliseconds(settings["apps.loomio.records.recovery-window"], 1_800_000);
  const io = new Server(Number(settings["apps.loomio.records.port"]), {
    cors: { origin: settings["apps.loomio.records.allowed-origins"] ?? false, credentials: true },
    pingInterval: milliseconds(settings["apps.loomio.records.ping-interval"], 25_000),
    pingTimeout: milliseconds(settings["apps.loomio.records.ping-timeout"], 20_000),
    ...(window > 0 ? { connectionStateRecovery: { maxDisconnectionDuration: window, skipMiddlewares: true } } : {}),
  });
  const publish = (channel, message) => {
    if (message === null) return;
    if (channel === "/records" && typeof message.room === "string") io.to(message.room).emit("records", message);
    if (channel === "/system_notice") io.emit("notice", message);
  };
  let lookup = async () => null;
  let ready = () => true;
  if (settings["redis.url"]) {
    const options = { url: settings["redis.url"], socket: { reconnectStrategy: () => 50 } };
    const store = createClient(options);
    const channels = store.duplicate();
    for (const client of [store, channels]) client.on("error", () => {});
    await Promise.all([store.connect(), channels.connect()]);
    const relay = (message, channel) => {
      try {
        publish(channel, JSON.parse(message));
      } catch {
        // A bad message is nobody's business.
      }
    };
    await channels.subscribe(["/records", "/system_notice"], relay);
    lookup = (token) => store.get(`/current_users/${token}`);
    ready = () => store.isReady && channels.isReady;
  }
  // Before the client is told that it is connected, as a middleware, so that no record is missed.
  io.use(async (socket, next) => {
    try {
      const found = await lookup(socket.handshake.query.channel_token);
      const user = found && JSON.parse(found);
      if (user) socket.join([`user-${user.id}`, ...user.group_ids.map((id) => `group-${id}`)]);
    } catch {
      // Served as a stranger.
    }
    next();
  });
  return { io, ready, publish };
}
