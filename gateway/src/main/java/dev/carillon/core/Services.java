package dev.carillon.core;

import java.util.List;
import java.util.random.RandomGenerator;

/// What a gateway lends to its apps and endpoints. Immutable, safe for any thread.
///
/// @param lanes all lanes of the gateway
/// @param clock the time
/// @param random unpredictable: ids made from it are secrets
/// @param instruments who counts
/// @param broker carries messages between nodes
/// @param store shared state
/// @param nodes this node and the others
public record Services(
    List<Lane> lanes,
    Clock clock,
    RandomGenerator random,
    Instruments instruments,
    Broker broker,
    Store store,
    Nodes nodes) {}
