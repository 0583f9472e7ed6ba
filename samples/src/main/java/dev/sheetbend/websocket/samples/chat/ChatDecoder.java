package dev.sheetbend.websocket.samples.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sheetbend.websocket.samples.chat.ChatMessage.FromClient;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;

/**
 * Turns JSON from a page into a message. What is not one becomes a {@link DecodeException}, which the container hands to
 * the endpoint's {@code OnError}.
 */
public class ChatDecoder implements Decoder.Text<FromClient> {
    /** Always true: a text that this decoder would decline would vanish without an error. */
    @Override
    public boolean willDecode(String text) {
        return true;
    }

    @Override
    public FromClient decode(String text) throws DecodeException {
        try {
            FromClient message = ChatJson.MAPPER.readValue(text, FromClient.class);
            if (message == null) {
                throw new DecodeException(text, "Not a chat message");
            }
            return message;
        } catch (JsonProcessingException malformed) {
            throw new DecodeException(text, "Not a chat message", malformed);
        }
    }
}
