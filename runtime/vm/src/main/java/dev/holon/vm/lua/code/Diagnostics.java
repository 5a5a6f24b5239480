package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;

/** Words a compilation's errors: chunk, line, message and the token they are near. */
final class Diagnostics {
  private final ByteString chunkName;
  private final SourceCursor cursor;
  private final Heap heap;

  Diagnostics(ByteString chunkName, SourceCursor cursor, Heap heap) {
    this.chunkName = chunkName;
    this.cursor = cursor;
    this.heap = heap;
  }

  /** An error at the line being read. */
  CompileError error(String message) {
    return new CompileError(located(message).toByteString());
  }

  /** An error that names a token; a literal by the text the cursor holds. */
  CompileError errorNear(String message, Token token) {
    ByteBuilder builder = located(message);
    builder.append(" near ");
    if (token.isLiteral()) {
      appendText(builder);
    } else {
      builder.append(token.quoted());
    }
    return new CompileError(builder.toByteString());
  }

  /** As above; a zero byte that starts no token is not named. */
  CompileError errorNear(String message, Lexeme lexeme) {
    if (lexeme.token != Token.OTHER) {
      return errorNear(message, lexeme.token);
    }
    return error(lexeme.other == 0 ? message : message + " near " + quoted(lexeme.other));
  }

  private static String quoted(int value) {
    return value >= ' ' && value <= '~' ? "'" + (char) value + "'" : "'<\\" + value + ">'";
  }

  private ByteBuilder located(String message) {
    ByteBuilder builder = new ByteBuilder(heap);
    builder.append(ChunkName.shortName(chunkName));
    builder.append(":" + cursor.line() + ": " + message);
    return builder;
  }

  /** The text up to a zero byte, where the C implementation stops. */
  private void appendText(ByteBuilder builder) {
    byte[] text = cursor.text();
    int end = 0;
    while (end < cursor.textLength() && text[end] != 0) {
      end++;
    }
    builder.append('\'');
    builder.append(text, 0, end);
    builder.append('\'');
  }
}
