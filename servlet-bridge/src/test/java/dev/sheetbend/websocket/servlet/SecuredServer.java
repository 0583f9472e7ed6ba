package dev.sheetbend.websocket.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.idm.PasswordCredential;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.LoginConfig;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee10.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A servlet container on a free port with one application in context {@code /app}, users, logins by a form, and a
 * security constraint for the role {@code member} on {@code /members/*}, made by the container's own means.
 */
record SecuredServer(int port, InitializedServer.Stop running) {
    private static final Map<String, String> ROLES = Map.of("ann", "member", "bob", "guest");
    private static final String PASSWORD = "secret";
    private static final String PROTECTED = "/members/*";
    private static final String FORM = "/form";

    static SecuredServer start(String name, ServletContainerInitializer application) throws Exception {
        return switch (name) {
            case "Jetty" -> jetty(application);
            case "Tomcat" -> tomcat(application);
            default -> undertow(application);
        };
    }

    private static SecuredServer jetty(ServletContainerInitializer application) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        UserStore users = new UserStore();
        ROLES.forEach((user, role) -> users.addUser(
                user, org.eclipse.jetty.util.security.Credential.getCredential(PASSWORD), new String[] {role}));
        HashLoginService login = new HashLoginService("test");
        login.setUserStore(users);
        ConstraintMapping mapping = new ConstraintMapping();
        mapping.setPathSpec(PROTECTED);
        mapping.setConstraint(Constraint.from("member"));
        ConstraintSecurityHandler security = new ConstraintSecurityHandler();
        security.setConstraintMappings(List.of(mapping));
        security.setLoginService(login);
        security.setAuthenticator(new org.eclipse.jetty.security.authentication.FormAuthenticator(FORM, FORM, false));
        ServletContextHandler context = new ServletContextHandler("/app", ServletContextHandler.SESSIONS);
        context.setSecurityHandler(security);
        context.addServlet(TestServer.Plain.class, "/");
        context.addServletContainerInitializer(application);
        server.setHandler(context);
        server.start();
        return new SecuredServer(connector.getLocalPort(), server::stop);
    }

    private static SecuredServer tomcat(ServletContainerInitializer application) throws Exception {
        Path base = Files.createTempDirectory("tomcat");
        base.toFile().deleteOnExit();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        ROLES.forEach((user, role) -> {
            tomcat.addUser(user, PASSWORD);
            tomcat.addRole(user, role);
        });
        Connector connector = new Connector("HTTP/1.1");
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("/app", base.toString());
        context.setParentClassLoader(SecuredServer.class.getClassLoader());
        Tomcat.addServlet(context, "plain", new TestServer.Plain());
        context.addServletMapping("/", "plain");
        SecurityCollection collection = new SecurityCollection();
        collection.addPattern(PROTECTED);
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(collection);
        constraint.setAuthConstraint(true);
        constraint.addAuthRole("member");
        context.addConstraint(constraint);
        context.addSecurityRole("member");
        context.addSecurityRole("guest");
        context.setLoginConfig(new org.apache.tomcat.util.descriptor.web.LoginConfig("FORM", "test", FORM, FORM));
        context.getPipeline().addValve(new FormAuthenticator());
        context.addServletContainerInitializer(application, Set.of());
        tomcat.start();
        return new SecuredServer(connector.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    private static SecuredServer undertow(ServletContainerInitializer application) throws Exception {
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(SecuredServer.class.getClassLoader())
                .setContextPath("/app")
                .setDeploymentName("app")
                .addServlet(Servlets.servlet("plain", TestServer.Plain.class).addMapping("/"))
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        application.getClass(), new ImmediateInstanceFactory<>(application), Set.of()))
                .addSecurityRoles("member", "guest")
                .addSecurityConstraint(Servlets.securityConstraint()
                        .addRoleAllowed("member")
                        .addWebResourceCollection(
                                Servlets.webResourceCollection().addUrlPattern(PROTECTED)))
                .setIdentityManager(new Users())
                .setLoginConfig(new LoginConfig("FORM", "test", FORM, FORM));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(info);
        manager.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(Handlers.path().addPrefixPath("/app", manager.start()))
                .build();
        undertow.start();
        int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
        return new SecuredServer(port, () -> {
            manager.stop();
            manager.undeploy();
            undertow.stop();
        });
    }

    void stop() throws Exception {
        running.run();
    }

    /** The users, for Undertow. */
    private static final class Users implements IdentityManager {
        private static final long serialVersionUID = 1L;

        @Override
        public Account verify(Account account) {
            return account;
        }

        @Override
        public Account verify(String id, Credential credential) {
            boolean known = credential instanceof PasswordCredential password
                    && PASSWORD.equals(String.valueOf(password.getPassword()))
                    && ROLES.containsKey(id);
            return known ? new User(id) : null;
        }

        @Override
        public Account verify(Credential credential) {
            return null;
        }
    }

    private record User(String name) implements Account {
        private static final long serialVersionUID = 1L;

        @Override
        public Principal getPrincipal() {
            return () -> name;
        }

        @Override
        public Set<String> getRoles() {
            return Set.of(ROLES.get(name));
        }
    }
}
