import { Column } from "./column.js";
import { Desk } from "./desk.js";
import { element } from "./element.js";

/** Says what is missing, and how to get it. */
function explainMissingClient() {
  const box = document.getElementById("missing");
  box.append(
    "This page has no Socket.IO client yet. Install ",
    element("strong", "", "Node.js 20 or newer"),
    " (nodejs.org), which brings npm, and start ",
    element("code", "", "./carillon demo"),
    " again: it fetches the client once. Publishing works already.");
  box.hidden = false;
}

const setup = await (await fetch("/setup.json")).json();
const columns = setup.users.map((user) => new Column(user));
document.getElementById("users").append(...columns.map((column) => column.root));
new Desk(setup, (room) => columns.forEach((column) => column.aim(room)));

if (setup.client) {
  const { io } = await import("/client/socket.io.js");
  columns.forEach((column) => column.connect(io, setup.records));
} else {
  columns.forEach((column) => column.unable());
  explainMissingClient();
}
