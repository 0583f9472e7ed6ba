package dev.sheetbend.websocket.tck.conformance;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A page for members that begins, renames and ends the client's HTTP session, and logs out. */
@WebServlet("/members/login")
public final class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        request.getSession(true);
        switch (request.getParameter("do")) {
            case "rename" -> request.changeSessionId();
            case "end" -> request.getSession().invalidate();
            case "logout" -> request.logout();
            case "short" -> request.getSession().setMaxInactiveInterval(1);
            default -> {}
        }
        response.getWriter().println("done");
    }
}
