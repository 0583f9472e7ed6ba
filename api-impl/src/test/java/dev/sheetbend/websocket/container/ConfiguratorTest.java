package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configurator has to say in an opening handshake, and what it cannot break (specification, 3.1). */
class ConfiguratorTest extends HandshakeFixture {
    @Test
    void aConfiguratorMayRefuseRequestsWithoutAnOrigin() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public boolean checkOrigin(String origin) {
                return origin != null;
            }
        });
        assertRefused(ask(), 403);
    }

    @Test
    void aConfiguratorThatChoosesASubprotocolThatWasNotOfferedIs500() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
                return "mine";
            }
        });
        assertRefused(ask("Sec-WebSocket-Protocol", "yours"), 500);
    }

    @Test
    void aConfiguratorThatThrowsIs500WithoutDetail() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                throw new IllegalStateException("secret");
            }
        });
        UpgradeAnswer answer = ask();
        assertRefused(answer, 500);
        assertThat(((UpgradeAnswer.Refused) answer).message()).doesNotContain("secret");
    }

    @Test
    void aConfiguratorThatGivesNoInstanceIs500() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) {
                return null;
            }
        });
        assertRefused(ask(), 500);
    }

    @Test
    void whatAConfiguratorDoesToTheHeadersCannotBreakTheAnswer() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                response.getHeaders().clear();
                response.getHeaders().put("X-Null", null);
                response.getHeaders().put("X-Mixed", Arrays.asList("a", null));
                response.getHeaders().put("sec-websocket-accept", List.of("wrong"));
            }
        });
        UpgradeAnswer.Accepted answer = accepted();
        assertThat(answer.headers())
                .containsOnlyKeys("Upgrade", "Connection", "Sec-WebSocket-Accept", "X-Mixed")
                .containsEntry("X-Mixed", List.of("a"))
                .containsEntry("Sec-WebSocket-Accept", List.of("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        answer.acceptor().abandon();
    }

    @Test
    void theUserPropertiesOfTheHandshakeAreACopyThatTheSessionGets() throws Exception {
        userProperties.put("shared", "endpoint");
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                sec.getUserProperties().merge("shared", "+connection", (a, b) -> a.toString() + b);
                sec.getUserProperties().put("null", null);
            }
        });
        Session first = open(accepted());
        assertThat(first.getUserProperties()).containsExactly(Map.entry("shared", "endpoint+connection"));
        first.getUserProperties().put("mine", 1);
        assertThat(open(accepted()).getUserProperties()).containsExactly(Map.entry("shared", "endpoint+connection"));
    }

    @Test
    void modifyHandshakeAndOnOpenGetTheSameConfigurationOfTheConnection() throws Exception {
        userProperties.put("shared", "endpoint");
        var seen = new ArrayList<ServerEndpointConfig>();
        var configurator = new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                seen.add(sec);
                sec.getUserProperties().put("added", 1);
            }
        };
        deploy(configurator);
        Session first = open(accepted());
        assertThat(opened).isSameAs(seen.get(0));
        assertThat(opened.getUserProperties()).isEqualTo(Map.of("shared", "endpoint", "added", 1));
        first.getUserProperties().put("later", 2);
        assertThat(opened.getUserProperties()).doesNotContainKey("later");
        opened.getUserProperties().put("too late", 3);
        assertThat(first.getUserProperties()).doesNotContainKey("too late");
        assertThat(((ServerEndpointConfig) opened).getConfigurator()).isSameAs(configurator);
        assertThat(((ServerEndpointConfig) opened).getPath()).isEqualTo("/plain/{id}");
        assertThat(((ServerEndpointConfig) opened).getEndpointClass()).isEqualTo(Plain.class);
        open(accepted());
        assertThat(opened).isSameAs(seen.get(1)).isNotSameAs(seen.get(0));
        assertThat(opened.getUserProperties()).doesNotContainKey("too late");
    }

    @Test
    void anEndpointHasOneConfiguratorThoughItsConfigurationMakesMore() throws Exception {
        var asked = new ArrayList<ServerEndpointConfig.Configurator>();
        container = new ServerEndpointContainer(Settings.of(settings::get));
        var template = ServerEndpointConfig.Builder.create(Plain.class, "/plain/{id}");
        container.addEndpoint((ServerEndpointConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServerEndpointConfig.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getConfigurator")) {
                        return new ServerEndpointConfig.Configurator() {
                            @Override
                            public boolean checkOrigin(String origin) {
                                asked.add(this);
                                return true;
                            }
                        };
                    }
                    return method.invoke(template.build(), arguments);
                }));
        open(accepted());
        open(accepted());
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).isSameAs(asked.get(1));
        assertThat(((ServerEndpointConfig) opened).getConfigurator()).isSameAs(asked.get(0));
    }

    @Test
    void aConfiguratorIsAskedInTheOrderOfTheSpecification() throws Exception {
        var calls = new ArrayList<String>();
        subprotocols.add("one");
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public boolean checkOrigin(String origin) {
                calls.add("origin " + origin);
                return true;
            }

            @Override
            public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
                calls.add("subprotocol " + supported + requested);
                return super.getNegotiatedSubprotocol(supported, requested);
            }

            @Override
            public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
                calls.add("extensions " + names(installed) + names(requested));
                return super.getNegotiatedExtensions(installed, requested);
            }

            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                calls.add("modify " + response.getHeaders().get("sec-websocket-protocol"));
            }

            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
                calls.add("instance " + endpointClass.getSimpleName());
                return super.getEndpointInstance(endpointClass);
            }
        });
        List<String> installed = names(List.copyOf(container.getInstalledExtensions()));
        open(accepted("Origin", "https://localhost", "Sec-WebSocket-Protocol", "two, one"));
        assertThat(calls)
                .containsExactly(
                        "origin https://localhost",
                        "subprotocol [one][two, one]",
                        "extensions " + installed + "[]",
                        "modify [one]",
                        "instance Plain");
        calls.clear();
        open(accepted());
        assertThat(calls)
                .containsExactly(
                        "origin null",
                        "subprotocol [one][]",
                        "extensions " + installed + "[]",
                        "modify null",
                        "instance Plain");
    }

    private static List<String> names(List<Extension> extensions) {
        return extensions.stream()
                .map(extension -> extension.getName()
                        + extension.getParameters().stream()
                                .map(parameter -> parameter.getName() + "=" + parameter.getValue())
                                .toList())
                .toList();
    }

    @Test
    void extensionsAreNegotiatedByTheConfiguratorAndNoneIsAcceptedThatHasNoProvider() throws Exception {
        var calls = new ArrayList<List<String>>();
        container = new ServerEndpointContainer(Settings.of(settings::get));
        container.addEndpoint(ServerEndpointConfig.Builder.create(Plain.class, "/plain/{id}")
                .extensions(List.of(new NamedExtension("mine")))
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public List<Extension> getNegotiatedExtensions(
                            List<Extension> installed, List<Extension> requested) {
                        List<Extension> agreed = super.getNegotiatedExtensions(installed, requested);
                        calls.addAll(List.of(names(installed), names(requested), names(agreed)));
                        return agreed;
                    }
                })
                .build());
        UpgradeAnswer.Accepted answer =
                accepted("Sec-WebSocket-Extensions", "other, mine; first=1; second; third=\"3\", another");
        List<String> installed = new ArrayList<>(List.of("mine[]"));
        installed.addAll(names(List.copyOf(container.getInstalledExtensions())));
        assertThat(calls)
                .containsExactly(
                        installed,
                        List.of("other[]", "mine[first=1, second=null, third=3]", "another[]"),
                        List.of("mine[first=1, second=null, third=3]"));
        assertThat(answer.headers()).doesNotContainKey("Sec-WebSocket-Extensions");
        assertThat(open(answer).getNegotiatedExtensions()).isEmpty();
    }

    private record NamedExtension(String getName) implements Extension {
        @Override
        public List<Parameter> getParameters() {
            return List.of();
        }
    }

    @Test
    void aSubprotocolForAClientThatOffersNoneIsNotNamed() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
                return "always";
            }

            @Override
            public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
                return null;
            }
        });
        UpgradeAnswer.Accepted answer = accepted();
        assertThat(answer.headers()).doesNotContainKey("Sec-WebSocket-Protocol");
        assertThat(open(answer).getNegotiatedSubprotocol()).isEmpty();
    }

    @Test
    void nullForTheSubprotocolIsNone() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
                return null;
            }
        });
        assertThat(open(accepted("Sec-WebSocket-Protocol", "one")).getNegotiatedSubprotocol())
                .isEmpty();
    }

    /** Throws in one of its methods what nobody expects. */
    private static final class Failing extends ServerEndpointConfig.Configurator {
        private final String method;

        Failing(String method) {
            this.method = method;
        }

        private void fail(String in) {
            if (in.equals(method)) {
                throw new AssertionError("secret");
            }
        }

        @Override
        public boolean checkOrigin(String origin) {
            fail("checkOrigin");
            return true;
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            fail("getNegotiatedSubprotocol");
            return "";
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            fail("getNegotiatedExtensions");
            return List.of();
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
            fail("modifyHandshake");
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            fail("getEndpointInstance");
            return super.getEndpointInstance(endpointClass);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkOrigin",
                "getNegotiatedSubprotocol",
                "getNegotiatedExtensions",
                "modifyHandshake",
                "getEndpointInstance"
            })
    void anErrorOfAConfiguratorIs500AndTakesNoPlace(String method) throws Exception {
        settings.put(SheetbendProperties.MAX_SESSIONS, "1");
        deploy(new Failing(method));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertRefused(ask(), 500);
        assertRefused(ask(), 500);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void userPropertiesThatThrowAre500() throws Exception {
        var fails = new AtomicBoolean();
        ServerEndpointConfig template =
                ServerEndpointConfig.Builder.create(Plain.class, "/plain/{id}").build();
        container = new ServerEndpointContainer(Settings.of(settings::get));
        container.addEndpoint((ServerEndpointConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServerEndpointConfig.class},
                (proxy, method, arguments) -> {
                    if (fails.get()) {
                        throw new IllegalStateException("no properties now");
                    }
                    return method.invoke(template, arguments);
                }));
        fails.set(true);
        assertRefused(ask(), 500);
    }

    @Test
    void anIllegalPropertyThatAConfiguratorPutsInIs500() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                sec.getUserProperties().put(SheetbendProperties.CLOSE_TIMEOUT, "never");
            }
        });
        assertRefused(ask(), 500);
    }

    @Test
    void anInstanceOfAnotherClassIs500() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T getEndpointInstance(Class<T> endpointClass) {
                return (T) "not an endpoint";
            }
        });
        assertRefused(ask(), 500);
    }
}
