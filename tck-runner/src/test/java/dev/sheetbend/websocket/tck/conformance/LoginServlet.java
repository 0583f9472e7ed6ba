package dev.sheetbend.websocket.tck.conformance;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A page for members that begins, renames and ends the client's HTTP session. */
@WebServlet("/members/login")
public final class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession(true);
        switch (request.getParameter("do")) {
            case "rename" -> request.changeSessionId();
            case "end" -> request.getSession().invalidate();
            default -> {}
        }
        response.getWriter().println("done");
    }
}
