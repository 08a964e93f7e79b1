/// How the configuration is read, whatever it is about: what can be set is told by those whose settings they
/// are, each in a class of [dev.carillon.server.config.Settings]. A [dev.carillon.server.config.Catalogue]
/// holds all sections, and [dev.carillon.server.config.Configuration] is the way in.
@NullMarked
package dev.carillon.server.config;

import org.jspecify.annotations.NullMarked;
