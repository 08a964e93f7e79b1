package dev.carillon.publisher.loomio;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who hears of which event: a registry, with what Loomio publishes in it. Safe for any thread.
///
/// An event for a group and its guests has several audiences, each of which gets a message of its own: first the
/// group, then guests in their order. An event that is not registered has none, as most are not told live.
public final class EventAudiences {
  private final Map<String, Rule> rules = new ConcurrentHashMap<>();

  /// Whom an event is about. Immutable.
  ///
  /// @param groupId `null`: it is in no group
  /// @param userId who is notified, or whose record it is; `null`: nobody in particular
  /// @param guestIds who takes part without being in the group
  public record Subject(@Nullable Long groupId, @Nullable Long userId, List<Long> guestIds) {
    /// Copies the list.
    public Subject {
      guestIds = List.copyOf(guestIds);
    }

    /// Returns a group without guests.
    public static Subject group(long id) {
      return new Subject(id, null, List.of());
    }
  }

  /// Chooses the audiences of an event.
  @FunctionalInterface
  public interface Rule {
    /// The user alone: notifications.
    Rule USER = subject -> users(subject.userId());

    /// The group alone: what is moved, translated or tagged.
    Rule GROUP = subject -> groups(subject.groupId());

    /// The group, then each guest: live updates.
    Rule GROUP_AND_GUESTS =
        subject -> {
          Set<Audience> all = new LinkedHashSet<>(groups(subject.groupId()));
          subject.guestIds().forEach(id -> all.add(Audience.user(id)));
          return List.copyOf(all);
        };

    /// The group, then the user: one's own vote.
    Rule GROUP_AND_USER =
        subject -> {
          var all = new ArrayList<>(groups(subject.groupId()));
          all.addAll(users(subject.userId()));
          return all;
        };

    /// Returns audiences, each once.
    List<Audience> audiences(Subject subject);

    private static List<Audience> groups(@Nullable Long id) {
      return id == null ? List.of() : List.of(Audience.group(id));
    }

    private static List<Audience> users(@Nullable Long id) {
      return id == null ? List.of() : List.of(Audience.user(id));
    }
  }

  /// Returns what Loomio tells live, by where it does: its services, workers and kinds of events.
  public static EventAudiences ofLoomio() {
    return new EventAudiences()
        .register("in_app", Rule.USER)
        .register("live_update", Rule.GROUP_AND_GUESTS)
        .register("move_comments", Rule.GROUP)
        .register("stances", Rule.GROUP_AND_USER)
        .register("stance_service", Rule.GROUP)
        .register("discussion_service", Rule.GROUP)
        .register("poll_service", Rule.GROUP)
        .register("membership_service", Rule.GROUP)
        .register("translation_service", Rule.GROUP)
        .register("tag_service", Rule.GROUP);
  }

  /// Says who hears of an event from now on.
  public EventAudiences register(String event, Rule rule) {
    rules.put(event, rule);
    return this;
  }

  /// Takes an event out: nobody hears of it any more.
  public EventAudiences unregister(String event) {
    rules.remove(event);
    return this;
  }

  /// Returns who hears of an event; nobody when it is not registered.
  public List<Audience> of(String event, Subject subject) {
    Rule rule = rules.get(event);
    return rule == null ? List.of() : rule.audiences(subject);
  }
}
