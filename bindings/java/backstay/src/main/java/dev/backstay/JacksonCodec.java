package dev.backstay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Objects;

/** JSON by Jackson, {@code com.fasterxml.jackson.core:jackson-databind}. */
public final class JacksonCodec implements JsonCodec {
  private final ObjectMapper mapper;

  /**
   * Makes one with the modules that are found on the class path. Instants and durations are text,
   * and properties that a class doesn't know are passed over: another version may have written
   * them.
   */
  public JacksonCodec() {
    this(
        JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build());
  }

  /** Makes one of a mapper, which says how. */
  public JacksonCodec(ObjectMapper mapper) {
    this.mapper = Objects.requireNonNull(mapper, "mapper");
  }

  @Override
  public byte[] encode(Object value) throws IOException {
    // As bytes, Jackson would write rare characters as two escapes, and other languages don't.
    return mapper.writeValueAsString(value).getBytes(UTF_8);
  }

  @Override
  public Object decode(byte[] json, Type type) throws IOException {
    return mapper.readValue(json, mapper.constructType(type));
  }
}
