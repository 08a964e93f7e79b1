// Socket.IO 5 by hand, over either transport with the same verbs.
import { Polling, Wire } from "./wire.mjs";

class OverPolling {
  constructor(session) {
    this.session = session;
    this.sid = session.sid;
  }

  /** Sends one Socket.IO packet with its attachments, in one POST. */
  async send(packet, ...attachments) {
    await this.session.post([`4${packet}`, ...attachments.map((bytes) => `b${bytes.toString("base64")}`)].join("\x1e")).catch(() => {});
  }

  async sendBinary(bytes) {
    await this.session.post(`b${bytes.toString("base64")}`).catch(() => {});
  }

  /** The next Socket.IO packet (a string) or attachment (a Buffer); null when the session is closed. */
  async next() {
    const packet = await this.session.next();
    if (packet === null || packet === "1") return null;
    return packet[0] === "b" ? Buffer.from(packet.slice(1), "base64") : packet.slice(1);
  }

  close() {}
}

class OverWebSocket {
  constructor(wire) {
    this.wire = wire;
    this.sid = wire.sid;
  }

  async send(packet, ...attachments) {
    this.wire.send(`4${packet}`);
    for (const bytes of attachments) this.wire.send(bytes);
  }

  async sendBinary(bytes) {
    this.wire.send(bytes);
  }

  async next() {
    const heard = await this.wire.next();
    if (heard.close !== undefined) return null;
    return Buffer.isBuffer(heard) ? heard : heard.slice(1);
  }

  close() {
    this.wire.close();
  }
}

export const TRANSPORTS = {
  polling: async (base, query) => new OverPolling(await Polling.open(base, "/socket.io/", query)),
  websocket: async (base, query) => new OverWebSocket(await Wire.open(base, "/socket.io/", { query })),
};
