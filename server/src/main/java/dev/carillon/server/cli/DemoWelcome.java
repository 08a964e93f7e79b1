package dev.carillon.server.cli;

import dev.carillon.Address;
import dev.carillon.server.demo.DemoPage;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the demo says once it runs: what to open, what to paste. Immutable.
///
/// @param addresses where clients can connect
/// @param ops the URL of the ops port, without a slash at its end
/// @param keyed whether the publish API asks for a key, which is not printed
record DemoWelcome(List<Address> addresses, String ops, boolean keyed) {
  private static final String RECORD =
      "{\"channel\":\"/records\",\"message\":{\"room\":\"group-1\","
          + "\"records\":{\"comments\":[{\"id\":1,\"body\":\"Hello from curl\"}]}}}";

  /// Prints it.
  ///
  /// @param page the page, if there is one
  void print(PrintWriter out, @Nullable DemoPage page) {
    if (page != null) {
      out.println("Open " + page.url() + " and watch Ann and Ben receive what you publish.");
      out.println();
      if (!page.canConnect()) {
        out.println("The page cannot connect yet: the Socket.IO client for browsers is missing.");
        out.println("Install Node.js 20 or newer (https://nodejs.org) with its npm, and start");
        out.println(
            "`./carillon demo` again: it fetches the client once. If npm is there already, it");
        out.println("has said above what is wrong. All else works without.");
        out.println();
      }
    }
    out.println("Every app is served, on the embedded broker. Stop with Ctrl-C.");
    out.println();
    addresses.forEach(address -> line(out, address.endpoint(), address.uri().toString()));
    line(out, "ops", ops + "/health/ready");
    line(out, "", ops + "/metrics");
    out.println();
    out.println("Publish a record to group-1, which Ann is in, from another terminal:");
    out.println();
    out.println(curl());
    out.flush();
  }

  /// One line without any backslash, so that it can be pasted as a whole.
  String curl() {
    return "curl "
        + ops
        + "/publish -H 'Content-Type: application/json'"
        + (keyed ? " -H \"Authorization: Bearer $OPS_KEY\"" : "")
        + " -d '"
        + RECORD
        + "'";
  }

  private static void line(PrintWriter out, String... columns) {
    out.printf("  %-11s %s%n", (Object[]) columns);
  }
}
