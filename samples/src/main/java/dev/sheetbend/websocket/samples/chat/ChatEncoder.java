package dev.sheetbend.websocket.samples.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sheetbend.websocket.samples.chat.ChatMessage.FromServer;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;

/** Turns what the server says into JSON. */
public class ChatEncoder implements Encoder.Text<FromServer> {
    @Override
    public String encode(FromServer message) throws EncodeException {
        try {
            return ChatJson.MAPPER.writeValueAsString(message);
        } catch (JsonProcessingException failure) {
            throw new EncodeException(message, "Cannot be written as JSON", failure);
        }
    }
}
