package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.endpoint.hidden.HiddenEndpoint;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Endpoints in a named module: what it has to open, and that this is enough. */
class ModuleAccessTest {
    private static final String PACKAGE = HiddenEndpoint.class.getPackageName();

    /** A module {@code app} with the package of HiddenEndpoint, whose bytes come from the test classes. */
    private static Class<?> inModule(boolean open) throws Exception {
        ModuleDescriptor.Builder builder = ModuleDescriptor.newModule("app");
        if (open) {
            builder.opens(PACKAGE);
        } else {
            builder.packages(Set.of(PACKAGE));
        }
        Module api = ServerEndpoint.class.getModule();
        if (api.isNamed()) {
            builder.requires(api.getName());
        }
        ModuleFinder finder = new TestClasses(builder.build());
        ModuleLayer parent = api.isNamed() ? api.getLayer() : ModuleLayer.boot();
        Configuration configuration = parent.configuration().resolve(finder, ModuleFinder.of(), Set.of("app"));
        ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(parent), ModuleAccessTest.class.getClassLoader());
        Module app = controller.layer().findModule("app").orElseThrow();
        if (!api.isNamed()) {
            controller.addReads(app, api);
        }
        return app.getClassLoader().loadClass(HiddenEndpoint.class.getName());
    }

    @Test
    void endpointInAPackageThatIsNotOpenIsRefusedWithTheDirectiveToAdd() throws Exception {
        Class<?> type = inModule(false);
        assertThat(type.getModule().isNamed()).isTrue();
        Module self = EndpointModel.class.getModule();
        assertRefused(
                () -> EndpointModel.server(type),
                type.getName() + ": cannot be called from outside its module; add 'opens " + PACKAGE
                        + (self.isNamed() ? " to " + self.getName() : "")
                        + ";' to the module-info of app (specification 4.1)");
    }

    @Test
    void endpointInAnOpenPackageIsCalled() throws Throwable {
        Class<?> type = inModule(true);
        EndpointModel model = EndpointModel.server(type);
        Object endpoint = InstanceFactory.reflective().create(type);
        assertThat(model.textMethod()
                        .orElseThrow()
                        .invoke(endpoint, Refusals.SESSION, "x", true, model.pathArguments(Map.of())))
                .isEqualTo("x");
    }

    private record TestClasses(ModuleDescriptor descriptor) implements ModuleFinder {
        @Override
        public Optional<ModuleReference> find(String name) {
            return name.equals(descriptor.name()) ? Optional.of(reference()) : Optional.empty();
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.of(reference());
        }

        private ModuleReference reference() {
            return new ModuleReference(descriptor, URI.create("test:/app")) {
                @Override
                public ModuleReader open() {
                    return new Reader();
                }
            };
        }
    }

    private static final class Reader implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            URI found = URI.create("test:/app/" + name);
            return getClass().getClassLoader().getResource(name) == null ? Optional.empty() : Optional.of(found);
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            return Optional.ofNullable(getClass().getClassLoader().getResourceAsStream(name));
        }

        @Override
        public Stream<String> list() {
            return Stream.empty();
        }

        @Override
        public void close() {}
    }
}
