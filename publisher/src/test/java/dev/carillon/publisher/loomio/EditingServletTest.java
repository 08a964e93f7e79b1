package dev.carillon.publisher.loomio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a real container.
class EditingServletTest {
  @Test
  void aContainerServesIt(@TempDir Path folder) throws Exception {
    var callback =
        new EditingCallback(
            userId -> userId == 123 ? "abc-def" : null,
            (userId, type, recordId) -> recordId == 456);
    var tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    var context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "editing", new EditingServlet(callback));
    context.addServletMappingDecoded("/api/hocuspocus", "editing");
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.start();
    try (var client = HttpClient.newHttpClient()) {
      var url =
          URI.create(
              "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/api/hocuspocus");
      String body = "{\"user_secret\":\"%s\",\"document_name\":\"comment-456-body\"}";

      HttpResponse<String> yes = post(client, url, body.formatted("123,abc-def"));
      assertThat(yes.statusCode()).isEqualTo(200);
      HttpResponse<String> no = post(client, url, body.formatted("123,abc"));
      assertThat(no.statusCode()).isEqualTo(401);
      assertThat(no.body()).isEqualTo("unknown user or wrong secret");
      assertThat(post(client, url, "x".repeat(100_000)).statusCode()).isEqualTo(400);
      var get = HttpRequest.newBuilder(url).build();
      assertThat(client.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static HttpResponse<String> post(HttpClient client, URI url, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }
}
