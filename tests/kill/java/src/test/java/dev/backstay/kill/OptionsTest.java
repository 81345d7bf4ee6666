package dev.backstay.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final String RIGHT =
      "--store memory: --ledger l --keys 3 --lease-ms 50 --seed -7 --phase acted --after 2";

  private static Options of(String line) {
    return Options.of(line.split(" "));
  }

  @Test
  void everyOptionIsRead() {
    assertEquals(new Options("memory:", Path.of("l"), 3, 50, -7, Phase.ACTED, 2), of(RIGHT));
  }

  @ParameterizedTest
  @CsvSource({
    "--keys 3, --keyes 3, --keyes",
    "--keys 3, --keys three, three",
    "--keys 3, --keys 0, --keys",
    "--phase acted, --phase dead, completing",
    "--seed -7 , '', --seed",
    " --after 2, ' --after', --after",
  })
  void aWrongOneIsToldByItsName(String right, String wrong, String said) {
    String line = RIGHT.replace(right, wrong).replace("  ", " ");
    var error = assertThrows(IllegalArgumentException.class, () -> of(line), line);
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }
}
