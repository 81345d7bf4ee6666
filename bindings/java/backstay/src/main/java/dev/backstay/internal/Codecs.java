package dev.backstay.internal;

import dev.backstay.JacksonCodec;
import dev.backstay.JsonCodec;
import dev.backstay.UnsupportedException;

/** The codec that is taken where nobody gave one. */
final class Codecs {
  private Codecs() {}

  /** Made with the first use, so that nothing here needs Jackson until then. */
  private static final class Jackson {
    static final JsonCodec CODEC = new JacksonCodec();
  }

  static JsonCodec standard() {
    try {
      return Jackson.CODEC;
    } catch (NoClassDefFoundError missing) {
      throw new UnsupportedException(
          "once stores results as JSON, and there is no Jackson: add"
              + " com.fasterxml.jackson.core:jackson-databind to the class path, or give a"
              + " JsonCodec to the runtime (setJsonCodec) or to the call (OnceOptions.withCodec)");
    }
  }
}
