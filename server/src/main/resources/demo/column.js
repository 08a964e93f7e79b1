import { element } from "./element.js";
import { prettyJson } from "./json.js";

/** As many entries are shown; the oldest make room. */
const MOST = 50;

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** One user: a connection of their own, and what it receives, newest first. */
export class Column {
  #user;
  #root;
  #socket = null;
  #away = false;
  #met = false;
  #entering = true;
  #missed = 0;

  constructor(user) {
    this.#user = user;
    this.#root = document.getElementById("user").content.firstElementChild.cloneNode(true);
    this.#part("h2").textContent = user.name;
    this.#part(".log").ariaLabel = `What ${user.name} receives`;
    this.#part(".rooms").append(...user.rooms.map((room) => element("li", "room", room)));
    this.#part(".cut").addEventListener("click", () => this.#cutOrReturn());
    this.#show("connecting", "connecting");
    this.#label();
  }

  get root() {
    return this.#root;
  }

  /** Connects, as Loomio's client does: with the token in the query. */
  connect(io, records) {
    const at = new URL(records);
    const socket = io(at.origin, {
      path: at.pathname,
      query: { channel_token: this.#user.token },
      forceNew: true,
    });
    this.#socket = socket;
    socket.io.on("open", () => this.#followTransport(socket.io.engine));
    socket.on("connect", () => this.#connected(socket.recovered));
    socket.on("disconnect", () => this.#gone());
    socket.on("connect_error", () => this.#show("connecting", "waiting for the gateway"));
    for (const event of ["records", "notice"]) {
      socket.on(event, (message) => this.#received(event, message));
    }
  }

  /** Shows that there is nothing to connect with. */
  unable() {
    this.#show("away", "cannot connect");
    this.#part(".cut").disabled = true;
  }

  /** Marks whether this user hears what is published to a room; `null` is everybody. */
  aim(room) {
    const hears = room === null || this.#user.rooms.includes(room);
    this.#root.classList.toggle("hears", hears);
    for (const item of this.#root.querySelectorAll(".rooms .room")) {
      item.classList.toggle("aimed", item.textContent === room);
    }
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  #show(state, words) {
    this.#root.dataset.state = state;
    this.#part(".state").textContent = words;
  }

  #label() {
    const button = this.#part(".cut");
    button.textContent = this.#away ? "Reconnect" : "Cut connection";
    button.ariaLabel = `${button.textContent} of ${this.#user.name}`;
  }

  /** Every connection begins with polling and moves on to a WebSocket. */
  #followTransport(engine) {
    const first = engine.transport.name;
    const shown = this.#part(".transport");
    shown.textContent = first;
    engine.on("upgrade", (transport) => {
      shown.textContent = `${first} → ${transport.name}`;
    });
  }

  /** What was missed comes before this: the server sends it ahead of its answer to CONNECT. */
  #connected(recovered) {
    this.#show(recovered ? "recovered" : "connected", recovered ? "recovered" : "connected");
    if (recovered) {
      const what = this.#missed === 1 ? "1 missed message" : `${this.#missed} missed messages`;
      this.#add(element("li", "mark", this.#missed ? `back: ${what} recovered` : "back: nothing was missed"));
    } else if (this.#met) {
      this.#add(element("li", "mark", "connected anew: what was missed is unknown"));
    }
    this.#met = true;
    this.#entering = false;
    this.#missed = 0;
  }

  #gone() {
    this.#entering = true;
    this.#part(".transport").textContent = "";
    this.#show(this.#away ? "away" : "connecting", this.#away ? "cut off" : "connecting");
    this.#add(element("li", "mark", this.#away ? "connection cut" : "connection lost"));
  }

  /** Cuts the connection below Socket.IO, as a tunnel or a lift would, and stays away. */
  #cutOrReturn() {
    if (this.#socket === null) {
      return;
    }
    this.#away = !this.#away;
    this.#label();
    const manager = this.#socket.io;
    manager.reconnection(!this.#away);
    if (this.#away) {
      manager.engine.close();
    } else {
      this.#show("connecting", "connecting");
      this.#socket.connect();
    }
  }

  #received(event, message) {
    const now = new Date();
    const missed = this.#entering;
    const time = element("time", "", now.toLocaleTimeString([], { hour12: false }));
    time.dateTime = now.toISOString();
    const to = event === "records" ? String(message.room) : "everybody";
    const head = element("p", "head", element("span", `event ${event}`, event), element("span", "", to));
    if (missed) {
      this.#missed++;
      head.append(element("span", "badge", "recovered"));
    }
    head.append(time);
    const entry = element("li", missed ? "entry missed" : "entry", head);
    entry.append(element("pre", "json", prettyJson(message)));
    this.#add(entry);
    this.#ring();
  }

  #add(item) {
    const log = this.#part(".log");
    log.prepend(item);
    while (log.children.length > MOST) {
      log.lastElementChild.remove();
    }
    log.scrollTo({ top: 0 });
    this.#root.classList.add("heard");
  }

  /** Swings the bell, and the clapper a little after it. */
  #ring() {
    if (CALM.matches) {
      return;
    }
    const swing = (degrees) => degrees.map((angle) => ({ transform: `rotate(${angle}deg)` }));
    const timing = { duration: 1100, easing: "ease-in-out" };
    this.#part(".bell").animate(swing([0, 20, -16, 11, -7, 3, 0]), timing);
    this.#part(".clapper").animate(swing([0, -9, 14, -10, 6, -3, 0]), { ...timing, delay: 60 });
  }
}
