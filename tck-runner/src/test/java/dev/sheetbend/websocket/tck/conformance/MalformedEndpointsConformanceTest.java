package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, chapter 4: annotated endpoints that must not be deployed. */
class MalformedEndpointsConformanceTest extends DeployedWar {
    /** The malformed classes are in the archive, but not chosen by its configuration class. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("malformed", AnnotatedEndpoints.class, Words.class, MalformedEndpoints.class);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedEndpoints.NotAnnotated.class,
                MalformedEndpoints.NotPublic.class,
                MalformedEndpoints.NotConcrete.class,
                MalformedEndpoints.WithoutNoArgsConstructor.class
            })
    void wsc_4_1_1_otherClassesThanPublicConcreteAnnotatedOnesAreRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedEndpoints.EmptyPath.class,
                MalformedEndpoints.PathWithoutSlash.class,
                MalformedEndpoints.PathWithTwoSlashes.class,
                MalformedEndpoints.PathWithDot.class,
                MalformedEndpoints.PathWithDots.class,
                MalformedEndpoints.PathWithOneVariableTwice.class,
                MalformedEndpoints.PathWithVariableInPartOfSegment.class,
                MalformedEndpoints.PathWithoutClosingBrace.class
            })
    void wsc_4_1_1_3_aMalformedPathIsRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @Test
    void wsc_4_1_1_4_aSecondEndpointAtOnePathIsRefused() throws Exception {
        assertThat(deploy(MalformedEndpoints.SamePath.class))
                .startsWith("DeploymentException")
                .contains("/echo");
        assertThat(deploy(MalformedEndpoints.EquivalentTemplate.class))
                .startsWith("DeploymentException")
                .contains("/parameters/{other}/{names}");
        assertThat(ask("echo", "still there")).isEqualTo("still there");
    }

    @ParameterizedTest
    @ValueSource(classes = {MalformedEndpoints.PathParamOfOtherType.class, MalformedEndpoints.PathParamOnSession.class})
    void wsc_4_3_1_aPathParameterOfAnotherTypeIsRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @Test
    void wsc_4_3_2_aPathParameterWithoutValueIsRefused() throws Exception {
        assertRefused(MalformedEndpoints.PathParamWithoutValue.class);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedEndpoints.TwoOpenMethods.class,
                MalformedEndpoints.OpenMethodWithString.class,
                MalformedEndpoints.OpenMethodWithCloseReason.class
            })
    void wsc_4_4_3_anOpenMethodThatBreaksTheRulesIsRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @ParameterizedTest
    @ValueSource(classes = {MalformedEndpoints.TwoCloseMethods.class, MalformedEndpoints.CloseMethodWithConfig.class})
    void wsc_4_5_4_aCloseMethodThatBreaksTheRulesIsRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedEndpoints.TwoErrorMethods.class,
                MalformedEndpoints.ErrorMethodWithoutThrowable.class,
                MalformedEndpoints.ErrorMethodWithString.class
            })
    void wsc_4_6_3_anErrorMethodThatBreaksTheRulesIsRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedEndpoints.MessageMethodWithoutMessage.class,
                MalformedEndpoints.MessageMethodWithTwoMessages.class,
                MalformedEndpoints.MessageMethodWithoutDecoder.class,
                MalformedEndpoints.MessageMethodWithPartialPong.class,
                MalformedEndpoints.MessageMethodWithPartialReader.class
            })
    void wsc_4_7_1_aMessageMethodOfAnotherFormIsRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedEndpoints.TwoTextMethods.class,
                MalformedEndpoints.TwoBinaryMethods.class,
                MalformedEndpoints.TwoPongMethods.class
            })
    void wsc_4_7_4_twoMessageMethodsOfOneKindAreRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    @Test
    void wsc_4_7_1_1_aMaximumSizeOverTheIntegersIsRefused() throws Exception {
        assertRefused(MalformedEndpoints.LimitOverIntegers.class);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MalformedEndpoints.SubclassWithoutAnnotation.class,
                MalformedEndpoints.SubclassWithMethodAnnotation.class
            })
    void wsc_4_8_1_aSubclassWithoutTheClassAnnotationIsRefused(Class<?> type) throws Exception {
        assertRefused(type);
    }

    private void assertRefused(Class<?> type) throws Exception {
        assertThat(deploy(type)).startsWith("DeploymentException").contains(type.getSimpleName());
    }
}
