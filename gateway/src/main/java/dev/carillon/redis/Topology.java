package dev.carillon.redis;

import dev.carillon.redis.RedisSettings.Node;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// The nodes of a cluster, as it tells of them itself. Safe for any thread; never blocks.
final class Topology {
  private static final Set<NodeFlag> UNUSABLE =
      Set.of(NodeFlag.FAIL, NodeFlag.NOADDR, NodeFlag.HANDSHAKE);

  private final RedisClusterClient client;

  /// Until then the client would block to find out.
  private volatile boolean known;

  Topology(RedisClusterClient client) {
    this.client = client;
  }

  /// Asks the cluster.
  CompletionStage<Void> refresh() {
    return client.refreshPartitionsAsync().thenRun(() -> known = true);
  }

  /// Returns the nodes that are there as far as is known, in an order that is the same for all who ask.
  List<Node> nodes() {
    if (!known) {
      return List.of();
    }
    return client.getPartitions().getPartitions().stream()
        .filter(node -> UNUSABLE.stream().noneMatch(node::is))
        .map(RedisClusterNode::getUri)
        .map(uri -> new Node(uri.getHost(), uri.getPort()))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }
}
