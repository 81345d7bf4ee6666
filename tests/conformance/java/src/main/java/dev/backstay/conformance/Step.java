package dev.backstay.conformance;

import java.util.List;
import java.util.Map;

/** One step of a vector, or the arguments of one: members by name. */
record Step(Map<String, Object> members) {
  @SuppressWarnings("unchecked")
  static Step of(Object members) {
    return new Step((Map<String, Object>) members);
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  Object get(String name) {
    return members.get(name);
  }

  String text(String name, String fallback) {
    return members.get(name) instanceof String text ? text : fallback;
  }

  String text(String name) {
    return text(name, "");
  }

  long number(String name, long fallback) {
    return members.get(name) instanceof Number number ? number.longValue() : fallback;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  Step args() {
    return has("args") ? of(get("args")) : new Step(Map.of());
  }

  /** What an attempt does, one by one; the last one from then on. */
  List<Step> doings() {
    List<?> each = get("does") instanceof List<?> list ? list : List.of(get("does"));
    return each.stream()
        .map(doing -> doing instanceof String ? new Step(Map.of("does", doing)) : of(doing))
        .toList();
  }
}
