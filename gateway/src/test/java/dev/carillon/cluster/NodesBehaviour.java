package dev.carillon.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Answers;
import dev.carillon.core.Answers.Absence;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Lane;
import dev.carillon.core.Nodes;
import dev.carillon.core.Store;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What nodes promise, on whichever broker and store; one subclass for each.
abstract class NodesBehaviour {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// So long that whatever happens in a test does not happen because a lease ran out.
  private static final Duration FOREVER = Duration.ofMinutes(5);

  private static final Duration BRIEF = Duration.ofSeconds(1);

  private final List<Node> nodes = new ArrayList<>();

  /// What one node has to go by.
  protected record Links(Broker broker, Store store) {}

  /// Returns a link for one more node.
  protected abstract Links link();

  /// One node, and what it was told.
  protected final class Node implements Nodes.Listener {
    final DefaultEventExecutor executor = new DefaultEventExecutor();
    final List<String> told = new CopyOnWriteArrayList<>();
    final AtomicInteger bad = new AtomicInteger();
    final Links links = link();
    final LeasedNodes nodes;

    Node(Duration lease) {
      var instruments =
          new Instruments() {
            @Override
            public void badInput(String endpoint, String source, String reason) {
              bad.incrementAndGet();
            }
          };
      nodes =
          new LeasedNodes(
              new Lane(0, executor, UnpooledByteBufAllocator.DEFAULT, Clock.system(), instruments),
              new SecureRandom(),
              instruments,
              links.broker(),
              links.store(),
              NodeSettings.defaults().with(to -> to.lease = lease),
              false);
      NodesBehaviour.this.nodes.add(this);
    }

    String id() {
      return nodes.self();
    }

    @Override
    public void joined(String node) {
      told.add("joined " + node);
    }

    @Override
    public void left(String node, Nodes.Departure how) {
      told.add("left " + node + " " + how);
    }

    @Override
    public void lapsed(String was, String now) {
      told.add("lapsed " + was + " " + now);
    }

    @Override
    public void suspended() {
      told.add("suspended");
    }

    @Override
    public void resumed() {
      told.add("resumed");
    }

    void answers(String text) {
      nodes.answer(
          "t",
          question -> {
            question.answer((text + new String(question.body(), UTF_8)).getBytes(UTF_8));
            question.end();
          });
    }
  }

