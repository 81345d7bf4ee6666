package dev.backstay;

import java.io.IOException;
import java.lang.reflect.Type;

/**
 * How {@code once} writes and reads results. Services in other languages replay them, so it is
 * JSON. {@link JacksonCodec} is the default where Jackson is on the class path.
 */
public interface JsonCodec {
  /**
   * Returns a value, which may be null, as compact JSON in UTF-8.
   *
   * @throws IOException where it can't be written
   */
  byte[] encode(Object value) throws IOException;

  /**
   * Returns the value of a type that JSON in UTF-8 stands for.
   *
   * @throws IOException where it stands for none
   */
  Object decode(byte[] json, Type type) throws IOException;
}
