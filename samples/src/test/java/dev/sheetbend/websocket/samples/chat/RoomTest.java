package dev.sheetbend.websocket.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.samples.chat.ChatMessage.FromServer;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Joined;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Left;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Said;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Typing;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Welcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long NOW = 1_000;

    private final Room room = new Room("harbour", () -> Instant.ofEpochMilli(NOW));
    private final Ear ada = new Ear();
    private final Ear grace = new Ear();

    @Test
    void aNewcomerIsWelcomedAndTheOthersAreTold() {
        assertThat(room.join("Grace", grace)).isEqualTo("Grace");
        assertThat(room.join("Ada", ada)).isEqualTo("Ada");
        assertThat(grace.heard)
                .containsExactly(
                        new Welcome("harbour", "Grace", List.of("Grace"), List.of()),
                        new Joined("Ada", List.of("Ada", "Grace"), NOW));
        assertThat(ada.heard).containsExactly(new Welcome("harbour", "Ada", List.of("Ada", "Grace"), List.of()));
    }

    @Test
    void whoeverLeavesHearsNothingMore() {
        room.join("Ada", ada);
        room.join("Grace", grace);
        ada.heard.clear();
        grace.heard.clear();
        room.leave("Grace");
        room.say("Ada", "alone");
        assertThat(grace.heard).isEmpty();
        assertThat(ada.heard.get(0)).isEqualTo(new Left("Grace", List.of("Ada"), NOW));
        assertThat(ada.texts()).containsExactly("alone");
    }

    @Test
    void aTakenNameGetsTheNextFreeNumber() {
        assertThat(room.join("Ada", ada)).isEqualTo("Ada");
        assertThat(room.join("ada", grace)).isEqualTo("ada 2");
        assertThat(room.join("ADA", new Ear())).isEqualTo("ADA 3");
        room.leave("ada 2");
        assertThat(room.join("Ada", grace)).isEqualTo("Ada 2");
    }

    @Test
    void everybodyHearsWhatIsSaidTheSpeakerIncluded() {
        room.join("Ada", ada);
        room.join("Grace", grace);
        room.say("Ada", "hello");
        assertThat(ada.texts()).containsExactly("hello");
        assertThat(grace.heard.get(grace.heard.size() - 1)).isEqualTo(ada.heard.get(ada.heard.size() - 1));
    }

    @Test
    void onlyTheOthersHearOfTyping() {
        room.join("Ada", ada);
        room.join("Grace", grace);
        room.typing("Ada");
        assertThat(grace.heard).contains(new Typing("Ada"));
        assertThat(ada.heard).doesNotContain(new Typing("Ada"));
    }

    @Test
    void aNewcomerHearsTheLastMessagesOldestFirst() {
        room.join("Ada", ada);
        for (int i = 1; i <= Room.LONGEST_HISTORY + 5; i++) {
            room.say("Ada", "line " + i);
        }
        room.join("Grace", grace);
        var welcome = (Welcome) grace.heard.get(0);
        assertThat(welcome.history())
                .hasSize(Room.LONGEST_HISTORY)
                .isEqualTo(ada.said().subList(5, 55));
    }

    @Test
    void aParticipantWhoActsWhileBeingToldKeepsTheOrder() {
        room.join("Ada", ada);
        Participant echo = message -> {
            if (message instanceof Said said && said.name().equals("Ada")) {
                room.say("Echo", "re: " + said.text());
            }
        };
        room.join("Echo", echo);
        room.join("Grace", grace);
        room.say("Ada", "one");
        room.say("Ada", "two");
        assertThat(grace.texts()).containsExactly("one", "re: one", "two", "re: two");
        assertThat(ada.said()).isEqualTo(grace.said());
    }

    @Test
    void noLockIsHeldWhileAParticipantIsTold() throws Exception {
        var told = new CountDownLatch(1);
        var letGo = new CountDownLatch(1);
        room.join("Slow", message -> {
            if (message instanceof Said) {
                told.countDown();
                await(letGo);
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> speaker = threads.submit(() -> room.say("Slow", "first"));
            await(told);
            Future<String> newcomer = threads.submit(() -> room.join("Ada", ada));
            assertThat(newcomer.get(10, TimeUnit.SECONDS)).isEqualTo("Ada");
            letGo.countDown();
            speaker.get(10, TimeUnit.SECONDS);
            assertThat(ada.heard).hasSize(1);
        } finally {
            letGo.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void manyThreadsAtOnceAreHeardByEverybodyInOneOrder() throws Exception {
        int speakers = 8;
        int each = 500;
        room.join("Ada", ada);
        room.join("Grace", grace);
        ExecutorService threads = Executors.newFixedThreadPool(speakers);
        try {
            List<Callable<Void>> speeches = new ArrayList<>();
            for (int speaker = 0; speaker < speakers; speaker++) {
                String name = "Speaker " + speaker;
                speeches.add(() -> {
                    for (int i = 0; i < each; i++) {
                        room.say(name, name + ":" + i);
                    }
                    return null;
                });
            }
            for (Future<Void> speech : threads.invokeAll(speeches, 30, TimeUnit.SECONDS)) {
                speech.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ada.said()).hasSize(speakers * each).isEqualTo(grace.said());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Remembers what it was told. */
    private static final class Ear implements Participant {
        final List<FromServer> heard = new CopyOnWriteArrayList<>();

        @Override
        public void send(FromServer message) {
            heard.add(message);
        }

        List<Said> said() {
            return heard.stream()
                    .filter(Said.class::isInstance)
                    .map(Said.class::cast)
                    .toList();
        }

        List<String> texts() {
            return said().stream().map(Said::text).toList();
        }
    }
}
