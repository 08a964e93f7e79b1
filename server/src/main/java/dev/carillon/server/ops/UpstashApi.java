package dev.carillon.server.ops;

import dev.carillon.json.StrictJson;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.Response;
import dev.carillon.server.ops.CommandAnswer.Count;
import dev.carillon.server.ops.CommandAnswer.Failure;
import dev.carillon.server.ops.CommandAnswer.Text;
import dev.carillon.server.ops.CommandAnswer.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The REST dialect of Upstash, as far as publishing needs it: a backend that publishes with
/// `@upstash/redis` publishes to the gateway when its URL and token say so. Safe for any thread.
///
/// `POST /` takes one command, `POST /pipeline` and `POST /multi-exec` take several, and a path can be one
/// ([UpstashPath]). Commands: `PUBLISH`, `PING`, `ECHO`. Source: https://upstash.com/docs/redis/features/restapi, and the client.
final class UpstashApi {
  private static final Pattern COMMAND_NAME = Pattern.compile("[A-Z._]{1,32}");

  private final Publisher publisher;
  private final CommandReader reader;

  UpstashApi(Publisher publisher, int maxBytes) {
    this.publisher = publisher;
    this.reader = new CommandReader(maxBytes);
  }

  /// Returns whether the client wants text in Base64, as the official one does unless told
  /// otherwise. Errors and numbers are never encoded.
  static boolean wantsBase64(HttpRequestHead request) {
    return "base64".equalsIgnoreCase(request.header("upstash-encoding"));
  }

  /// One command; an error is the answer as a whole.
  Response command(byte[] body, boolean base64) {
    try {
      return command(reader.one(body), base64);
    } catch (BadPublication e) {
      return refused(e);
    }
  }

  /// One command; an error is the answer as a whole.
  Response command(Command command, boolean base64) {
    CommandAnswer answer = run(plan(List.of(command))).getFirst();
    return switch (answer) {
      case Unavailable gone -> unavailable(gone);
      case Failure failure -> Response.json(400, failure.json(base64));
      case Count count -> Response.json(200, count.json(base64));
      case Text text -> Response.json(200, text.json(base64));
    };
  }

  /// Commands that stand beside each other: each has its own result or error.
  Response pipeline(byte[] body, boolean base64) {
    try {
      return answers(run(plan(reader.many(body))), base64);
    } catch (BadPublication e) {
      return refused(e);
    }
  }

  /// Commands that are run together: none is, when one cannot be. Others may publish in between.
  Response transaction(byte[] body, boolean base64) {
    try {
      List<Step> steps = plan(reader.many(body));
      for (Step step : steps) {
        if (step.answer() instanceof Failure failure) {
          return Response.error(
              400, "EXECABORT Transaction discarded because of: " + failure.text());
        }
      }
      return answers(run(steps), base64);
    } catch (BadPublication e) {
      return refused(e);
    }
  }

  /// What is to be done for a command: a message to publish, or else its answer.
  private record Step(@Nullable Publication publication, @Nullable CommandAnswer answer) {}

  private List<Step> plan(List<Command> commands) {
    return commands.stream().map(this::step).toList();
  }

  private Step step(Command command) {
    if (command.problem() != null) {
      return failure(command.problem());
    }
    List<String> arguments = command.arguments();
    return switch (command.name()) {
      case "PUBLISH" -> arguments.size() == 2 ? publish(arguments) : wrongNumber(command);
      case "PING" ->
          switch (arguments.size()) {
            case 0 -> new Step(null, new Text("PONG"));
            case 1 -> new Step(null, new Text(arguments.getFirst()));
            default -> wrongNumber(command);
          };
      case "ECHO" ->
          arguments.size() == 1
              ? new Step(null, new Text(arguments.getFirst()))
              : wrongNumber(command);
      default -> failure("unknown command" + named(command) + "; known: PUBLISH, PING, ECHO");
    };
  }

  private Step publish(List<String> arguments) {
    String channel = arguments.getFirst();
    if (channel.isEmpty()) {
      return failure("the channel is empty");
    }
    byte[] message = arguments.getLast().getBytes(StandardCharsets.UTF_8);
    var publication = new Publication(channel, message);
    String refusal = publisher.refusal(publication);
    return refusal == null ? new Step(publication, null) : failure("refused: " + refusal);
  }

  private static Step wrongNumber(Command command) {
    return failure("wrong number of arguments for" + named(command) + " command");
  }

  private static Step failure(String text) {
    return new Step(null, new Failure("ERR " + text));
  }

  /// Names the command where it can be one; a message in its place is not repeated.
  private static String named(Command command) {
    return COMMAND_NAME.matcher(command.name()).matches() ? " '" + command.name() + "'" : "";
  }

  private List<CommandAnswer> run(List<Step> steps) {
    var publications = new ArrayList<Publication>();
    for (Step step : steps) {
      if (step.publication() != null) {
        publications.add(step.publication());
      }
    }
    Iterator<Boolean> accepted = publisher.publish(publications).iterator();
    var answers = new ArrayList<CommandAnswer>();
    for (Step step : steps) {
      if (step.answer() != null) {
        answers.add(step.answer());
      } else {
        answers.add(accepted.next() ? CommandAnswer.PUBLISHED : new Unavailable());
      }
    }
    return answers;
  }

  private static Response answers(List<CommandAnswer> answers, boolean base64) {
    if (answers.getFirst() instanceof Unavailable gone
        && answers.stream().allMatch(Unavailable.class::isInstance)) {
      return unavailable(gone);
    }
    return Response.json(
        200, StrictJson.of(answers.stream().map(answer -> answer.json(base64)).toList()));
  }

  private static Response refused(BadPublication e) {
    return Response.error(400, "ERR " + e.getMessage());
  }

  /// When nothing was done, the status may say so, too.
  private static Response unavailable(Unavailable gone) {
    return Response.json(503, gone.json(false)).with("Retry-After", "1");
  }
}
