package dev.backstay.conformance;

import static dev.backstay.conformance.Answer.map;

import dev.backstay.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs vectors. */
final class Vectors {
  private Vectors() {}

  /** The line that says what was observed at every step. */
  static String run(Map<String, Object> vector, boolean asynchronous) {
    return Json.text(map("id", vector.get("id"), "steps", observe(vector, asynchronous)));
  }

  static List<Map<String, Object>> observe(Map<String, Object> vector, boolean asynchronous) {
    List<Step> steps = ((List<?>) vector.get("steps")).stream().map(Step::of).toList();
    Interpreter[] made = new Interpreter[1];
    Map<String, Object> created =
        Answer.of(
            () -> {
              Step given = Step.of(vector.get("given"));
              made[0] = new Interpreter(given, asynchronous, Interpreter.attemptsOf(steps));
              return Answer.DONE;
            });
    List<Map<String, Object>> observed = new ArrayList<>();
    for (Step step : steps) {
      if (made[0] != null) {
        observed.add(made[0].step(step));
      } else if (step.text("call").equals("create")) {
        observed.add(created);
      } else {
        observed.add(map("interpreter", "no runtime: " + created));
      }
    }
    if (made[0] != null) {
      made[0].finish();
    }
    return observed;
  }
}
