package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.tck.conformance.ClientEndpoints.Form;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, chapter 4, for client endpoints. */
class ClientAnnotationsConformanceTest extends ClientWar {
    private static final String OPEN = "open 1 true true";

    /** The peers. */
    @Deployment(testable = false)
    static WebArchive war() {
        return peers("client-annotations");
    }

    @Test
    void wsc_4_2_1_1_theEncoderOfTheSuperclassIsUsed() throws Exception {
        Session session = connect(new ClientAnnotatedEndpoints.Coded());
        session.getBasicRemote().sendObject(new Words.LoudWord("first:a"));

        awaitNotes("word first:a by use 1 of the encoder by use 1 of FirstDecoder");
    }

    @Test
    void wsc_4_2_1_1_eachConnectionHasItsOwnEncoder() throws Exception {
        Session one = connect(new ClientAnnotatedEndpoints.Coded());
        one.getBasicRemote().sendObject(new Words.Word("first:a"));
        one.getBasicRemote().sendObject(new Words.Word("second:b"));
        awaitNotes(
                "word first:a by use 1 of the encoder by use 1 of FirstDecoder",
                "word second:b by use 2 of the encoder by use 1 of SecondDecoder");
        Session other = connect(new ClientAnnotatedEndpoints.Coded());
        other.getBasicRemote().sendObject(new Words.Word("first:c"));

        awaitNotes(
                "word first:a by use 1 of the encoder by use 1 of FirstDecoder",
                "word second:b by use 2 of the encoder by use 1 of SecondDecoder",
                "word first:c by use 1 of the encoder by use 1 of FirstDecoder");
    }

    @Test
    void wsc_4_2_2_1_theDecoderForTheKindOfTheMessageIsUsed() throws Exception {
        Session session = connect(new ClientAnnotatedEndpoints.Coded());
        order(session, "second:a");
        order(session, "binary 3");

        awaitNotes("word second:a by use 1 of SecondDecoder", "blob of 3");
    }

    @Test
    void wsc_4_2_2_1_theFirstOfTwoDecodersIsUsed() throws Exception {
        Session session = connect(new ClientAnnotatedEndpoints.TwoDecoders());
        order(session, "first:a");
        order(session, "other");

        awaitNotes("word first:a by use 1 of FirstDecoder", "word other by Greedy");
    }

    @Test
    void wsc_4_2_2_1_eachConnectionHasItsOwnDecoder() throws Exception {
        order(connect(new ClientAnnotatedEndpoints.Coded()), "first:a");
        awaitNotes("word first:a by use 1 of FirstDecoder");
        order(connect(new ClientAnnotatedEndpoints.Coded()), "first:b");

        awaitNotes("word first:a by use 1 of FirstDecoder", "word first:b by use 1 of FirstDecoder");
    }

    @Test
    void wsc_4_2_2_2_willDecodeChoosesTheDecoder() throws Exception {
        Session session = connect(new ClientAnnotatedEndpoints.Coded());
        order(session, "second:a");
        order(session, "first:b");
        order(session, "third:c");

        awaitNotes(
                "word second:a by use 1 of SecondDecoder", "word first:b by use 1 of FirstDecoder", "DecodeException");
    }

    @Test
    void wsc_4_2_3_1_theConfiguratorIsUsed() throws Exception {
        container().connectToServer(ClientAnnotatedEndpoints.Configured.class, uri("ws", "handshake"));

        assertThat(journal()).contains("X-Client: marked");
    }

    @Test
    void wsc_4_2_4_1_theSubprotocolsAreSentAndOneIsChosen() throws Exception {
        Session session =
                container().connectToServer(ClientAnnotatedEndpoints.Configured.class, uri("ws", "handshake"));

        assertThat(journal()).contains("Sec-WebSocket-Protocol: unheard-of, second, first");
        assertThat(session.getNegotiatedSubprotocol()).isEqualTo("second");
    }

    @Test
    void wsc_4_3_1_aPathParameterOfAnotherTypeIsRefused() {
        assertRefused(MalformedClients.PathParamOfOtherType.class);
    }

    @Test
    void wsc_4_3_2_aPathParameterWithoutValueIsRefused() {
        assertRefused(MalformedClients.PathParamWithoutValue.class);
    }

    @Test
    void wsc_4_3_3_aClientHasNoPathParameters() throws Exception {
        connect(new ClientAnnotatedEndpoints.Parameters());

        awaitNotes("open null");
    }

    @Test
    void wsc_4_4_1_theOpenMethodIsCalledWhenTheConnectionStands() throws Exception {
        connect(new ClientAnnotatedEndpoints.Eager());

        awaitNotes("sent in open true");
    }

