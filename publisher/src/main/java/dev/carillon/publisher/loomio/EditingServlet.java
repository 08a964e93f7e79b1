package dev.carillon.publisher.loomio;

import dev.carillon.publisher.loomio.EditingCallback.Answer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Serves [EditingCallback] in a servlet container; whoever uses it has the servlet API (6.1) from there.
///
/// Immutable. It blocks as long as the application's answers do.
public final class EditingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient EditingCallback callback;

  /// Serves a callback.
  public EditingServlet(EditingCallback callback) {
    this.callback = callback;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(EditingRequest.MAX_BYTES + 1);
    Answer answer = callback.answer(body);
    byte[] text = answer.reason().getBytes(StandardCharsets.UTF_8);
    // Not sendError: containers make a page of that.
    response.setStatus(answer.status());
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength(text.length);
    response.getOutputStream().write(text);
  }
}
