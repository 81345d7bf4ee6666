package dev.backstay.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The library's documents as maps and lists. */
public final class Json {
  private static final JSON READER = JSON.std;

  private Json() {}

  /** Returns the object that a document is. */
  public static Map<String, Object> object(String document) {
    try {
      return READER.mapFrom(document);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Returns the list that a document is. */
  public static List<Object> list(String document) {
    try {
      return READER.listFrom(document);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Returns a document as text. */
  public static String text(Map<String, ?> document) {
    return any(document);
  }

  /** Returns any value as text. */
  public static String any(Object document) {
    try {
      return READER.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(document);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Returns a member that is an object. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Map<String, Object> document, String name) {
    return (Map<String, Object>) document.getOrDefault(name, Map.of());
  }

  /** Returns a member that is a list of objects. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(Map<String, Object> document, String name) {
    return (List<Map<String, Object>>) document.getOrDefault(name, List.of());
  }

  /** Returns a member that is a whole number. */
  public static long number(Map<String, Object> document, String name) {
    return document.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns a member that is text, null where it is none. */
  public static String text(Map<String, Object> document, String name) {
    return document.get(name) instanceof String text ? text : null;
  }
}
