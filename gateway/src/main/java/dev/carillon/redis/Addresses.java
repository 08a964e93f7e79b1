package dev.carillon.redis;

import dev.carillon.redis.RedisSettings.Node;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Where a line connects to: another address first each time, since the one before was lost.
///
/// Those of the settings, and with a cluster all nodes that it has told of since, in case the first ones are gone.
/// There the line that publishes begins one further than the one that subscribes: a message that comes back has
/// then passed between two nodes. Confined to the event loop.
final class Addresses {
  /// How long to wait for the nodes of a cluster at first.
  private static final long PATIENCE_MILLIS = 500;

  private final RedisSettings settings;
  private final @Nullable Topology cluster;
  private int turn;

  /// @param cluster knows the nodes of the cluster; `null` without one
  /// @param turn which address comes first at first
  Addresses(RedisSettings settings, @Nullable Topology cluster, int turn) {
    this.settings = settings;
    this.cluster = cluster;
    this.turn = turn;
  }

  /// Returns all addresses in the order in which they are to be tried now.
  CompletionStage<List<RedisURI>> next() {
    int from = turn++;
    Topology nodes = cluster;
    if (nodes == null) {
      return CompletableFuture.completedFuture(turned(Lettuce.uris(settings), from));
    }
    return known(nodes)
        .thenApply(known ->
            turned(known.stream().map(node -> Lettuce.server(settings, node)).toList(), from));
  }

  private static <T> List<T> turned(List<T> all, int from) {
    var turned = new ArrayList<>(all);
    Collections.rotate(turned, -from);
    return turned;
  }

  private CompletionStage<List<Node>> known(Topology nodes) {
    if (!nodes.nodes().isEmpty()) {
      return CompletableFuture.completedFuture(all(nodes));
    }
    return nodes
        .refresh()
        .toCompletableFuture()
        .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .handle((done, failure) -> all(nodes));
  }

  /// The learned ones first, which are known to be there.
  private List<Node> all(Topology nodes) {
    var all = new LinkedHashSet<>(nodes.nodes());
    all.addAll(settings.nodes);
    return List.copyOf(all);
  }
}