    @Test
    void wsc_4_4_2_theOpenMethodGetsTheSession() throws Exception {
        Session session = connect(Form.ANNOTATED_CLASS);

        // The endpoint has put it there in its open method.
        assertThat(session.getUserProperties()).containsEntry("mark", "kept");
        assertThat(notes()).containsExactly(OPEN);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedClients.TwoOpenMethods.class,
                MalformedClients.OpenMethodWithString.class,
                MalformedClients.OpenMethodWithCloseReason.class
            })
    void wsc_4_4_3_anOpenMethodThatBreaksTheRulesIsRefused(Class<?> type) {
        assertRefused(type);
    }

    @Test
    void wsc_4_5_1_theCloseMethodIsCalledWhenThisSideCloses() throws Exception {
        connect(Form.ANNOTATED_CLASS).close();

        awaitNotes(OPEN, "close 1000 kept true");
    }

    @Test
    void wsc_4_5_1_theCloseMethodIsCalledWhenThePeerCloses() throws Exception {
        order(connect(Form.ANNOTATED_CLASS), "close 4000");

        awaitNotes(OPEN, "close 4000 kept true");
    }

    @Test
    void wsc_4_5_2_theCloseMethodGetsTheSessionThatWasOpened() throws Exception {
        order(connect(Form.ANNOTATED_INSTANCE), "close 1000");

        awaitNotes(OPEN, "close 1000 kept true");
    }

    @Test
    void wsc_4_5_3_anErrorInTheCloseMethodGoesToTheErrorMethod() throws Exception {
        order(connect(Form.ANNOTATED_CLASS), "fail");

        awaitNotes(OPEN, "close 1000 kept true", "error IllegalStateException fails in close true");
    }

    @ParameterizedTest
    @ValueSource(classes = {MalformedClients.TwoCloseMethods.class, MalformedClients.CloseMethodWithConfig.class})
    void wsc_4_5_4_aCloseMethodThatBreaksTheRulesIsRefused(Class<?> type) {
        assertRefused(type);
    }

    @Test
    void wsc_4_6_1_theErrorMethodGetsTheSession() throws Exception {
        order(connect(Form.ANNOTATED_CLASS), "throw what?");

        awaitNotes(OPEN, "error IllegalArgumentException what? true");
    }

    @Test
    void wsc_4_6_2_theErrorMethodGetsTheError() throws Exception {
        order(connect(Form.ANNOTATED_INSTANCE), "throw a special text");

        awaitNotes(OPEN, "error IllegalArgumentException a special text true");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedClients.TwoErrorMethods.class,
                MalformedClients.ErrorMethodWithoutThrowable.class,
                MalformedClients.ErrorMethodWithString.class
            })
    void wsc_4_6_3_anErrorMethodThatBreaksTheRulesIsRefused(Class<?> type) {
        assertRefused(type);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedClients.MessageMethodWithoutMessage.class,
                MalformedClients.MessageMethodWithTwoMessages.class,
                MalformedClients.MessageMethodWithoutDecoder.class,
                MalformedClients.MessageMethodWithPartialPong.class
            })
    void wsc_4_7_1_aMessageMethodOfAnotherFormIsRefused(Class<?> type) {
        assertRefused(type);
    }

    @ParameterizedTest
    @CsvSource({"Ints, 007, 8", "Doubles, 1e1, 10.0", "Booleans, TRUE, false", "Longs, +41, 42"})
    void wsc_4_7_2_aTextBecomesANumberAsItsBoxReadsIt(String type, String said, String answer) throws Exception {
        assertAnswer(type, said, answer);
    }

    @ParameterizedTest
    @CsvSource({"Ints, -8, -7", "Doubles, 5e-1, 0.5", "Booleans, false, true", "Longs, 1, 2"})
    void wsc_4_7_3_aReturnedNumberIsSentAsJavaWritesIt(String type, String said, String answer) throws Exception {
        assertAnswer(type, said, answer);
    }

    private void assertAnswer(String type, String said, String answer) throws Exception {
        Class<?> endpoint = Class.forName(ClientAnnotatedEndpoints.class.getName() + "$" + type);
        container()
                .connectToServer(
                        endpoint, uri("ws", "listening?say=" + URLEncoder.encode(said, StandardCharsets.UTF_8)));

        awaitJournal("text " + answer);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedClients.TwoTextMethods.class,
                MalformedClients.TwoBinaryMethods.class,
                MalformedClients.TwoPongMethods.class
            })
    void wsc_4_7_4_twoMessageMethodsOfOneKindAreRefused(Class<?> type) {
        assertRefused(type);
    }

    @Test
    void wsc_4_7_1_1_aMessageOfTheMaximumSizeIsTaken() throws Exception {
        Session session = connect(new ClientAnnotatedEndpoints.Limited());
        order(session, "12345");
        order(session, "binary 5");

        awaitNotes("12345", "5 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "binary 6"})
    void wsc_4_7_1_1_aMessageOverTheMaximumSizeClosesWith1009(String order) throws Exception {
        order(connect(new ClientAnnotatedEndpoints.Limited()), order);

        awaitJournal("close 1009");
        assertThat(notes()).isEmpty();
    }

    @Test
    void wsc_4_7_1_1_aMaximumSizeOverTheIntegersIsRefused() {
        assertRefused(MalformedClients.LimitOverIntegers.class);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedClients.SubclassWithoutAnnotation.class,
                MalformedClients.SubclassWithMethodAnnotation.class
            })
    void wsc_4_8_1_aSubclassWithoutTheClassAnnotationIsRefused(Class<?> type) {
        assertRefused(type);
    }

    @Test
    void wsc_4_8_1_aMethodThatOverridesWithoutAnnotationIsNotCalled() throws Exception {
        Session session = connect(new ClientAnnotatedEndpoints.Overriding());
        order(session, "hello");
        order(session, "ping after it");

        // The Pong is the answer to what came after the text.
        awaitJournal("pong after it");
        assertThat(notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {MalformedClients.NotAnnotated.class, MalformedClients.WithoutNoArgsConstructor.class})
    void section_4_2_otherClassesThanAnnotatedOnesWithAConstructorAreRefused(Class<?> type) {
        assertRefused(type);
    }

    private void assertRefused(Class<?> type) {
        assertThatThrownBy(() -> container().connectToServer(type, uri("ws", "peer")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(type.getSimpleName());
    }
}
