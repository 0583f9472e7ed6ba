package dev.sheetbend.websocket.samples.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.samples.board.Event.Pinned;
import dev.sheetbend.websocket.samples.board.Event.Status;
import dev.sheetbend.websocket.samples.board.Event.Taken;
import dev.sheetbend.websocket.samples.board.Event.Welcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoardsTest {
    private static final Visitor ANN = new Visitor("ann", true);
    private static final Visitor BOB = new Visitor("Bob", false);
    private static final long NOW = 1_000;

    private final Boards boards = new Boards(InstantSource.fixed(Instant.ofEpochMilli(NOW)));

    private static final class Ears implements Listener {
        private final List<Event> heard = new ArrayList<>();

        @Override
        public void tell(Event event) {
            heard.add(event);
        }
    }

    private final Ears first = new Ears();
    private final Ears second = new Ears();

    @Test
    void everybodyAtABoardHearsOfCardsThatComeAndGo() {
        boards.enter("kitchen", BOB, first);
        boards.enter("kitchen", ANN, second);

        boards.pin("kitchen", BOB, "No milk");
        boolean taken = boards.takeDown("kitchen", 1);

        Card card = new Card(1, "Bob", false, "No milk", NOW);
        assertThat(taken).isTrue();
        assertThat(first.heard)
                .containsExactly(new Welcome("kitchen", "Bob", false, List.of()), new Pinned(card), new Taken(1));
        assertThat(second.heard)
                .containsExactly(new Welcome("kitchen", "ann", true, List.of()), new Pinned(card), new Taken(1));
    }

    @Test
    void whoComesLaterSeesWhatHangsThereAndNothingOfOtherBoards() {
        boards.enter("kitchen", ANN, first);
        boards.pin("kitchen", ANN, "No milk");

        boards.enter("kitchen", BOB, second);
        Ears elsewhere = new Ears();
        boards.enter("garage", BOB, elsewhere);

        assertThat(second.heard)
                .containsExactly(
                        new Welcome("kitchen", "Bob", false, List.of(new Card(1, "ann", true, "No milk", NOW))));
        assertThat(elsewhere.heard).containsExactly(new Welcome("garage", "Bob", false, List.of()));
    }

    @Test
    void whoHasLeftHearsNothing() {
        boards.enter("kitchen", BOB, first);
        boards.enter("kitchen", BOB, second);
        boards.leave("kitchen", first);

        boards.pin("kitchen", BOB, "No milk");

        assertThat(first.heard).hasSize(1);
        assertThat(second.heard).hasSize(2);
    }

    @Test
    void aCardCanBeTakenDownOnceAndFromItsBoardOnly() {
        boards.enter("kitchen", BOB, first);
        boards.pin("kitchen", BOB, "No milk");

        assertThat(boards.takeDown("garage", 1)).isFalse();
        assertThat(boards.takeDown("kitchen", 2)).isFalse();
        assertThat(boards.takeDown("kitchen", 1)).isTrue();
        assertThat(boards.takeDown("kitchen", 1)).isFalse();
    }

    @Test
    void aFullBoardLosesItsOldestCard() {
        boards.enter("kitchen", BOB, first);
        for (int i = 0; i <= Boards.MOST_CARDS; i++) {
            boards.pin("kitchen", BOB, "Card " + i);
        }

        assertThat(first.heard).last().isEqualTo(new Taken(1));
        boards.enter("kitchen", BOB, second);
        assertThat(((Welcome) second.heard.get(0)).cards())
                .hasSize(Boards.MOST_CARDS)
                .extracting(Card::number)
                .startsWith(2L)
                .endsWith(Boards.MOST_CARDS + 1L);
    }

    @Test
    void aNewBoardIsRefusedWhenThereAreTooMany() {
        for (int i = 0; i < Boards.MOST_BOARDS; i++) {
            assertThat(boards.enter("board-" + i, BOB, first)).isTrue();
        }

        assertThat(boards.enter("kitchen", BOB, second)).isFalse();
        assertThat(boards.enter("board-0", BOB, second)).isTrue();
        boards.leave("board-0", first);
        boards.leave("board-0", second);
        assertThat(boards.enter("kitchen", BOB, second)).isTrue();
    }

    @Test
    void aWatcherHearsHowMuchThereIsWheneverItChanges() {
        Ears watcher = new Ears();
        boards.watch(watcher);
        boards.enter("kitchen", BOB, first);
        boards.pin("kitchen", BOB, "No milk");
        boards.leave("kitchen", first);
        boards.takeDown("kitchen", 1);
        boards.unwatch(watcher);
        boards.enter("kitchen", BOB, first);

        assertThat(watcher.heard)
                .containsExactly(
                        new Status(0, 0, 0),
                        new Status(1, 0, 1),
                        new Status(1, 1, 1),
                        new Status(1, 1, 0),
                        new Status(0, 0, 0));
    }

    @Test
    void somebodyWhoCannotBeToldDoesNotKeepTheOthersFromHearing() {
        boards.enter("kitchen", BOB, event -> {
            throw new IllegalStateException("The connection has ended");
        });
        boards.enter("kitchen", BOB, first);

        boards.pin("kitchen", BOB, "No milk");

        assertThat(first.heard).hasSize(2);
    }

    @Test
    void whatIsChangedWhileSomethingIsToldIsToldAfterIt() {
        boards.enter("kitchen", BOB, event -> {
            if (event instanceof Pinned) {
                boards.takeDown("kitchen", 1);
            }
        });
        boards.enter("kitchen", BOB, first);

        boards.pin("kitchen", BOB, "No milk");

        assertThat(first.heard)
                .containsExactly(
                        new Welcome("kitchen", "Bob", false, List.of()),
                        new Pinned(new Card(1, "Bob", false, "No milk", NOW)),
                        new Taken(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kitchen", "K-2_b", "Küche", "台所", "0123456789012345678901234567890a"})
    void aBoardCanBeNamed(String name) {
        assertThat(Boards.canBeNamed(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "<b>", "0123456789012345678901234567890ab"})
    void aBoardCannotBeNamed(String name) {
        assertThat(Boards.canBeNamed(name)).isFalse();
    }
}
