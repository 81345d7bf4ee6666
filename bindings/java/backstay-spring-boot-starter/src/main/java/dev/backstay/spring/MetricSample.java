package dev.backstay.spring;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One sample of the runtime's own Prometheus text. */
record MetricSample(
    String name, Map<String, String> labels, double value, boolean counter, String help) {
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:\\\\.|[^\"\\\\])*)\"");

  /** Samples by what stands before their value. */
  static Map<String, MetricSample> parse(String text) {
    Map<String, MetricSample> samples = new LinkedHashMap<>();
    Map<String, String> types = new HashMap<>();
    Map<String, String> helps = new HashMap<>();
    for (String line : text.split("\n")) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# TYPE ")) {
        types.put(words[2], words[3]);
      } else if (line.startsWith("# HELP ")) {
        helps.put(words[2], words[3]);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int end = line.lastIndexOf(' ');
        String id = line.substring(0, end);
        String name = id.contains("{") ? id.substring(0, id.indexOf('{')) : id;
        boolean counter = "counter".equals(types.get(name));
        double value = Double.parseDouble(line.substring(end + 1));
        samples.put(id, new MetricSample(name, labels(id), value, counter, helps.get(name)));
      }
    }
    return samples;
  }

  private static Map<String, String> labels(String id) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher matcher = LABEL.matcher(id);
    while (matcher.find()) {
      String value = matcher.group(2);
      labels.put(
          matcher.group(1), value.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
    }
    return labels;
  }
}
