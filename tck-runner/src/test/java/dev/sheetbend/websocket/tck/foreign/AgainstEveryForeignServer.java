package dev.sheetbend.websocket.tck.foreign;

import dev.sheetbend.websocket.tck.ServerNameInFailures;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a test class against every selected foreign server, over {@code ws} and {@code wss}. The class has a constructor
 * that takes a {@link ForeignPeer}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(ForeignServers.class)
@ExtendWith(ServerNameInFailures.class)
@interface AgainstEveryForeignServer {}
