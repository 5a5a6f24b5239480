package dev.holon.vm.lua.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Texts that are not ASCII come out of errors as the bytes they are. */
class ByteTextsTest {
  private static final String PROGRAM =
      """
      local large = setmetatable({}, {__name = "Gr\u00f6\u00dfe"})
      local raw = setmetatable({}, {__name = "\\255\\128x"})
      local zero = setmetatable({}, {__name = "a\\0b"})
      for _, v in ipairs{large, raw, zero} do
        print(pcall(string.rep, v))
        print(pcall(function() return v + 1 end))
        print(pcall(function() return v < 1 end))
        print(pcall(function() return v .. 1 end))
        print(pcall(function() v() end))
        print(pcall(("x").rep, "x", v))
        print(pcall(math.max, v, v))
        print(pcall(setmetatable, 1, v))
      end
      print(pcall(collectgarbage, "\u00e4\u00f6\\255"))
      print(pcall(collectgarbage, "\u00e4\\0x"))
      print(type(collectgarbage("count\\0x")))
      print(pcall(load("local \u0065 = nil; e.x = 1", "=\u00e4\\255")))
      print(pcall(load("error('\u00e4\\255')", "@\u00fc")))
      print(load("return 1", "x", "\u00e4\\255"))
      print(pcall(error, "\u00e4\\255"))
      print(pcall(string.rep, "x", "\u00e4"))
      """;

  @Test
  void errorsHaveTheBytesOfTheReference() throws IOException {
    Assumptions.assumeTrue(ReferenceLua.isInstalled(), "lua5.3 is not installed");
    byte[] source = PROGRAM.getBytes(StandardCharsets.UTF_8);

    Transcript expected = new ReferenceLua().run(source, "=bytes", List.of()).transcript();
    Transcript actual = Subject.underTest().run(source, "=bytes", List.of()).transcript();

    assertEquals(Transcript.FINE, expected.error());
    assertEquals(expected, actual, () -> actual.differenceFrom(expected));
  }
}
