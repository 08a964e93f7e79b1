package dev.carillon.core;

import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Guards nothing. Immutable.
final class OpenRooms implements RoomGuard {

  @Override
  public void watch(Supplier<? extends Collection<Rooms>> rooms) {
    // Nothing is ever decided again.
  }

  @Override
  public boolean admits(@Nullable Principal principal) {
    return true;
  }

  @Override
  public boolean isRevoked(@Nullable Principal principal) {
    return false;
  }

  @Override
  public Pass ask(@Nullable Principal principal, Collection<String> rooms) {
    return Pass.to(rooms);
  }
}
