/// What a newcomer sees first: two sample users, and a page on which both are connected.
///
/// [dev.carillon.server.demo.DemoPage] is the way in. The page connects as any client of Loomio
/// would, and publishes as any backend would; the gateway knows nothing of it.
@NullMarked
package dev.carillon.server.demo;

import org.jspecify.annotations.NullMarked;
