package dev.carillon;

/// What an app makes of a message that somebody wants to publish. Immutable.
///
/// @see RunningApp#interestIn
public sealed interface Interest {
  /// The channel is none of the app's.
  Interest NONE = new Indifferent();

  /// The app hears the channel, and takes the message.
  Interest HEARD = new Heard();

  /// The channel is none of the app's.
  record Indifferent() implements Interest {}

  /// The app hears the channel, and takes the message.
  record Heard() implements Interest {}

  /// The app hears the channel, and does not want this message on it.
  ///
  /// @param why in words for its sender, that quote none of the message
  record Refused(String why) implements Interest {}
}
