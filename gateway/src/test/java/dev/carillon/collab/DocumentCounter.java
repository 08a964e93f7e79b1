package dev.carillon.collab;

import dev.carillon.core.Instruments;
import java.util.List;

/// Notes what is counted of documents.
///
/// @param counted where it is noted; safe for any thread
record DocumentCounter(List<String> counted) implements Instruments {
  @Override
  public void documentOpened(String endpoint) {
    counted.add("opened");
  }

  @Override
  public void documentClosed(String endpoint) {
    counted.add("closed");
  }

  @Override
  public void documentChanged(String endpoint) {
    counted.add("changed");
  }

  @Override
  public void documentStored(String endpoint, int bytes) {
    counted.add("stored " + bytes);
  }

  @Override
  public void documentFailed(String endpoint) {
    counted.add("failed");
  }

  @Override
  public void slowReader(String endpoint) {
    counted.add("slow");
  }
}
