package dev.carillon.interop;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// What a browser makes of the server; skipped where there is none.
final class BrowserIT {

  @TestFactory
  Stream<DynamicNode> theDemoShowsWhatIsPublished() throws IOException, InterruptedException {
    return new NodeFile("browser/demo.test.mjs").run();
  }
}
