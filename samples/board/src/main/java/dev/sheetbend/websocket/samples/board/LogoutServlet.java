package dev.sheetbend.websocket.samples.board;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/**
 * Ends a login. The connections that were opened with it are closed by the container, with 1008. Only by POST, because
 * links must change nothing. A form on some other site can POST too, but the browser does not send the cookie with that,
 * whose {@code SameSite} in {@code web.xml} is {@code Lax}, and so it logs nobody out. Where a server
 * ignores that, a token in the form would be needed.
 */
@WebServlet("/logout")
public class LogoutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.logout();
        // Some containers end it with the logout.
        HttpSession httpSession = request.getSession(false);
        if (httpSession != null) {
            httpSession.invalidate();
        }
        response.sendRedirect(getServletContext().getContextPath() + "/");
    }
}
