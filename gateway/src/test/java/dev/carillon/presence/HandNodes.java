package dev.carillon.presence;

import dev.carillon.core.Answers;
import dev.carillon.core.Nodes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The nodes of a cluster in which the test decides who is present. Safe for any thread.
final class HandNodes {
  private final Set<String> present = new ConcurrentSkipListSet<>();
  private final List<View> views = new CopyOnWriteArrayList<>();

  /// Lets a node in; the others hear of it.
  Nodes join(String node) {
    var view = new View(node);
    views.add(view);
    present.add(node);
    tellOthers(node, listener -> listener.joined(node));
    return view;
  }

  /// The others find that a node is dead.
  void die(String node) {
    present.remove(node);
    tellOthers(node, listener -> listener.left(node, Nodes.Departure.DIED));
  }

  /// A node that was taken for dead finds that it was, and goes on under another id.
  void lapse(String was, String now) {
    for (View view : views) {
      if (view.self.equals(was)) {
        view.self = now;
        present.add(now);
        view.listeners.forEach(listener -> listener.lapsed(was, now));
        view.listeners.forEach(Nodes.Listener::resumed);
      }
    }
    tellOthers(now, listener -> listener.joined(now));
  }

  private void tellOthers(String about, Consumer<Nodes.Listener> news) {
    for (View view : views) {
      if (!view.self.equals(about)) {
        view.listeners.forEach(news);
      }
    }
  }

  private final class View implements Nodes {
    private volatile String self;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    View(String self) {
      this.self = self;
    }

    @Override
    public String self() {
      return self;
    }

    @Override
    public Set<String> present() {
      return Set.copyOf(present);
    }

    @Override
    public boolean holdsLease() {
      return present.contains(self);
    }

    @Override
    public void onChange(Listener listener) {
      listeners.add(listener);
      present().stream().filter(node -> !node.equals(self)).forEach(listener::joined);
      listener.resumed();
    }

    @Override
    public CompletionStage<Answers> ask(String topic, byte[] question, Duration limit) {
      throw new UnsupportedOperationException("presence asks nobody so");
    }

    @Override
    public void answer(String topic, Answerer answerer) {
      throw new UnsupportedOperationException("presence answers nobody so");
    }
  }
}