  @AfterEach
  final void closeNodes() {
    for (Node node : nodes) {
      node.nodes.close();
      node.executor.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /// Starts so many nodes and waits until all know of all.
  protected final List<Node> start(int count, Duration lease) {
    var started = new ArrayList<Node>();
    for (int i = 0; i < count; i++) {
      var node = new Node(lease);
      node.nodes.onChange(node);
      started.add(node);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> started.stream().allMatch(node -> node.nodes.present().size() == count));
    await().atMost(PATIENCE).until(() -> started.stream().allMatch(n -> n.nodes.holdsLease()));
    return started;
  }

  private static Answers get(CompletionStage<Answers> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static List<String> texts(Answers answers) {
    return answers.parts().stream().map(part -> new String(part.body(), UTF_8)).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void whoComesAndStopsIsKnownAtOnce() {
    List<Node> three = start(3, FOREVER);
    Node first = three.get(0);
    Node last = three.get(2);
    await().atMost(PATIENCE).until(() -> first.told.contains("joined " + last.id()));
    last.nodes.close();
    await().atMost(PATIENCE).until(() -> first.told.contains("left " + last.id() + " STOPPED"));
    assertThat(first.nodes.present()).containsExactlyInAnyOrder(first.id(), three.get(1).id());
    assertThat(last.nodes.holdsLease()).isFalse();
    assertThat(first.told).doesNotHaveDuplicates().contains("resumed");
  }

  @Test
  void whoStandsStillIsDeadToTheOthersAndLearnsOfItWhenItGoesOn() throws Exception {
    List<Node> three = start(3, BRIEF);
    Node paused = three.get(2);
    String was = paused.id();
    var goOn = new CountDownLatch(1);
    paused.executor.execute(() -> awaitQuietly(goOn));

    for (Node other : three.subList(0, 2)) {
      await().atMost(PATIENCE).until(() -> other.told.contains("left " + was + " DIED"));
    }
    assertThat(paused.nodes.holdsLease()).isFalse();
    goOn.countDown();
    await()
        .atMost(PATIENCE)
        .until(() -> paused.told.stream().anyMatch(t -> t.startsWith("lapsed")));
    String now = paused.id();
    assertThat(now).isNotEqualTo(was);
    assertThat(paused.told).contains("lapsed " + was + " " + now);
    for (Node other : three.subList(0, 2)) {
      await().atMost(PATIENCE).until(() -> other.told.contains("joined " + now));
      assertThat(other.told).filteredOn(told -> told.contains(was)).hasSize(2);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void allAreAskedAndTheirAnswersGathered() {
    List<Node> three = start(3, FOREVER);
    three.forEach(node -> node.answers(node.id() + ":"));

    Answers answers = get(three.get(1).nodes.ask("t", bytes("why"), PATIENCE));

    assertThat(texts(answers))
        .containsExactlyInAnyOrderElementsOf(
            three.stream().map(node -> node.id() + ":why").toList());
    assertThat(answers.parts())
        .allSatisfy(part -> assertThat(new String(part.body(), UTF_8)).startsWith(part.node()));
    assertThat(answers.complete()).isTrue();
  }

  @Test
  void theFirstQuestionWaitsUntilTheOthersAreKnown() {
    start(1, FOREVER).getFirst().answers("known");
    var fresh = new Node(FOREVER);
    fresh.answers("fresh");

    Answers answers = get(fresh.nodes.ask("t", bytes(""), PATIENCE));

    assertThat(texts(answers)).containsExactlyInAnyOrder("known", "fresh");
    assertThat(answers.complete()).isTrue();
  }

  @Test
  void anAnswerMayComeInPartsAndLate() {
    List<Node> two = start(2, FOREVER);
    two.getFirst().answers("x");
    two.getLast()
        .nodes
        .answer(
            "t",
            question -> {
              question.answer(bytes("1"));
              Thread.startVirtualThread(() -> {
                question.answer(bytes("2"));
                question.answer(bytes("3"));
                question.end();
                question.end();
                question.answer(bytes("too late"));
              });
            });

    Answers answers = get(two.getFirst().nodes.ask("t", bytes(""), PATIENCE));

    assertThat(answers.parts())
        .filteredOn(part -> part.node().equals(two.getLast().id()))
        .extracting(part -> new String(part.body(), UTF_8))
        .containsExactly("1", "2", "3");
    assertThat(texts(answers)).containsExactlyInAnyOrder("x", "1", "2", "3");
  }

  @Test
  void whoDoesNotAnswerIsNamedWithTheReason() {
    List<Node> five = start(5, FOREVER);
    five.get(0).answers("fine");
    five.get(1).nodes.answer("t", question -> question.answer(bytes("half of it")));
    five.get(2)
        .nodes
        .answer(
            "t",
            question -> {
              throw new IllegalStateException("a bug");
            });
    five.get(3).nodes.answer("another topic", question -> {});
    five.get(4)
        .nodes
        .answer(
            "t",
            question -> {
              assertThatThrownBy(() -> question.answer(new byte[Nodes.MAX_PART + 1]))
                  .isInstanceOf(IllegalArgumentException.class);
              for (int i = 0; i <= Nodes.MAX_ANSWERS / Nodes.MAX_PART; i++) {
                question.answer(new byte[Nodes.MAX_PART]);
              }
            });

    Answers answers = get(five.get(0).nodes.ask("t", bytes(""), Duration.ofSeconds(4)));

    assertThat(answers.missing())
        .isEqualTo(
            Map.of(
                five.get(1).id(), Absence.SILENT,
                five.get(2).id(), Absence.FAILED,
                five.get(3).id(), Absence.UNAWARE,
                five.get(4).id(), Absence.TOO_LONG));
    assertThat(answers.complete()).isFalse();
    assertThat(answers.suspended()).isFalse();
    assertThat(texts(answers)).contains("fine", "half of it");
    assertThat(answers.parts().stream().mapToLong(part -> part.body().length).sum())
        .isLessThanOrEqualTo(Nodes.MAX_ANSWERS);
  }

  @Test
  void nobodyWaitsForWhoLeaves() {
    List<Node> two = start(2, FOREVER);
    Node leaver = two.getLast();
    two.getFirst().answers("here");
    var asked = new CompletableFuture<Nodes.Question>();
    leaver.nodes.answer("t", asked::complete);

    var answers = two.getFirst().nodes.ask("t", bytes(""), FOREVER);
    Nodes.Question question = asked.orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(question.limit()).isEqualTo(FOREVER);
    String id = leaver.id();
    leaver.nodes.close();

    assertThat(get(answers).missing()).isEqualTo(Map.of(id, Absence.LEFT));
  }

  @Test
  void everybodyHearsQuestionsInOneOrder() {
    List<Node> two = start(2, FOREVER);
    var orders = new ArrayList<List<String>>();
    for (Node node : two) {
      var order = new CopyOnWriteArrayList<String>();
      orders.add(order);
      node.nodes.answer(
          "t",
          question -> {
            order.add(new String(question.body(), UTF_8));
            question.end();
          });
    }
    var all = new ArrayList<CompletionStage<Answers>>();
    for (int i = 0; i < 200; i++) {
      all.add(two.get(i % 2).nodes.ask("t", bytes("q" + i), PATIENCE));
    }
    all.forEach(stage -> assertThat(get(stage).complete()).isTrue());
    assertThat(orders.get(0)).hasSize(200).isEqualTo(orders.get(1));
  }

  @Test
  void strangersAndRubbishAreNotHeard() {
    List<Node> two = start(2, FOREVER);
    two.getLast().answers("right");
    var asked = new CompletableFuture<Nodes.Question>();
    two.getFirst().nodes.answer("t", asked::complete);
    var answers = two.getFirst().nodes.ask("t", bytes(""), PATIENCE);
    Nodes.Question question = asked.orTimeout(30, TimeUnit.SECONDS).join();
    Broker broker = two.getLast().links.broker();
    String all = "carillon:nodes";
    broker.publish(all, bytes("rubbish"));
    broker.publish(all, bytes("1 part stranger 1\nwrong"));
    broker.publish(all, bytes("1 end stranger 1"));
    broker.publish(all, bytes("1 end stranger 77"));
    broker.publish(all, bytes("1 stopped " + two.getLast().id()));
    broker.publish(all, bytes("1 died " + two.getLast().id()));
    broker.publish(all, bytes("2 news of a later version"));
    for (Node node : two) {
      await().atMost(PATIENCE).until(() -> node.bad.get() >= 2);
    }
    question.end();

    assertThat(texts(get(answers))).containsExactly("right");
    assertThat(two.getFirst().nodes.present()).contains(two.getLast().id());
    assertThat(two.getFirst().told).noneMatch(told -> told.startsWith("left"));
  }

  @Test
  void whatIsAskedAndHowManyAtATimeIsLimited() {
    Nodes nodes = start(1, FOREVER).getFirst().nodes;
    nodes.answer("t", question -> {});
    assertThatThrownBy(() -> nodes.answer("t", question -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> nodes.ask("t", new byte[Nodes.MAX_QUESTION + 1], BRIEF))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> nodes.ask("t", new byte[0], Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    for (String topic : List.of("", "two\nlines", "t".repeat(257))) {
      assertThatThrownBy(() -> nodes.ask(topic, new byte[0], BRIEF))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int i = 0; i < Questions.MAX_OPEN; i++) {
      nodes.ask("t", new byte[0], FOREVER);
    }
    assertThat(nodes.ask("t", new byte[0], BRIEF).toCompletableFuture()).isCompletedExceptionally();
  }
}
