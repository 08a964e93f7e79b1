package dev.carillon.server.apps.toggo;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.server.apps.toggo.members.Members;
import org.jspecify.annotations.Nullable;

/// What there is of the app once its gateway runs. Immutable.
///
/// @param members knows whose trips are whose; `null`: every trip is everybody's
record Running(
    Broker broker,
    Clock clock,
    TokenCheck tokens,
    @Nullable Members members,
    Trips trips,
    Listening listening) {}
