package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Shows what endpoints have noted under a key, after it has added the line {@code note}, if there is one. */
@WebServlet("/journal")
public final class JournalServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String key = request.getParameter("key");
        Optional.ofNullable(request.getParameter("note")).ifPresent(line -> Journal.note(key, line));
        response.setContentType("text/plain;charset=UTF-8");
        for (String line : Journal.lines(key)) {
            response.getWriter().println(line);
        }
    }
}
