package dev.carillon.server.config;

import java.time.Duration;

/// How to stop. Immutable.
///
/// @param delay how long to serve on after readiness is withdrawn
/// @param drain the time over which the closing of connections is spread
public record StopConfig(Duration delay, Duration drain) {}
