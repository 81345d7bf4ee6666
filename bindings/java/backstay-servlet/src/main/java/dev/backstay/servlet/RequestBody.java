package dev.backstay.servlet;

import dev.backstay.InvalidArgumentException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * A request's body, read before its handler runs.
 *
 * @param bytes as they came, null where the container has read them and gives them to the handler
 * @param fingerprinted what tells this body from others
 * @param declaredLength of the latter, -1 where it is not known
 * @param whole whether nothing of it is left to be read
 */
record RequestBody(byte[] bytes, byte[] fingerprinted, long declaredLength, boolean whole) {
  private static final byte[] NOTHING = {};
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PARTS = "multipart/form-data";

  /**
   * Reads so much of it, and a byte more where there is one. Throws InvalidArgumentException where
   * it is not what its type says.
   */
  static RequestBody read(HttpServletRequest request, long wanted) throws IOException {
    long declared = request.getContentLengthLong();
    if (declared > wanted) {
      // Too long, which is known without reading it.
      return new RequestBody(NOTHING, NOTHING, declared, false);
    }
    if (is(request, PARTS)) {
      RequestBody parts = ofParts(request, wanted);
      if (parts != null) {
        return parts;
      }
    }
    byte[] bytes = request.getInputStream().readNBytes((int) wanted + 1);
    if (bytes.length == 0 && declared > 0 && is(request, FORM)) {
      // Somebody has asked for its parameters before, so it was read.
      return ofContainer(written(request.getParameterMap()));
    }
    return new RequestBody(bytes, bytes, declared, bytes.length <= wanted);
  }

  static boolean isForm(HttpServletRequest request) {
    return is(request, FORM);
  }

  private static boolean is(HttpServletRequest request, String type) {
    String content = request.getContentType();
    return content != null && content.toLowerCase(Locale.ROOT).startsWith(type);
  }

  private static RequestBody ofContainer(byte[] fingerprinted) {
    return new RequestBody(null, fingerprinted, -1, true);
  }

  /**
   * A form with files, which only the container can take apart. Its boundary differs from try to
   * try, so what the parts say is compared. Null where the servlet takes no such forms.
   */
  private static RequestBody ofParts(HttpServletRequest request, long wanted) throws IOException {
    Collection<Part> parts;
    try {
      parts = request.getParts();
    } catch (IllegalStateException unconfigured) {
      return null;
    } catch (IOException | ServletException | RuntimeException malformed) {
      throw new InvalidArgumentException("body: is no " + PARTS);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream written = new DataOutputStream(bytes);
    for (Part part : parts) {
      write(written, part.getName());
      write(written, part.getSubmittedFileName());
      write(written, part.getContentType());
      written.writeLong(part.getSize());
      try (InputStream content = part.getInputStream()) {
        written.write(content.readNBytes((int) wanted + 1));
      }
      if (bytes.size() > wanted) {
        break;
      }
    }
    return ofContainer(bytes.toByteArray());
  }

  private static byte[] written(Map<String, String[]> parameters) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream written = new DataOutputStream(bytes);
    for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
      for (String value : parameter.getValue()) {
        write(written, parameter.getKey());
        write(written, value);
      }
    }
    return bytes.toByteArray();
  }

  /** The length first, so that no two lists of texts read the same. */
  private static void write(DataOutputStream to, String text) throws IOException {
    byte[] bytes = text == null ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
    to.writeInt(text == null ? -1 : bytes.length);
    to.write(bytes);
  }
}
