/// Nodes that know each other: leases in the store, who came and went, questions to all.
///
/// The entrance is [dev.carillon.core.Nodes]; [dev.carillon.cluster.LeasedNodes] is what stands
/// behind it.
@NullMarked
package dev.carillon.cluster;

import org.jspecify.annotations.NullMarked;
