package dev.backstay.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler with an effect, which does as the last word of the path says. */
final class Shop extends HttpServlet {
  private static final long serialVersionUID = 1L;

  final AtomicInteger effects = new AtomicInteger();
  final transient Semaphore entered = new Semaphore(0);
  final transient Semaphore released = new Semaphore(0);

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      answer(response, "dispatched " + request.getAttribute("effect"));
      return;
    }
    int effect = effects.incrementAndGet();
    String path = request.getRequestURI();
    String word = path.substring(path.lastIndexOf('/') + 1);
    if (word.startsWith("async")) {
      asynchronously(word, effect, request, response);
    } else if (word.startsWith("say")) {
      say(word, effect, request, response);
    } else {
      act(word, effect, request, response);
    }
  }

  private void act(
      String word, int effect, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (word) {
      case "blocks" -> {
        block();
        answer(response, "effect " + effect);
      }
      case "throws" -> throw new IllegalStateException("effect " + effect);
      case "refuses" -> response.sendError(404, "no such order");
      case "busy" -> response.setStatus(503);
      case "redirects" -> response.sendRedirect("/orders/" + effect);
      case "nothing" -> response.setStatus(204);
      case "streams" -> {
        response.getWriter().print("first, ");
        response.flushBuffer();
        response.getWriter().print("second, ");
        response.flushBuffer();
        block();
        response.getWriter().print("last");
      }
      case "floods" -> {
        while (true) {
          response.getOutputStream().write(new byte[65_536]);
          response.flushBuffer();
        }
      }
      case "large" -> response.getOutputStream().write(new byte[200_000]);
      case "fields" -> {
        response.addHeader("Link", "</a>");
        response.addHeader("Link", "</b>");
        response.addHeader("X-Name", "J\u00fcrgen");
        response.addHeader("Set-Cookie", "session=secret");
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print("gr\u00fc\u00dfe");
      }
      case "wrapped" -> answer(response, "" + (request instanceof HttpServletRequestWrapper));
      default -> {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        answer(response, "effect " + effect + " of " + body);
      }
    }
  }

  private static void say(
      String word, int effect, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    switch (word) {
      case "say-lines" -> answer(response, effect + " " + request.getReader().readLine());
      case "say-form" ->
          answer(
              response,
              effect
                  + " "
                  + request.getParameter("a")
                  + " "
                  + String.join("|", request.getParameterValues("b")));
      default -> {
        Part part = request.getPart("file");
        byte[] content = part.getInputStream().readAllBytes();
        answer(
            response,
            effect + " " + part.getSubmittedFileName() + " " + new String(content, "UTF-8"));
      }
    }
  }

  private void asynchronously(
      String word, int effect, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext context = request.startAsync();
    request.setAttribute("effect", effect);
    if (word.equals("async-hangs")) {
      context.setTimeout(1);
      return;
    }
    if (word.equals("async-listeners")) {
      new Echo(context, request, response).begin();
      return;
    }
    context.start(
        () -> {
          try {
            end(word, effect, context, (HttpServletResponse) context.getResponse());
          } catch (IOException error) {
            throw new IllegalStateException(error);
          }
        });
  }

  private void end(String word, int effect, AsyncContext context, HttpServletResponse response)
      throws IOException {
    switch (word) {
      case "async-dispatch" -> context.dispatch();
      case "async-refuses" -> {
        response.sendError(404);
        context.complete();
      }
      case "async-blocks" -> {
        block();
        answer(response, "later " + effect);
        context.complete();
      }
      default -> {
        answer(response, "later " + effect);
        context.complete();
      }
    }
  }

  /** Says that it is here, and waits until a test lets it go on. */
  private void block() {
    entered.release();
    released.acquireUninterruptibly();
  }

  private static void answer(HttpServletResponse response, String text) throws IOException {
    response.setStatus(201);
    response.setContentType("text/plain;charset=utf-8");
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    // As frameworks do at the end of each answer.
    response.getOutputStream().flush();
    response.flushBuffer();
  }
}
