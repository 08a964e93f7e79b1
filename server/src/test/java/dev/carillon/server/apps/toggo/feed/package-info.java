@NullMarked
package dev.carillon.server.apps.toggo.feed;

import org.jspecify.annotations.NullMarked;
