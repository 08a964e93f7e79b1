import http from "node:http";
import { Server as Engine } from "engine.io";
import { Server } from "socket.io";
import { milliseconds } from "./units.mjs";

/** Engine.IO echo at /engine.io/, Socket.IO echo at /socket.io/. */
export async function serve(settings) {
  const shared = {
    pingInterval: milliseconds(settings["apps.echo.ping-interval"], 25_000),
    pingTimeout: milliseconds(settings["apps.echo.ping-timeout"], 20_000),
    maxHttpBufferSize: Number(settings["apps.echo.max-payload"] ?? 1_000_000),
    cors: { origin: "*" },
  };
  const server = http.createServer();
  const io = new Server(server, {
    ...shared,
    connectTimeout: milliseconds(settings["apps.echo.connect-timeout"], 45_000),
    destroyUpgrade: false,
  });
  const welcome = (socket) => socket.emit("auth", socket.handshake.auth);
  io.on("connection", (socket) => {
    welcome(socket);
    socket.on("message", (...args) => socket.emit("message-back", ...args));
    socket.on("message-with-ack", (...args) => args.pop()(...args));
  });
  io.of("/custom").on("connection", welcome);

  const engine = new Engine(shared);
  engine.on("connection", (socket) => socket.on("message", (data) => socket.send(data)));
  engine.attach(server, { path: "/engine.io/", destroyUpgrade: false });

  await new Promise((resolve) => server.listen(Number(settings["apps.echo.port"]), "127.0.0.1", resolve));
  return { io, ready: () => true, publish: () => {} };
}
