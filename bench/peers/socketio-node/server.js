// The comparison: record updates over Socket.IO the way a small Node service does them.
// A socket names itself by `channel_token`; Redis says who that is and which groups it may
// hear; whatever arrives on `/records` goes to the room it names, and `/system_notice` to all.
//
// Environment: PORT (5000), REDIS_URL (redis://localhost:6379/0), PUBLIC_APP_URL (CORS origin).
import { createServer } from "node:http";
import { createClient } from "redis";
import { Server } from "socket.io";

const port = Number(process.env.PORT ?? 5000);
const url = process.env.REDIS_URL ?? "redis://localhost:6379/0";

const http = createServer((request, response) => response.writeHead(404).end());
const io = new Server(http, {
  cors: { origin: process.env.PUBLIC_APP_URL, credentials: true },
  connectionStateRecovery: { maxDisconnectionDuration: 30 * 60 * 1000, skipMiddlewares: true },
});

const keys = createClient({ url });
const channels = keys.duplicate();
for (const client of [keys, channels]) {
  client.on("error", (error) => console.error("redis:", error.message));
}
await Promise.all([keys.connect(), channels.connect()]);

io.on("connection", async (socket) => {
  socket.join("notice");
  try {
    const found = await keys.get("/current_users/" + socket.handshake.query.channel_token);
    if (found === null) return; // anonymous: hears notices only
    const user = JSON.parse(found);
    socket.join(["user-" + user.id, ...user.group_ids.map((id) => "group-" + id)]);
  } catch (error) {
    console.error("token look-up:", error.message);
  }
});

await channels.subscribe("/records", (text) => {
  const update = JSON.parse(text);
  io.to(update.room).emit("records", update);
});
await channels.subscribe("/system_notice", (text) => io.emit("notice", JSON.parse(text)));

http.listen(port, "127.0.0.1");
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
