// The two operations paths that the tests use: readiness, and publishing without Redis.
import http from "node:http";

export function ops(port, running) {
  const server = http.createServer((request, response) => {
    if (request.method === "POST" && request.url === "/publish") {
      const parts = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () => {
        try {
          const { channel, message } = JSON.parse(Buffer.concat(parts).toString());
          running.publish(channel, message);
          response.writeHead(202).end();
        } catch {
          response.writeHead(400).end();
        }
      });
      return;
    }
    const ready = request.url === "/health/ready" && running.ready();
    response.writeHead(ready ? 200 : 503).end();
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
}
