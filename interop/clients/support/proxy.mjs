// A TCP proxy that can cut its connections, or stall them so that neither end notices.
import net from "node:net";

export class Proxy {
  #pairs = new Set();
  #server;

  static async to(target) {
    const proxy = new Proxy();
    const { hostname, port } = new URL(target);
    proxy.#server = net.createServer({ allowHalfOpen: false }, (near) => {
      if (proxy.refusing) {
        near.destroy();
        return;
      }
      const far = net.connect(Number(port), hostname);
      const pair = { near, far, stalled: false };
      proxy.#pairs.add(pair);
      const end = () => {
        if (pair.stalled) return;
        near.destroy();
        far.destroy();
        proxy.#pairs.delete(pair);
      };
      for (const side of [near, far]) {
        side.setNoDelay(true);
        side.on("error", end);
        side.on("close", end);
      }
      near.on("data", (data) => pair.stalled || far.write(data));
      far.on("data", (data) => pair.stalled || near.write(data));
    });
    await new Promise((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  /** Refuses new connections until told otherwise. */
  refusing = false;

  /** Cuts every connection at both ends. */
  cut() {
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    this.#pairs.clear();
  }

  /** The client loses its connections, and the server is told nothing: a half-open link. */
  vanish() {
    for (const pair of this.#pairs) {
      pair.stalled = true;
      pair.near.destroy();
    }
  }

  close() {
    this.refusing = true;
    this.#server.close();
    this.cut();
  }
}
