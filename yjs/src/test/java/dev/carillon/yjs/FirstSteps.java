package dev.carillon.yjs;

import java.util.Map;

/// The program of the README.
final class FirstSteps {
  private FirstSteps() {}

  static String run() {
    // begin
    Doc ann = new Doc();
    Doc ben = new Doc();
    ann.onUpdate((update, transaction) -> ben.applyUpdate(update)); // over a network, usually

    YText text = ann.text("note");
    ann.transact(() -> { // one transaction, one update
      text.insert(0, "Hello ");
      text.insert(6, "world", Map.of("bold", true));
      ann.map("meta").set("title", "A note");
    });

    ben.text("note").insert(11, "!"); // Ann has not heard of this, and writes too
    text.insert(0, "Oh. ");

    byte[] missing = ben.encodeStateAsUpdate(ann.stateVector()); // only what Ann lacks
    ann.applyUpdate(missing);
    assert text.toString().equals(ben.text("note").toString());

    byte[] stored = ann.encodeStateAsUpdate(); // all of it, for a database
    Doc resting = Doc.load(stored, DocSettings.DEFAULT); // its bytes and little more
    return resting.text("note") + " " + resting.toJson().get("meta");
    // end
  }
}
