package dev.sheetbend.websocket.samples.board;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells the page who its visitor is, and takes the name that a guest chooses. The page asks before it opens a connection:
 * a handshake has an HTTP session only if the browser got its cookie earlier.
 */
@WebServlet("/visitor")
public class VisitorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visitor.welcome(request.getSession());
        answer(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        String wanted = request.getParameter("name");
        String name = wanted == null ? "" : Visitor.tidy(wanted);
        if (name.isEmpty()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            Visitor.choose(request.getSession(), name);
            answer(request, response);
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visitor visitor =
                Visitor.of(request.getUserPrincipal(), request.isUserInRole(Visitor.MEMBER), request.getSession(false));
        boolean guest = request.getUserPrincipal() == null;
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(Json.MAPPER.writeValueAsString(new Answer(visitor.name(), guest, visitor.member())));
    }

    private record Answer(String name, boolean guest, boolean member) {}
}
