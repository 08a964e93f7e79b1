/// What may be configured, and how it is read; [dev.carillon.server.config.Configuration] is the
/// way in, [dev.carillon.server.config.Keys] the catalogue, and
/// [dev.carillon.server.config.ServerConfig] what comes out.
@NullMarked
package dev.carillon.server.config;

import org.jspecify.annotations.NullMarked;
