package dev.sheetbend.websocket.samples.board;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The page for everything that goes wrong. A servlet and not a file, because the address that failed can be of any depth,
 * and the links on this page have to lead out of there.
 */
@WebServlet("/error")
public class ErrorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>%2$s · Board</title>
              <link rel="icon" href="%1$s/icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="%1$s/board.css">
            </head>
            <body class="narrow">
              <main class="panel">
                <h1>%2$s</h1>
                <p>%3$s</p>
                <p><a href="%1$s/">To the board</a></p>
              </main>
            </body>
            </html>
            """;

    /** Errors come with the method of the request that failed. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = code instanceof Integer known ? known : HttpServletResponse.SC_NOT_FOUND;
        response.setStatus(status);
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(PAGE.formatted(getServletContext().getContextPath(), title(status), advice(status)));
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "Members only";
            case 404 -> "Nothing here";
            case 408 -> "That took too long";
            default -> status >= 500 ? "Something broke" : "That did not work";
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 403 -> "You have logged in, but not as somebody who may do this.";
            case 404 -> "There is no page at this address.";
            case 408 -> "The login was open for too long. Please begin again.";
            default ->
                status >= 500 ? "The server's log knows more." : "The server could not make sense of the request.";
        };
    }
}
