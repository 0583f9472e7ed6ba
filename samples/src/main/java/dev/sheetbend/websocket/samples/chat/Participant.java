package dev.sheetbend.websocket.samples.chat;

import dev.sheetbend.websocket.samples.chat.ChatMessage.FromServer;

/** Somebody who hears what is said in a room. */
interface Participant {
    /** Hands a message over. Never waits for the network, and never throws. */
    void send(FromServer message);
}
