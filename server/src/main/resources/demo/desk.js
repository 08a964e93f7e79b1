import { element } from "./element.js";

/** The form: what to publish, to whom, and the same as a command. */
export class Desk {
  #form = document.getElementById("desk");
  #setup;
  #aim;
  #nextId = 1;

  /** @param aim is told the room that is chosen, or `null` for everybody */
  constructor(setup, aim) {
    this.#setup = setup;
    this.#aim = aim;
    this.#offer();
    this.#form.addEventListener("input", () => this.#refresh());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#publish();
    });
    this.#form.querySelector(".copy").addEventListener("click", (event) => this.#copy(event.target));
    this.#refresh();
  }

  /** One choice per room that a user is in, and one for everybody. */
  #offer() {
    const rooms = [...new Set(this.#setup.users.flatMap((user) => user.rooms))].sort();
    for (const room of [...rooms, ""]) {
      const input = element("input");
      Object.assign(input, { type: "radio", name: "room", value: room });
      // The room that both are in shows most.
      input.defaultChecked = room === "group-2";
      const hearers = this.#setup.users.filter((user) => room === "" || user.rooms.includes(room));
      this.#form.querySelector(".choices").append(
        element("label", "choice", input,
          element("span", "room", room || "notice"),
          element("span", "hearers", room ? hearers.map((user) => user.name).join(", ") : "everybody")));
    }
  }

  /** What a backend would post. */
  #publication() {
    const { room, text } = Object.fromEntries(new FormData(this.#form));
    return room
      ? {
          channel: "/records",
          message: { room, records: { comments: [{ id: this.#nextId, body: text }] } },
        }
      : { channel: "/system_notice", message: { version: "demo", notice: text, reload: false } };
  }

  #refresh() {
    const publication = this.#publication();
    this.#form.querySelector(".curl code").textContent = this.#curl(publication);
    this.#aim(publication.message.room ?? null);
  }

  /** One line. A quote inside is written as JSON's escape, so that no shell sees it. */
  #curl(publication) {
    const key = this.#setup.keyed ? ' -H "Authorization: Bearer $OPS_KEY"' : "";
    const body = JSON.stringify(publication).replaceAll("'", "\\u0027");
    return `curl ${this.#setup.publish} -H 'Content-Type: application/json'${key} -d '${body}'`;
  }

  async #publish() {
    const said = this.#form.querySelector("output");
    try {
      const answer = await fetch("/publish", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(this.#publication()),
      });
      said.textContent = answer.ok ? "" : (await answer.json()).error;
      if (answer.ok) {
        this.#nextId++;
        this.#refresh();
        this.#form.elements.text.select();
      }
    } catch {
      said.textContent = "The demo does not answer. Is it still running?";
    }
  }

  async #copy(button) {
    const code = this.#form.querySelector(".curl code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => {
        button.textContent = "Copy";
      }, 1500);
    } catch {
      // Not allowed: selected, it is one key press away.
      getSelection().selectAllChildren(code);
    }
  }
}
